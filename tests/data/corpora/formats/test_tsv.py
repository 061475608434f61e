"""TSV: two columns, more of them, a first row of names, a spreadsheet's quotes; and what is said of each."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from corpora import mistake, opened, read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s2s.data.corpora.formats.tsv import spreadsheet

ANKI = "Go.\tGeh.\tCC-BY 2.0 (France) Attribution: tatoeba.org #1 (CM) & #2 (x)\nHi.\tHallo!\tCC-BY 2.0 (France) y\n"
TATOEBA = "1276\tLet's go!\t77\tLos!\n1277\tI know.\t78\tIch weiß.\n"
SCORED = "1.21\tHello.\tHallo.\n1.1\tGood day.\tGuten Tag.\n"


@pytest.mark.parametrize(
    ("content", "columns", "expected"),
    [
        (ANKI, ["1", "2"], [("Go.", "Geh."), ("Hi.", "Hallo!")]),
        (ANKI, ["2", "1"], [("Geh.", "Go."), ("Hallo!", "Hi.")]),
        (TATOEBA, ["2", "4"], [("Let's go!", "Los!"), ("I know.", "Ich weiß.")]),
        (SCORED, ["2", "3"], [("Hello.", "Hallo."), ("Good day.", "Guten Tag.")]),
        ("id\tEnglisch\tDeutsch\n1\ta\tb\n", ["Englisch", "deutsch"], [("a", "b")]),
        ("id\ten\tde\n1\ta\tb\n", None, [("a", "b")]),
        ("de\ten\nb\ta\n\n", None, [("a", "b"), ("", "")]),
        ("German\tEnglish\tscore\nb\ta\t3\n", None, [("a", "b")]),
        ("source\ttarget\na\tb\n", None, [("a", "b")]),
        ("\ufeffen-GB\tdeu_Latn\na\tb\n", None, [("a", "b")]),
        ("French\tItalian\na\tb\n", None, [("a", "b")]),  # names of columns all the same
        ("en\tde\na\tb\n", ["1", "2"], [("a", "b")]),
        ("xx\tyy\tscore\na\tb\t3\n", ["1", "2"], [("xx", "yy"), ("a", "b")]),
        ("no\tno\nit\tes\n", None, [("no", "no"), ("it", "es")]),  # names that do not tell two columns apart
        (
            "English is hard.\tDeutsch ist schwer.\na\tb\n",
            None,
            [("English is hard.", "Deutsch ist schwer."), ("a", "b")],
        ),
        (
            "German-speaking people came.\tDie English-Lehrerin kam.\na\tb\n",
            None,
            [("German-speaking people came.", "Die English-Lehrerin kam."), ("a", "b")],
        ),
        ("Chinese_Simplified\tEnglish_UK\na\tb\n", None, [("b", "a")]),
        ("id\ten\na\tb\n", None, [("a", "b")]),
        ("target\tlabel\na\tb\n", None, [("a", "b")]),
    ],
)
def test_columns_and_first_rows(
    content: str, columns: list[str] | None, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    for name in ("a.tsv", "a.tsv.gz"):
        assert read(tmp_path / name, content, columns=columns) == expected


@pytest.mark.parametrize(
    ("content", "columns", "said"),
    [
        (
            ANKI,
            None,
            "has 3 columns (1: 'Go.'; 2: 'Geh.'; 3: 'CC-BY 2.0 (France) Attribution …'); say which are source and",
        ),
        (ANKI, None, "e.g. data.columns=[1,2]"),
        (TATOEBA, None, "data.columns=[2,4]"),
        (SCORED, None, "data.columns=[2,3]"),
        ("".join(f"eng\tdeu\t{n} men.\t{n} Männer.\n" for n in range(9)), None, "data.columns=[3,4]"),
        (ANKI, ["1", "4"], "a.tsv: has no column 4, only 3; count from 1, in data.columns=[…,…]"),
        (ANKI, ["0", "1"], "a.tsv: has no column 0, only 3"),
        (ANKI, ["en", "de"], "a.tsv: line 1: no column 'en', only Go., Geh., CC-BY"),
        (ANKI + "x\ty\n", ["1", "2"], "a.tsv: line 3: has 2 columns where there are 3"),
        ("id\ten\tde\n1\ta\tb\n2\tc\td\te\n", None, "a.tsv: line 3: has 4 columns where there are 3"),
        ("a\tb\n\nc\n", None, "a.tsv: line 3: has no tab; each line must be: source, one tab, target"),
        ("a\tb\n\nc\td\te\n", None, "a.tsv: line 3: has 2 tabs; each line must be: source, one tab, target"),
    ],
)
def test_mistakes(content: str, columns: list[str] | None, said: str, tmp_path: Path) -> None:
    assert said in mistake(tmp_path / "a.tsv", content, columns=columns)


def test_a_first_row_of_the_runs_own_names_is_known_where_columns_are_numbered(tmp_path: Path) -> None:
    content, names = "word\tmorphemes\tcategory\nab\ta @@b\t100\n", {"source": "word", "target": "morphemes"}
    assert read(tmp_path / "a.tsv", content, columns=["1", "2"], **names) == [("ab", "a @@b")]
    (note,) = opened(tmp_path / "a.tsv", columns=["1", "2"], **names).notes
    assert note.endswith("its first row names the columns (word, morphemes, category) and is left out")
    assert read(tmp_path / "a.tsv", content, columns=["1", "2"])[0] == ("word", "morphemes")


def test_what_was_done_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("English\tGerman\na\tb\n")
    assert opened(path).notes == [
        f"data.train={path}: its first row names the columns (English, German) and is left out"
    ]
    path.write_text("Text\tGeh.\nGo.\tGeh.\n")
    (note,) = opened(path).notes
    assert note.startswith("warning: ") and "may name the columns (Text, Geh.), but is read as an example" in note
    assert "give its names: data.columns=[…,…]" in note
    path.write_text("no\tnein\nyes\tja\n")
    assert opened(path).notes == []  # Norwegian, by its code, is a word of many languages
    for first in ("so\tja", "am\ten masse", "French fries\tEn français", "German\tDeutsch", "en\ten", "is\tso"):
        path.write_text(f"{first}\nyes\tja\n")
        assert opened(path).notes == [] and next(iter(opened(path).rows())) == tuple(first.split("\t"))
    path.write_text("1\tgood\n5\tbad\n")
    assert opened(path, "classify").notes == []


def test_a_word_that_is_called_as_a_side_names_no_language(tmp_path: Path) -> None:
    content = "form\tforms\ngo\tgoes\n"
    assert read(tmp_path / "a.tsv", content, source="lemma", target="form") == [("form", "forms"), ("go", "goes")]


@pytest.mark.parametrize(
    ("header", "target", "note"),
    [
        ("sw\ten", "swh", ""),
        ("Swahili\tEnglish", "swh", ""),
        ("hausa\tenglish", "ha", ""),
        ("ar\ten", "arb", ""),
        ("Norwegian Bokmål\ten", "no", ""),
        ("text\ten", "pcm", "; 'en' is read as en and 'text' is read as pcm"),
        ("text\tsource", "yo", "; 'source' is read as en and 'text' is read as yo"),
    ],
)
def test_a_first_row_says_the_direction(header: str, target: str, note: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    assert read(path, f"{header}\nb\ta\n", target=target) == [("a", "b")]
    assert opened(path, target=target).notes[0].endswith(f"and is left out{note}")


def test_a_first_row_of_other_languages_is_said_and_half_a_one_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    for header, target in (("fr\tes", "fr"), ("es\ten", "es")):
        path.write_text(f"{header}\na\tb\n")
        (note,) = opened(path).notes
        assert note.startswith("warning: ") and f"'{target}' is read as" in note
        assert note.endswith("if their languages are others, say which with data.source=… data.target=…")
    for header, target in (("en\tyo", "fr"), ("English sentence\tFrench sentence", "fr")):
        path.write_text(f"{header}\na\tb\n")
        (note,) = opened(path, target=target).notes
        assert note.startswith("warning: ") and "may name the columns" in note and "read as an example" in note
    crossed = "yo\ten", "yor_Latn\teng_Latn", "am\tEnglish", "Yoruba sentence\tEnglish sentence"
    for header in crossed:
        first, second = header.split("\t")
        said = mistake(path, f"{header}\nb\ta\n", target="de")
        assert "the target first, with data.target=de" in said and f"data.columns=[{second},{first}], else" in said
    content = "French words/sentences\tEnglish words/sentences\nb\ta\n"
    assert "the target first, with data.target=fr" in mistake(path, content, target="fr")
    content = "Dagbanli\tEnglish\nb\ta\n"
    said = mistake(path, content, target="dag")
    assert said.endswith("if it does, give its names: data.columns=[English,Dagbanli], else data.columns=[1,2]")
    assert read(path, content, target="dag", columns=["English", "Dagbanli"]) == [("a", "b")]
    assert read(path, content, target="dag", columns=["1", "2"]) == [("Dagbanli", "English"), ("b", "a")]


def sheet(rows: list[tuple[str, str]], quoting: int = csv.QUOTE_MINIMAL) -> str:
    """Rows as a spreadsheet writes them."""
    stream = io.StringIO()
    csv.writer(stream, dialect="excel-tab", quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


CELL = st.text(st.sampled_from('ab "\t\n'), min_size=1, max_size=6).map(lambda text: f"x{text}x")


@given(st.lists(st.tuples(CELL, CELL), min_size=2, max_size=8))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spreadsheets_quotes_are_removed(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """Against Python's own writer of the dialect, where a cell needs quotes."""
    rows = [*rows, ('He said "yes".', "a")]
    found = read(tmp_path / "a.tsv", sheet(rows))
    assert found == [(one.replace("\n", " "), other.replace("\n", " ")) for one, other in rows]
    assert any("quotes that a spreadsheet has put" in note for note in opened(tmp_path / "a.tsv").notes)


def test_quotes_around_every_cell(tmp_path: Path) -> None:
    rows = [("a b", "c"), ("d", "e f")]
    assert read(tmp_path / "a.tsv", sheet(rows, csv.QUOTE_ALL)) == rows


@pytest.mark.parametrize(
    "lines",
    [
        ['"Hello," he said.\tHallo', 'He said "yes".\tx'],
        ['"Hello."\t"Hallo."', "a\tb"],
        ['"I went home.\tx', 'I slept."\ty'],
        ["a\tb", '12"\t30 cm'],
        [],
        ["a\tb"],
    ],
)
def test_quotes_of_the_text_are_kept(lines: list[str], tmp_path: Path) -> None:
    assert spreadsheet(lines) == (False, False)
    content = "".join(f"{line}\n" for line in lines)
    assert read(tmp_path / "a.tsv", content) == [tuple(line.split("\t")) for line in lines]


def test_quotes_of_both_kinds_are_kept_and_said(tmp_path: Path) -> None:
    rows = [('"He said ""yes""."', "a"), ('12" and more', "b")]
    content = "".join("\t".join(row) + "\n" for row in rows)
    assert read(tmp_path / "a.tsv", content) == rows
    (note,) = opened(tmp_path / "a.tsv").notes
    assert note.startswith("warning: ") and "look like a spreadsheet's, those of others do not" in note


def test_labelled_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    assert read(path, "label\ttext\npos\ta film\n", "classify") == [("a film", "pos")]
    assert read(path, "text\tlabel\na film\tpos\n", "classify") == [("a film", "pos")]
    content = "1\tpos\ta film\n2\tneg\tanother\n"
    assert read(path, content, "classify", text="3", label="2") == [("a film", "pos"), ("another", "neg")]
    assert read(path, content, "classify") == [("pos a film", "1"), ("neg another", "2")]
    assert "warning: " in opened(path, "classify").notes[0] and "has 3 columns" in opened(path, "classify").notes[0]
    content = "id\treview\tstars\n1\ta film\t5\n"
    assert read(path, content, "classify", text="review", label="stars") == [("a film", "5")]
    said = mistake(path, content, "classify", text="words", label="stars")
    assert said.endswith("line 1: no column 'words', only id, review, stars; name it with data.text=…")
    assert "line 2: has no tab; each line must be: label" in mistake(path, "a\tb\nc\n", "classify")

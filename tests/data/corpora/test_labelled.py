"""Labelled and tagged examples in each form that they come in, and what is said of each mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpora import read

from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.load import load_corpus
from s2s.data.corpora.values import unspaced
from s2s.data.text.lines import words_of
from s2s.errors import UserError

CONLLU = """# text = He'll go
1-2\tHe'll\t_\t_\t_\t_\t_\t_\t_\t_
1\tHe\the\tPRON\tPRP\t_\t3\tnsubj\t_\t_
2\t'll\twill\tAUX\tMD\t_\t3\taux\t_\t_
2.1\tx\tx\tX\tX\t_\t_\t_\t_\t_
3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_

1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
"""


@pytest.mark.parametrize("name", ["a.tsv", "a.txt", "a.tsv.gz"])
def test_label_tab_text(name: str, tmp_path: Path) -> None:
    assert read(tmp_path / name, "pos\ta film\n\nneg\ta\tb\n", "classify") == [
        ("a film", "pos"),
        ("", ""),
        ("a b", "neg"),
    ]


def test_jsonl(tmp_path: Path) -> None:
    lines = [{"text": "a\nb", "label": 3}, {"sentence": "c", "labels": "x"}]
    content = "".join(json.dumps(line) + "\n" for line in lines)
    assert read(tmp_path / "a.jsonl", content, "classify") == [("a b", "3"), ("c", "x")]


def test_generation_reads_the_other_way_round(tmp_path: Path) -> None:
    assert read(tmp_path / "a.tsv", "G 3/4\tG2 B2\n", "generate") == [("G 3/4", "G2 B2")]
    assert read(tmp_path / "a.en", "a line\nanother\n", "generate") == [("", "a line"), ("", "another")]


def test_tagged_words(tmp_path: Path) -> None:
    content = "\nthe\tDET\n2 000\tNUM\n\n\ngo\tVERB\n\n"
    expected = [("the 2\u00a0000", "DET NUM"), ("go", "VERB")]
    assert read(tmp_path / "a.tsv", content, "tag") == expected
    lines = [{"words": ["the", "2 000"], "tags": ["DET", "NUM"]}, {"tokens": ["go"], "tags": ["VERB"]}]
    records = "".join(json.dumps(line) + "\n" for line in lines)
    assert read(tmp_path / "a.jsonl", records, "tag") == expected


def test_conllu(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    assert read(path, CONLLU, "tag") == [("He 'll go", "PRON AUX VERB"), ("Yes", "INTJ")]
    assert read(path, CONLLU, "tag", label="xpos")[1] == ("Yes", "UH")


@pytest.mark.parametrize(
    ("name", "content", "task", "said"),
    [
        ("a.tsv", "pos a film\n", "classify", "a.tsv: line 1: has no tab; each line must be: label, one tab, text"),
        ("a.csv", "a,b\n1,2\n", "classify", "line 1: no column 'text', only a, b; name it with data.text="),
        ("a.csv", "text,label\n1\n", "classify", "line 2: has 1 fields where line 1 names 2"),
        ("a.csv", 'text,label\n"a"b,c\n', "classify", "line 2: is not CSV"),
        ("a.csv", 'text,label\n"' + "x" * 3_000_000, "classify", "line 2: is not CSV (unexpected end of data)"),
        ("a.csv", "", "classify", "no column 'text', only none"),
        ("a.jsonl", "{\n", "classify", "line 1: is not JSON; each line must be"),
        ("a.jsonl", '{"text": ["x"], "label": 1}\n', "classify", "line 1: has no such values"),
        ("a.jsonl", "3\n", "classify", "line 1: has no such values"),
        (
            "a.jsonl",
            '{"words": ["a", "b"], "tags": ["X"]}\n',
            "tag",
            "a.jsonl: sentence 1: 2 words but 1 tags; give one",
        ),
        ("a.tsv", "the\n", "tag", "line 1: has 1 columns, where others have 2; must be: word, tabs or blanks, tag"),
        ("a.tsv", "the\tDET\na\tb\tDET\nx\tY\n", "tag", "line 2: has 3 columns, where others have 2"),
        ("a.tsv", "the\tDET\nx\t \n", "tag", "line 2: has no tag in column 2"),
        ("a.conllu", "1\tx\n", "tag", "line 1: has 2 columns where CoNLL-U has 10"),
    ],
)
def test_mistakes(name: str, content: str, task: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path / name, content, task)
    assert said in str(caught.value)


def test_a_column_that_conllu_lacks(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"data.label=pos: no such column of CoNLL-U; use one of form"):
        read(tmp_path / "a.conllu", CONLLU, "tag", label="pos")


def test_labels_keep_their_case(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("POS\tA Film\nNEG\tAnother\n", encoding="utf-8")
    data = DataConfig(corpus="files", train=str(tmp_path / "a.tsv"), lowercase=True)
    corpus = load_corpus(data, 1, "classify")
    rows = [*corpus.train, *corpus.validation]
    assert sorted((row["source"], row["target"]) for row in rows) == [("a film", "POS"), ("another", "NEG")]


REVIEWS = [(f"film {number}, a good one", "pos" if number % 3 else "neg") for number in range(30)]


@pytest.mark.parametrize("label_first", [False, True])
def test_a_csv_without_names_is_read_as_a_tsv_is(label_first: bool, tmp_path: Path) -> None:
    """A label that comes again is one already in the first row; every other file of the run is read as the training file."""

    def written(name: str, rows: list[tuple[str, str]]) -> str:
        lines = [f'{label},"{text}"' if label_first else f'"{text}",{label}' for text, label in rows]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(tmp_path / name)

    train = written("a.csv", REVIEWS)
    file = open_format("data.train", train, DataConfig(corpus="files"), ("labelled",), several=True)
    places = "21" if label_first else "12"
    assert list(file.rows()) == REVIEWS and file.settled == {"data.text": places[0], "data.label": places[1]}
    said = "its first row names no columns, and is read as an example; the label is column"
    assert f"{said} {places[1]}" in file.notes[0]
    assert label_first or "its second column is read as the label, as it has 2 different values" in file.notes[1]
    few = written("b.csv", REVIEWS[:2])
    corpus = load_corpus(DataConfig(corpus="files", train=train, validation=few), 1, "classify")
    assert list(zip(corpus.validation["source"], corpus.validation["target"], strict=True)) == REVIEWS[:2]


@pytest.mark.parametrize("header", ["spam,message", "0,1", "kind,story"])
def test_a_first_row_that_may_name_columns_is_no_example(header: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{('spam', '1')[number % 2]},film {number}" for number in range(30)]
    path.write_text("\n".join([header, *rows]))
    with pytest.raises(
        UserError, match=r"line 1: no column 'text', only .*; name it with data\.text=…, or by number \("
    ):
        open_format("data.train", str(path), DataConfig(corpus="files"), ("labelled",), several=True)


@pytest.mark.parametrize("words", [["a", "New York", "b"], ["x"], ["\u00a0", "é  f"]])
def test_the_words_of_a_line_are_those_it_was_made_of(words: list[str]) -> None:
    """A word with a blank inside stays one, whatever separates words."""
    made = [unspaced(word) for word in words]
    assert words_of(" ".join(made)) == words_of("  " + " \t ".join(made) + " \u00a0 ") == made


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.csv",
            ',review,sentiment\n0,"a\nfilm",pos\n1,"b, c",neg\n',
            "its column 'review' is the text, and 'sentiment' the",
        ),
        ("a.csv", 'id,comment_text,toxic,label\n0,a film,0,pos\n1,"b, c",1,neg\n', "'comment_text' is the text"),
        ("a.csv", 'label,sms\npos,a film\nneg,"b, c"\n', "its column 'sms' is the text, and 'label' the label"),
        ("a.csv", 'text,label\na film,pos\n"b, c",neg\n', ""),
        ("a.csv", 'Title,Review Text,Rating\nA,a film,pos\nB,"b, c",neg\n', "'Review Text' is the text, and 'Rating'"),
        ("a.csv", 'Headline,category\na film,pos\n"b, c",neg\n', "'Headline' is the text, and 'category' the label"),
        ("a.tsv", "Class Label\tComment Text\npos\ta film\nneg\tb, c\n", "'Comment Text' is the text"),
        ("a.tsv", "polarity\ttweet\npos\ta film\nneg\tb, c\n", "its column 'tweet' is the text, and 'polarity' the"),
        ("a.tsv", "sentence\tlabel\na film\tpos\nb, c\tneg\n", "its column 'sentence' is the text"),
        (
            "a.jsonl",
            '{"tweet": "a film", "polarity": "pos"}\n{"tweet": "b, c", "polarity": "neg"}\n',
            "its field 'tweet' is",
        ),
    ],
)
def test_names_that_people_use_are_recognised_and_said(name: str, content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    file = open_format("data.train", str(path), DataConfig(corpus="files"), ("labelled",))
    assert list(file.rows()) == [("a film", "pos"), ("b, c", "neg")]
    assert (said in " ".join(file.notes)) and bool(said) == any("is the text" in note for note in file.notes)


def test_names_that_are_not_clear_are_asked_for(tmp_path: Path) -> None:
    for header in ("review,comment,label", "a,b", "text,rating,score"):
        (tmp_path / "a.csv").write_text(f"{header}\n" + "x,y,z\n"[: 2 * header.count(",") + 1] + "\n", encoding="utf-8")
        with pytest.raises(UserError, match=r"line 1: no column '(text|label)', only .*; name it with data\."):
            open_format("data.train", str(tmp_path / "a.csv"), DataConfig(corpus="files"), ("labelled",))

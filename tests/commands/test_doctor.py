"""s2s doctor: what is planted is found on its line, nothing else is, and a cleaned copy is clean."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from corpora import write_pairs
from grids import thinned
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from translating import tiny_run

from s2s.cli import main
from s2s.config.load import parse
from s2s.config.schema import DataConfig, RunConfig
from s2s.data.codecs.files import save_codecs
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import CONTROL
from s2s.runs.folder import load_config, save_config

PAIRS = pairs("en", "de", "train", 1500, 1)
BENGALI = pairs("en", "bn", "train", 30, 1)
HELD_OUT = {split: pairs("en", "de", split, 50, 1) for split in ("validation", "test")}
Files = tuple[list[bytes], list[bytes]]
Found = dict[tuple[str, str], list[int]]


def planted() -> tuple[Files, Found]:
    """The lines of two files with a defect of each kind, and where they are."""
    sides: Files = tuple([pair[side].encode() for pair in PAIRS] for side in (0, 1))  # type: ignore[assignment]
    found: Found = {}

    def plant(check: str, line: int, source: str | bytes | None = None, target: str | bytes | None = None) -> None:
        """Change line `line` (from 1) and expect `check` there, on the side that was changed."""
        for lines, text in zip(sides, (source, target), strict=True):
            if text is not None:
                lines[line - 1] = text if isinstance(text, bytes) else text.encode()
        side = "pair" if source is not None and target is not None else "target" if source is None else "source"
        found.setdefault((check, side), []).append(line)

    plant("encoding", 10, source=b"caf\xe9 noir")
    plant("encoding", 11, target="Die Straße".encode("latin-1"))
    plant("lost", 20, target="Die Stra\ufffde")
    plant("mark", 1, source=b"\xef\xbb\xbf" + sides[0][0])
    for line, odd in enumerate("\u2028\u2029\x85\x0c\r\x0b\t", start=30):
        plant("separator", line, target=PAIRS[line - 1][1] + odd + "so")
    for line, odd in enumerate("\0\x1b\x7f\x9b", start=40):
        plant("control", line, source=PAIRS[line - 1][0] + odd)
    plant("mojibake", 50, target=f"Die Männer hören die Frau {50}".encode().decode("latin-1"))
    plant("blank", 60, source="\u3000 ")
    plant("blank", 61, target="")
    plant("empty", 62, source="", target="\t")
    found["separator", "target"].append(62)
    plant("copy", 70, source="Does the dog know it?", target=" Does the dog know it? ")
    plant("duplicate", 80, source=PAIRS[78][0], target=PAIRS[78][1] + "  ")
    plant("duplicate", 1500, source=PAIRS[78][0], target=PAIRS[78][1])
    for line in range(90, 95):
        sides[0][line - 1] = b"The same sentence again."
    found["crowd", "source"] = [93, 94]
    plant("in validation", 100, source=HELD_OUT["validation"][7][0], target=HELD_OUT["validation"][7][1])
    plant("in test", 101, source=HELD_OUT["test"][0][0])
    plant("length", 110, source=PAIRS[109][0], target=PAIRS[109][1] * 6)
    plant("length", 111, source="The girl opened the small door.", target="Ja.")
    plant("script", 120, target=BENGALI[0][1])
    plant("language", 130, target="Does the old woman know that the girl opens the door?")
    return sides, {key: sorted(lines) for key, lines in found.items()}


def write_planted(folder: Path) -> Found:
    """Files en and de named train, and those held out."""
    sides, found = planted()
    for lines, language in zip(sides, ("en", "de"), strict=True):
        (folder / f"train.{language}").write_bytes(b"".join(line + b"\n" for line in lines))
    for split, held in HELD_OUT.items():
        write_pairs(folder, held, "tsv", split)
    return found


def examined(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["doctor", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def findings(report: dict[str, Any], split: str = "train") -> Found:
    return {(found["check"], found["side"]): found["lines"] for found in report[split]["findings"]}


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir() if path.is_file()}


def test_each_defect_is_found_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = write_planted(tmp_path)
    held = [f"--{split}={tmp_path / split}.tsv" for split in HELD_OUT]
    code, report = examined(capsys, str(tmp_path / "train"), *held)
    assert code == 1 and findings(report) == expected
    assert findings(report, "validation") == findings(report, "test") == {}
    assert report["train"]["pairs"] == 1500 and report["train"]["unchecked"] == {}
    others = {found["check"]: found["others"] for found in report["train"]["findings"] if "others" in found}
    assert others == {"duplicate": [79, 79], "crowd": [90, 90], "in validation": [8], "in test": [1]}


def test_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_planted(tmp_path)
    assert main(["doctor", str(tmp_path / "train"), "--validation", f"{tmp_path / 'validation'}.tsv"]) == 1
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == f"train: {tmp_path / 'train'}, 1,500 pairs"
    place = next(place for place, line in enumerate(lines) if line.startswith("  separator"))
    assert lines[place].split()[:4] == ["separator", "target", "8", "0.53%"]
    assert lines[place].endswith(": line 30, 31, 32, 33, …") and "\\u2028so" in lines[place + 1]
    assert any(r"10: caf\xe9 noir │ " in line for line in lines)
    assert any(line.endswith(" (line 79)") for line in lines)
    assert lines[-3:] == [f"validation: {tmp_path / 'validation'}.tsv, 50 pairs", "  nothing found", ""]
    assert not CONTROL.search("".join(lines)) and "\ufeff" not in "".join(lines)


@pytest.mark.parametrize("ending", thinned([".jsonl.gz", "", ".tsv", ".jsonl", ".tsv.gz"], 5))
def test_a_cleaned_copy_is_clean(tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = write_planted(tmp_path)
    before = contents(tmp_path)
    held = [f"--{split}={tmp_path / split}.tsv" for split in HELD_OUT]
    out = tmp_path / "new" / f"copy{ending}"
    assert main(["doctor", str(tmp_path / "train"), *held, "--fix", str(out)]) == 1
    assert "1,500 pairs" in capsys.readouterr().out
    assert contents(tmp_path) == before
    code, report = examined(capsys, str(out), *held)
    assert (code, findings(report)) == (0, {})

    mended = {"mark", "separator", "control", "mojibake"}
    gone = {line for (check, _), lines in expected.items() if check not in mended for line in lines}
    kept = dict(zip([line for line in range(1, 1501) if line not in gone], copied(out), strict=True))
    separated = {line: (PAIRS[line - 1][0], f"{PAIRS[line - 1][1]} so") for line in range(30, 37)}
    crowd = {line: ("The same sentence again.", PAIRS[line - 1][1]) for line in range(90, 93)}
    others = {50: (PAIRS[49][0], "Die Männer hören die Frau 50")}
    assert kept == {line: PAIRS[line - 1] for line in kept} | separated | crowd | others
    done = json.loads(Path(f"{out}.report.json").read_bytes())
    assert done["fixed"]["left out"] == sorted(gone) and done["fixed"]["pairs"] == len(kept)
    assert done["fixed"]["mended"] == [1, *range(30, 37), *range(40, 44), 50]
    assert findings(done["found"]) == expected
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(
        [Path(file).name for file in done["fixed"]["files"]] + [f"{out.name}.report.json"]
    )


def copied(out: Path) -> list[tuple[str, str]]:
    return list(open_format("DATA", str(out), DataConfig(), ("pairs",)).rows())


@pytest.mark.slow
def test_what_is_mended_may_repeat_a_pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = next(pair for pair in PAIRS if not pair[1].isascii())
    twins = [(source, target.encode().decode("latin-1")), (f"{source}\0", target)]
    path = write_pairs(tmp_path, [*PAIRS, *twins], "tsv")
    code, report = examined(capsys, str(path), "--fix", str(tmp_path / "copy"))
    assert code == 1 and "duplicate" not in {check for check, _ in findings(report)}
    assert copied(tmp_path / "copy") == PAIRS and report["fixed"]["left out"] == [1501, 1502]
    assert report["fixed"]["mended"] == []


def test_a_clean_corpus_is_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_pairs(tmp_path, PAIRS, "jsonl")
    assert main(["doctor", str(path)]) == 0
    assert capsys.readouterr().out.split("\n")[1:] == ["  nothing found", ""]
    out = tmp_path / "copy.jsonl"
    assert main(["doctor", str(path), "--fix", str(out)]) == 0
    assert copied(out) == PAIRS


@pytest.mark.parametrize("side", ["en", "de"])
def test_a_lost_line(tmp_path: Path, side: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path, PAIRS, "aligned")
    lines = (tmp_path / f"train.{side}").read_bytes().split(b"\n")
    (tmp_path / f"train.{side}").write_bytes(b"\n".join(lines[:699] + lines[700:]))
    code, report = examined(capsys, str(tmp_path / "train"))
    found = findings(report)
    assert code == 1 and found["count", "pair"] == [1500]
    assert report["train"]["unchecked"] == {"length": "the files have different numbers of lines"}
    note = report["train"]["notes"][0]
    assert note.startswith("the lines stop to belong together near line ")
    assert abs(int(note.split()[-1].replace(",", "")) - 700) <= 5
    assert main(["doctor", str(tmp_path / "train"), "--fix", str(tmp_path / "copy")]) == 2
    error = capsys.readouterr().err
    assert "make them fit by hand" in error and error.count("\n") == 1 and not list(tmp_path.glob("copy*"))


def test_the_rest_of_a_file_is_not_left_out_of_a_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{source},{target}\n" for source, target in PAIRS[:60] if "," not in source + target]
    path.write_text("".join([*rows[:30], 'a "dog,"ein Hund\n', *rows[30:]]), "utf-8")
    assert main(["doctor", str(path), "--fix", str(tmp_path / "copy.tsv")]) == 2
    said = capsys.readouterr()
    assert "from this line on the file cannot be read, as quotes do not end where a field does: line 31\n" in said.out
    assert f"{path}: from line 31 on the file cannot be read, nor copied; quote fields that hold quotes" in said.err
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.slow
def test_blank_lines_at_the_end_of_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path, PAIRS, "aligned")
    with open(tmp_path / "train.de", "ab") as file:
        file.write(b"\n \n")
    assert main(["doctor", str(tmp_path / "train"), "--fix", str(tmp_path / "copy")]) == 1
    assert copied(tmp_path / "copy") == PAIRS


def test_a_file_in_another_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pairs(tmp_path, PAIRS, "aligned")
    (tmp_path / "train.de").write_bytes((tmp_path / "train.de").read_text("utf-8").encode("cp1252"))
    _, report = examined(capsys, str(tmp_path / "train"))
    assert findings(report)["encoding", "target"] == [n for n, pair in enumerate(PAIRS, 1) if not pair[1].isascii()]
    assert report["train"]["notes"] == [
        "target: the file seems to be in another encoding; convert it, e.g. with iconv -f WINDOWS-1252 -t UTF-8"
    ]


def test_held_out_pairs_are_judged_by_what_is_usual_in_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The few of them would tell nothing, and those with their columns swapped that all is well."""
    train = str(write_pairs(tmp_path, PAIRS, "tsv"))
    held = [pair[::-1] for pair in HELD_OUT["test"] if min(map(len, pair)) > 30]
    held.append((PAIRS[5][0][:9] + "?", HELD_OUT["test"][3][1] * 4))
    test = str(write_pairs(tmp_path, held, "tsv", "test"))
    code, report = examined(capsys, train, "--test", test)
    every = list(range(1, len(held)))
    found = findings(report, "test")
    assert code == 1 and findings(report) == {} and found["length", "pair"] == [len(held)]
    assert found["swapped", "pair"][: len(every)] == every
    assert len(every) >= 10 and report["test"]["unchecked"] == {}


def test_a_run_that_translates_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    data = {"corpus": "files", "train": "a.tsv"}
    save_config(run, parse({"task": "classify", "data": data, "train": {"metric": "accuracy"}}))
    assert main(["doctor", "gone", "-m", str(run)]) == 2
    assert "task=classify; doctor examines what is to be translated, leave it out" in capsys.readouterr().err


def test_the_pieces_of_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*PAIRS[:150], ("The dog sees the 犬.", "Der Hund sieht den Hund."), ("It is Ø.", "Das Œuvre.")]
    path = str(write_pairs(tmp_path, rows, "tsv"))
    run = tiny_run(tmp_path / "run")
    code, report = examined(capsys, path, "-m", str(run))
    assert code == 1 and findings(report) == {("bytes", "source"): [151, 152], ("bytes", "target"): [152]}

    words = Tokenizer.train([text for pair in rows[:-1] for text in pair] * 2, kind="word", size=None, coverage=None)
    save_codecs(run, words, words)
    _, report = examined(capsys, path, "-m", str(run))
    assert findings(report) == {("unknown", "source"): [152], ("unknown", "target"): [152]}
    config: RunConfig = load_config(run)
    config.data.lowercase = True
    save_config(run, config)
    _, report = examined(capsys, path, "-m", str(run))
    names = [line for line, pair in enumerate(rows, start=1) if pair[0].startswith(("Anna ", "Peter "))]
    assert set(names) < set(findings(report)["unknown", "source"])  # they have not been learnt in lower case


def test_the_languages_of_the_run_are_those_of_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tiny_run(tmp_path / "run")
    config = load_config(run)
    config.data.source = "bn"
    save_config(run, config)
    assert main(["doctor", "gone", "-m", str(run)]) == 2
    assert "found neither gone.bn nor" in capsys.readouterr().err
    assert main(["doctor", "gone", "-m", str(run), "--source", "fr"]) == 2
    assert "found neither gone.fr nor" in capsys.readouterr().err


@pytest.mark.parametrize("there", ["copy.tsv", "copy.tsv.report.json"])
def test_nothing_is_written_over(tmp_path: Path, there: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_pairs(tmp_path, PAIRS, "tsv")
    (tmp_path / there).symlink_to(path)
    before = contents(tmp_path)
    assert main(["doctor", str(path), "--fix", str(tmp_path / "copy.tsv")]) == 2
    assert f"{there} is there already; give another name, or remove it" in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_what_cannot_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = str(write_pairs(tmp_path, PAIRS[:5], "tsv", "good"))
    (tmp_path / "empty.tsv").touch()
    (tmp_path / "blank.tsv").write_bytes(b"\n\t\n")
    (tmp_path / "wide.tsv").write_bytes("a\tb".encode("utf-16"))
    for message, *arguments in (
        ("DATA=gone.tsv: no such file", "gone.tsv"),
        ("--validation=gone: found neither gone.en nor", good, "--validation", "gone"),
        ("empty.tsv: has no sentence pairs", f"{tmp_path}/empty.tsv"),
        ("empty.tsv: has no sentence pairs", good, "--test", f"{tmp_path}/empty.tsv"),
        ("wide.tsv: is UTF-16; convert it", f"{tmp_path}/wide.tsv"),
        ("good.tsv is there already", good, "--fix", good),
        ("blank.tsv: every pair has to be left out", f"{tmp_path}/blank.tsv", "--fix", f"{tmp_path}/copy"),
        ("cannot be written", good, "--fix", f"{good}/copy"),
        ("cannot be written", good, "--fix", "a\0b.tsv"),
        (f"{tmp_path}: not a run folder", good, "-m", str(tmp_path)),
    ):
        assert main(["doctor", *arguments]) == 2
        error = capsys.readouterr().err
        assert error.startswith("s2s: ") and message in error and error.count("\n") == 1
    assert not list(tmp_path.glob("*copy*"))


PARTS = st.one_of(
    st.sampled_from(
        [b"\n", b"\n", b"\t", b"a", b"\xef\xbb\xbf", b"\xc3\x83\xc2\xa4", b"\xff", b"\0", b"\xe2\x80\xa8", b" ", b"\r"]
        + [json.dumps({"translation": {"en": one, "de": two}}).encode() + b"\n" for one, two in [*PAIRS[:2], ("", "x")]]
    ),
    st.binary(max_size=8),
)


@given(
    st.tuples(*[st.lists(PARTS, max_size=15).map(b"".join)] * 2),
    st.sampled_from(["", ".tsv", ".jsonl", ".tsv.gz", ".gz"]),
    st.booleans(),
)
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_bytes_end_well(
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    data: tuple[bytes, bytes],
    ending: str,
    whole: bool,
) -> None:
    """A report, or one line; the input is what it was; a copy is clean, and read by training."""
    folder = tmp_path_factory.mktemp("fuzz")
    path, out = folder / f"corpus{ending}", folder / f"copy{ending}"
    files = (
        [path] if "." in ending and ending != ".gz" else [folder / f"corpus{ending}.{code}" for code in ("en", "de")]
    )
    for file, content in zip(files, data, strict=False):
        file.write_bytes(gzip.compress(content) if whole and file.name.endswith(".gz") else content)
    before = contents(folder)
    code = main(["doctor", str(path), "--fix", str(out)])
    captured = capsys.readouterr()
    assert code in (0, 1, 2)
    if code == 2:
        assert captured.err.startswith("s2s: ") and captured.err.count("\n") == 1
        assert contents(folder) == before
    else:
        assert {name: there for name, there in contents(folder).items() if name in before} == before
        assert main(["doctor", str(out)]) == 0, capsys.readouterr().out
        assert all(source.strip() and target.strip() for source, target in copied(out))
        assert not [name for name in os.listdir(folder) if name.endswith(".partial")]
    capsys.readouterr()


def test_columns_and_first_rows_are_those_of_training(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "a.tsv", tmp_path / "clean.tsv"
    path.write_text("id\tSatz\tSentence\n" + "".join(f"{n}\tein Satz {n}\tone sentence {n}\n" for n in range(5)))
    assert main(["doctor", str(path)]) == 2
    assert "has 3 columns" in (said := capsys.readouterr().err) and "e.g. --columns 2 3" in said
    assert main(["doctor", "--columns", "Sentence", "Satz", str(path)]) == 0  # as it could be typed before features
    assert "5 pairs" in capsys.readouterr().out
    assert main(["doctor", "--columns", "Sentence", "Satz"]) == 2
    assert "give DATA, the training pairs to examine" in capsys.readouterr().err
    assert main(["doctor", str(path), "--columns", "Sentence", "Satz", "--fix", str(out)]) == 0
    found = capsys.readouterr()
    assert "5 pairs" in found.out and "its first row names the columns (id, Satz, Sentence)" in found.err
    assert out.read_text() == "".join(f"one sentence {n}\tein Satz {n}\n" for n in range(5))
    assert main(["doctor", str(path), "--format", "tvs"]) == 2
    assert "--format=tvs: no such file format; did you mean tsv?" in capsys.readouterr().err


def test_sources_with_features(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One lemma has many forms, or one for many features, and what tells them apart stays in the copy."""
    path, out = tmp_path / "forms.tsv", tmp_path / "clean.tsv"
    tags = ["N;SG", "N;PL", "N;GEN", "N;DAT;SG", "N;3;&amp;"]
    rows = [("veluminorak", f"veluminorak{'e' * place}", tag) for place, tag in enumerate(tags)]
    rows += [("pasorinto", "pasorinto", tag) for tag in tags]
    path.write_text(
        "".join("\t".join(row) + "\n" for row in [*rows, rows[3], ("a\u200b", "b", "c\0"), (" ", "b", "N")])
    )
    columns = ["--columns", "1", "2", "3"]
    code, report = examined(capsys, str(path), *columns, "--fix", str(out))
    assert code == 1 and findings(report) == {
        ("duplicate", "pair"): [11],
        ("invisible", "source"): [12],
        ("control", "source"): [12],
        ("blank", "source"): [13],
    }
    assert out.read_text() == "".join("\t".join(row) + "\n" for row in [*rows, ("a", "b", "c")])
    assert examined(capsys, str(out), *columns)[0] == 0
    alike = ["--source", "de", "--target", "de", "--fix"]
    for arguments, said in [
        *[
            ([*columns[:3], *alike, f"{tmp_path}/copy{ending}"], "and both are de; give a name that ends in .tsv")
            for ending in ("", ".gz", ".jsonl")
        ],
        (["--columns", "1"], "--columns 1: name two columns or more, all different: of source, target and features"),
        (["--columns", "1", "2", "1"], "--columns 1 2 1: name two columns or more"),
        (
            [*columns, "--fix", str(tmp_path / "copy")],
            "copy: has no columns of features; give a name that ends in .tsv",
        ),
    ]:
        assert main(["doctor", str(path), *arguments]) == 2
        assert said in capsys.readouterr().err
    assert not list(tmp_path.glob("copy*"))
    assert main(["doctor", str(out), *columns, *alike, str(tmp_path / "same.tsv")]) == 0
    assert (tmp_path / "same.tsv").read_bytes() == out.read_bytes()


@pytest.mark.slow
def test_what_is_within_texts_is_mended_or_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each of the checks of a pair, through the command: found, with its remedy, and gone from the copy."""
    rows, expected = list(PAIRS), dict[tuple[str, str], list[int]]()
    clean = dict(enumerate(PAIRS, start=1))
    source, target = "stone and tile here", "Stein und Ziegel hier"
    for line, check, pair, mended in [
        (1, "header", ("English", "German"), None),
        (20, "markup", (f"<b>{source}</b>", target), (source, target)),
        (30, "entity", ("tile &amp; stone", "Ziegel und Stein"), ("tile & stone", "Ziegel und Stein")),
        (40, "quotes", ('"some tile"', "ein Ziegel"), ("some tile", "ein Ziegel")),
        (50, "invisible", ("a stone\u00ad", "ein Stein"), ("a stone", "ein Stein")),
        (60, "composition", ("a nai\u0308ve dog", "ein naiver Hund"), ("a naïve dog", "ein naiver Hund")),
        (70, "numbers", ("He has 15 dogs", "Er hat 51 Hunde"), None),
        (
            80,
            "capitals",
            ("THE DOG SLEEPS HERE", "Der Hund schläft da"),
            ("THE DOG SLEEPS HERE", "Der Hund schläft da"),
        ),
        (90, "sentences", ("He goes. She sees.", "Er geht. Sie sieht."), ("He goes. She sees.", "Er geht. Sie sieht.")),
    ]:
        rows[line - 1] = pair
        side = "pair" if check in ("header", "numbers", "sentences") else "source"
        expected[check, side] = [line]
        if mended is None:
            del clean[line]
        else:
            clean[line] = mended
    write_pairs(tmp_path, rows, "aligned")
    code, report = examined(capsys, str(tmp_path / "train"), "--fix", str(tmp_path / "copy"))
    assert code == 1 and findings(report) == expected
    assert all(found["remedy"] for found in report["train"]["findings"])
    assert copied(tmp_path / "copy") == list(clean.values())
    _, report = examined(capsys, str(tmp_path / "copy"))
    assert {check for check, _ in findings(report)} == {"capitals", "sentences"}


@pytest.mark.slow
def test_pairs_that_have_changed_places_are_put_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [pair for pair in PAIRS if min(map(len, pair)) > 40][:400]
    some = [pair[::-1] if place % 20 == 7 else pair for place, pair in enumerate(rows)]
    for name, swapped in (("some", some), ("all", [pair[::-1] for pair in rows])):
        path = write_pairs(tmp_path, swapped, "tsv", name)
        code, report = examined(capsys, str(path), "--fix", str(tmp_path / f"{name}.copy.tsv"))
        lines = [line for line, (pair, right) in enumerate(zip(swapped, rows, strict=True), 1) if pair != right]
        assert code == 1 and findings(report) == {("swapped", "pair"): lines}
        assert copied(tmp_path / f"{name}.copy.tsv") == rows
        assert report["fixed"]["mended"] == lines and report["fixed"]["left out"] == []


def test_a_language_that_is_not_the_declared_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = str(write_pairs(tmp_path, PAIRS, "tsv")), tmp_path / "copy.tsv"
    assert main(["doctor", path, "--target", "fr", "--fix", str(out)]) == 1
    text = capsys.readouterr().out
    assert "declared      target     1,500 100.00%" in text
    assert "remedy: --source and --target, in training data.source and data.target, declare it" in text
    assert "target: the text looks like de, where fr is declared" in text
    assert copied(out) == PAIRS  # nothing is wrong with the pairs

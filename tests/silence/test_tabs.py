"""Files that are not what they look like: of columns, where texts are asked for, a text a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from translating import tiny_run

from s2s.api.run import Run
from s2s.cli import main
from s2s.config.schema import Encoding, ModelConfig, RunConfig
from s2s.data.corpora.texts import LOOK, Reading, noticed, read_texts
from s2s.errors import UserError
from s2s.tasks.evaluation import reading_of
from s2s.tasks.loaded import Loaded

PAIRS = [("the dog runs to the house .", "der Hund läuft zum Haus ."), ("a cat sees it .", "eine Katze sieht es .")] * 5
SOURCES, TARGETS = [source for source, _ in PAIRS], [target for _, target in PAIRS]


def write(path: Path, lines: list[str]) -> str:
    content = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(gzip.compress(content) if path.name.endswith(".gz") else content)
    return str(path)


def written(tmp_path: Path, form: str) -> str:
    """A file with both texts of each pair."""
    tabs = ["\t".join(pair) for pair in PAIRS]
    lines = {
        "tsv": tabs,
        "txt": tabs,
        "tsv.gz": tabs,
        "gaps.tsv": [tabs[0], "", *tabs[1:]],
        "named.tsv": ["source\ttarget", *tabs],
        "csv": [",".join(f'"{text}"' for text in pair) for pair in PAIRS],
        "jsonl": [json.dumps({"source": source, "target": target}) for source, target in PAIRS],
    }[form]
    return write(tmp_path / f"test.{form}", lines)


def refused(typed: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(typed) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.startswith("s2s: ") and captured.err.count("\n") == 1
    return captured.err


@pytest.mark.parametrize("form", ["tsv", "txt", "tsv.gz", "gaps.tsv", "csv", "jsonl"])
@pytest.mark.parametrize("option", ["--hypothesis", "--reference", "--baseline"])
def test_columns_are_not_scored_as_lines(
    form: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, table = write(tmp_path / "plain", TARGETS), written(tmp_path, form)
    files = {"--hypothesis": plain, "--reference": plain} | {option: table}
    said = refused(["evaluate", *(word for pair in files.items() for word in pair)], capsys)
    assert f"{option} {table}: " in said and "name the columns with --columns SOURCE TARGET" in said


@pytest.mark.parametrize(
    ("form", "columns"),
    [
        ("tsv", ["1", "2"]),
        ("txt", ["1", "2"]),
        ("tsv.gz", ["1", "2"]),
        ("csv", ["1", "2"]),
        ("named.tsv", ["source", "target"]),
        ("jsonl", ["source", "target"]),
    ],
)
def test_named_columns_are_scored(
    form: str, columns: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the plain files are, to the last digit."""
    worse = write(tmp_path / "hypothesis", [*TARGETS[:-1], "eine Katze ."])
    typed = ["evaluate", "--json", "--hypothesis", worse, "--reference"]
    assert main([*typed, write(tmp_path / "plain", TARGETS)]) == 0
    expected = json.loads(capsys.readouterr().out)
    table = written(tmp_path, form)
    assert main([*typed, table, "--columns", *columns]) == 0
    assert json.loads(capsys.readouterr().out) == expected
    assert main([*typed, table, "--source", table, "--columns", *columns]) == 0
    assert json.loads(capsys.readouterr().out).items() >= expected.items()


def test_a_run_reads_one_column_and_is_scored_on_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []

    def write(loaded: Loaded, sources: list[str], settings: object) -> list[str]:
        seen.extend(sources)
        return TARGETS

    monkeypatch.setattr(Loaded, "write", write)
    run, table = str(tiny_run(tmp_path / "run")), written(tmp_path, "tsv")
    typed = ["evaluate", "-m", run, "--source", table, "--reference", table, "--metrics", "chrf", "--json"]
    assert "every line has a tab" in refused(typed, capsys) and seen == []
    assert main([*typed, "--columns", "1", "2"]) == 0
    assert '"score": 100.0' in capsys.readouterr().out and seen == SOURCES
    assert Run(run).evaluate(table, table, columns=(1, 2), metrics="chrf").scores["chrf"].score == 100
    with pytest.raises(UserError, match=r"every line has a tab.*in Python, columns=\(…, …\)"):
        Run(run).evaluate(table, table, metrics="chrf")
    with pytest.raises(UserError, match=r"columns=\(1, 2\): has no effect without a reference in a file; leave it out"):
        Run(run).evaluate(SOURCES, TARGETS, columns=(1, 2), metrics="chrf")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            ["--reference", "PLAIN", "--columns", "1", "2"],
            "--columns 1 2: PLAIN has no columns; give files that have them",
        ),
        (["--reference", "TABLE", "--columns", "1", "1"], "--columns 1 1: name two different columns"),
        (["--reference", "TABLE", "--columns", "1", "3"], "has no column 3, only 2; count from 1, in --columns"),
    ],
)
def test_columns_that_are_not_there_are_refused(
    more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"PLAIN": write(tmp_path / "plain", TARGETS), "TABLE": written(tmp_path, "tsv")}
    typed = ["evaluate", "--hypothesis", places["PLAIN"], *(places.get(word, word) for word in more)]
    assert said.replace("PLAIN", places["PLAIN"]) in refused(typed, capsys)


def test_texts_with_a_tab_here_and_there_are_texts(tmp_path: Path) -> None:
    lines = ["a\tb", "c", "", "{not json}", '{"json": 1}']
    assert read_texts("--source", write(tmp_path / "texts", lines), Reading()) == lines


def test_words_and_numbers_may_be_separated_by_tabs(tmp_path: Path) -> None:
    words = {task: reading_of(RunConfig(task=task)).words for task in ("tag", "regress", "classify", "translate")}
    both, neither = (True, True), (False, False)
    assert words == {"tag": both, "regress": (False, True), "classify": neither, "translate": neither}
    tag = reading_of(RunConfig(task="tag"))
    for lines in (["A\tB", "B\tB\tA"], ["A\tB", "B\tA"], ["1\t2", "2\t3"]):
        assert read_texts("--reference", write(tmp_path / "words", lines), tag, side=1) == lines
    conll = write(tmp_path / "conll", ["the\tDET", "dog\tNOUN", "", "it\tPRON"])
    assert read_texts("--reference", conll, tag, side=1) == ["DET NOUN", "PRON"]
    assert read_texts("--source", conll, tag) == ["the dog", "it"]
    four = write(tmp_path / "four", ["the X DET", "dog X NOUN", "it X PRON"])
    assert read_texts("--reference", four, reading_of(RunConfig(task="tag"), ["1", "3"]), side=1) == ["DET NOUN PRON"]
    assert read_texts("--reference", four, tag, side=1) == ["the X DET", "dog X NOUN", "it X PRON"]
    many = write(tmp_path / "many", ["the X DET", "dog X NOUN", ""] * 10)
    assert read_texts("--reference", many, tag, side=1) == ["DET NOUN"] * 10
    vectors = RunConfig(task="regress", model=ModelConfig(encoding=Encoding.features))
    with pytest.raises(UserError, match="--columns 1 2: has no effect with task=regress; leave it out"):
        reading_of(vectors, ["1", "2"])


@pytest.mark.parametrize(
    "typed",
    [
        ["distill", "-m", "RUN", "--source", "TABLE", "-o", "OUT"],
        ["export", "-m", "RUN", "--source", "TABLE", "--reference", "TABLE"],
        ["inspect", "gradients", "--source", "TABLE", "--format", "none"],
        ["inspect", "attention", "-m", "RUN", "--input", "TABLE", "--format", "none"],
    ],
    ids=lambda typed: " ".join(typed[:2]),
)
def test_other_commands_refuse_columns(typed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = {"RUN": str(tiny_run(tmp_path / "run")), "TABLE": written(tmp_path, "tsv"), "OUT": str(tmp_path / "out")}
    assert main([places.get(word, word) for word in typed]) == 2
    said = capsys.readouterr().err
    assert "every line has a tab" in said and "cut -f 1" in said


@pytest.mark.parametrize(
    ("lines", "warned"),
    [
        (["a\tb", "", "c\td"], True),
        (["a\tb", "c"], False),
        ([], False),
        (["a\tb"] * (LOOK + 5), True),
        (["a\tb"] * LOOK + ["c"], True),
    ],
)
def test_translating_whole_lines_of_columns_is_warned_of(
    lines: list[str], warned: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "s2s")

    def stream() -> Iterator[str]:
        yield from lines

    assert list(noticed(stream(), "stdin")) == lines
    assert (
        caplog.text.count(
            "warning: stdin: every line has a tab, as where texts stand in columns, and whole lines are read; give"
        )
        == warned
    )


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        (
            "in/test.csv",
            ["id,text,label", "1,a dog,0"],
            "warning: in/test.csv: is a table by its name, and whole lines are read",
        ),
        (
            "test.jsonl",
            ['{"text": "a"}', "", '{"text": "b"}'],
            "warning: test.jsonl: every line is an object of JSON, and",
        ),
        ("test.jsonl", ['{"text": "a"}', "b"], ""),
        ("test.txt", ["a, b", "c, d"], ""),
    ],
)
def test_reading_whole_lines_of_tables_is_warned_of(
    name: str, lines: list[str], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "s2s")
    assert list(noticed(iter(lines), name)) == lines
    assert caplog.messages == [] if not said else caplog.messages[0].startswith(said) and len(caplog.messages) == 1

"""`s2s translate --glossary --keep --prefix`: what is written, in one process and in several, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from translating import tiny_run

from s2s.cli import main

LINES = ["the dog sees 12 birds.", "a cat", "", "The dog. A bird at a@b.de"]
GLOSSARY = "dog\tHund\nbird\tVogel\tstem\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    tiny_run(tmp_path / "run")
    (tmp_path / "in").write_text("".join(f"{line}\n" for line in LINES))
    (tmp_path / "terms.tsv").write_text(GLOSSARY)
    (tmp_path / "begin").write_text("Ein H\n\nx\nDer Hu\n")
    return tmp_path


TRANSLATE = ["translate", "-m", "run", "-i", "in", "-b", "3", "--max-length", "30"]
TERMS = ["--glossary", "terms.tsv", "--keep", r"\d+", "--keep", r"\S+@\S+\w"]


@pytest.mark.slow
def test_terms_kept_text_and_beginnings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*TRANSLATE, "-o", "plain"]) == 0
    assert main([*TRANSLATE, *TERMS, "-o", "json", "--output-type", "json"]) == 0, capsys.readouterr().err
    records = [json.loads(line)[0] for line in (folder / "json").read_text().splitlines()]
    plain = (folder / "plain").read_text().split("\n")
    assert [records[n]["translation"] for n in (1, 2)] == plain[1:3] and "terms" not in records[1]
    assert [(term["target"], term["by"]) for term in records[0]["terms"]] == [
        ("Hund", "glossary"),
        ("12", "keep"),
        ("Vogel", "glossary"),
    ]
    assert records[0]["sentences"][0]["terms"] == records[0]["terms"]
    for record in records:
        for term in record.get("terms", ()):
            assert re.search(rf"(?<!\w){re.escape(term['target'])}(?!\w)", record["translation"])
    assert main([*TRANSLATE, *TERMS, "--prefix", "begin", "-o", "begun"]) == 0
    begun = (folder / "begun").read_text().split("\n")
    assert begun[0].startswith("Ein H") and begun[1:3] == plain[1:3] and begun[3].startswith("Der Hu")
    assert main([*TRANSLATE, *TERMS, "--prefix", "begin", "-o", "several", "--workers", "2"]) == 0
    assert (folder / "several").read_text() == (folder / "begun").read_text()
    assert main([*TRANSLATE, *TERMS, "--nbest", "3", "-o", "best"]) == 0
    best = (folder / "best").read_text().split("\n")
    assert len(best) == 3 * len(LINES) + 1 and all("Hund" in line and "12" in line for line in best[:3])


def test_an_output_is_resumed_with_the_same_terms_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = [*TERMS, "--prefix", "begin", "--resume", "out"]
    (folder / "in").write_bytes("".join(f"{line}\n" for line in LINES[:3]).encode() + b"\xff\n")
    assert main([*TRANSLATE, *options]) == 2
    first = (folder / "out").read_text()
    assert first.count("\n") == 3
    (folder / "in").write_text("".join(f"{line}\n" for line in LINES))
    capsys.readouterr()
    for wrong, said in (
        (
            ["--prefix", "begin", "--resume", "out"],
            "--glossary none: --resume out was begun with terms.tsv (",
        ),
        ([*TERMS, "--keep", "x", "--prefix", "begin", "--resume", "out"], r"--keep \d+ \S+@\S+\w x: --resume out"),
        ([*TERMS, "--resume", "out"], "--prefix none: --resume out was begun with a beginning for each line; go on"),
    ):
        assert main([*TRANSLATE, *wrong]) == 2
        assert said in capsys.readouterr().err
    (folder / "terms.tsv").write_text(GLOSSARY + "cat\tKatze\n")
    assert main([*TRANSLATE, *options]) == 2
    assert "was begun with terms.tsv (" in capsys.readouterr().err
    (folder / "terms.tsv").write_text(GLOSSARY)
    assert main([*TRANSLATE, *options]) == 0
    assert main([*TRANSLATE, *TERMS, "--prefix", "begin", "-o", "whole"]) == 0
    assert (folder / "out").read_text() == (folder / "whole").read_text()


@pytest.mark.parametrize("workers", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_beginning_that_cannot_be_written_is_named_and_mended(
    workers: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was written before it stays, and only the lines that it has must begin as they did."""
    tiny_run(folder / "run", "word")
    (folder / "begin").write_text("Das\n\nDer\nDer\n")
    command = [*TRANSLATE, "--workers", workers, "--prefix", "begin"]
    assert main([*command, "-o", "whole"]) == 0
    (folder / "begin").write_text("Das\n\n猫\nDer\n")
    capsys.readouterr()
    assert main([*command, "--resume", "out"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("s2s: --prefix begin: line 3: the run cannot write '猫', as") and error.count("\n") == 1
    assert (folder / "out").read_text().split("\n")[:-1] == (folder / "whole").read_text().split("\n")[:2]
    (folder / "begin").write_text("Der\n\nDer\nDer\n")
    assert main([*command, "--resume", "out"]) == 2
    assert "another text, which differs from in or its beginnings in line 1; give" in capsys.readouterr().err
    (folder / "renamed").write_text("Das\n\nDer\nDer\n")
    assert main([*command[:-1], "renamed", "--resume", "out"]) == 0
    assert (folder / "out").read_text() == (folder / "whole").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--glossary", "none.tsv"], "none.tsv: "),
        (["--keep", "("], "--keep (: is no regular expression"),
        (["--glossary", "terms.tsv", "--sample"], "--glossary terms.tsv: has no effect with the search sample"),
        (["--prefix", "in", "--sample"], "--prefix in: has no effect with the search sample"),
        (["--prefix", "short"], "--prefix short: has 1 lines, and in 4; give a line for each"),
        (["--prefix", "long"], "--prefix long: has 5 lines, and in 4; give a line for each"),
        (
            ["--document", "in.txt", "-o", "out.txt", "--prefix", "begin"],
            "--prefix begin: has no effect with --document",
        ),
    ],
)
def test_what_does_not_go_is_refused_in_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    (folder / "short").write_text("a\n")
    (folder / "long").write_text("a\n" * 5)
    command = ["translate", "-m", "run", *(() if "--document" in options else ("-i", "in"))]
    assert main([*command, *options, *([] if "-o" in options else ["-o", "out"])]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"s2s: {said}") and error.count("\n") == 1, error
    assert not (folder / "out").exists() and not (folder / "out.txt").exists()


def test_terms_of_documents(folder: Path) -> None:
    (folder / "a.md").write_text("# The dog\n\nA *bird* has `dog` and 12 eggs.\n")
    terms = ["--glossary", "terms.tsv", "--keep", r"\d+"]
    assert main(["translate", "-m", "run", "-b", "2", "--document", "a.md", "-o", "b.md", *terms]) == 0
    written = (folder / "b.md").read_text()
    assert "Hund" in written and "Vogel" in written and "`dog`" in written and "12" in written


@pytest.mark.slow
def test_both_backends_meet_the_terms_with_a_shortlist_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnxruntime")
    export = ["export", "-m", "run", "--source", "in", "--reference", "in"]
    assert main([*export, "--shortlist", "1"]) == 0, capsys.readouterr().err
    assert main([*TRANSLATE, *TERMS, "--backend", "onnx", "-o", "short"]) == 0, capsys.readouterr().err
    short = (folder / "short").read_text().split("\n")
    assert all(re.search(rf"\b{word}\b", short[0]) for word in ("Hund", "Vogel", "12")) and "a@b.de" in short[3]
    assert main(export) == 0, capsys.readouterr().err
    command = [*TRANSLATE, *TERMS, "--prefix", "begin"]
    for backend in ("torch", "onnx"):
        assert main([*command, "--backend", backend, "-o", backend]) == 0, capsys.readouterr().err
    assert (folder / "torch").read_text() == (folder / "onnx").read_text()


@pytest.mark.parametrize(
    ("beginnings", "said"), [("a\n", "has 1 lines, and stdin more"), ("a\n" * 5, "more lines than the 4")]
)
def test_beginnings_of_a_pipe_are_counted_on_the_way(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, beginnings: str, said: str
) -> None:
    (folder / "many").write_text(beginnings)
    with open("in", "rb") as source:
        monkeypatch.setattr("s2s.commands.translate.stdin", lambda: source)
        assert main(["translate", "-m", "run", "--prefix", "many", "-o", "out"]) == 2
    assert said in capsys.readouterr().err and not (folder / "out").exists()

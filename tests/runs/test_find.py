"""A run is found by its path or by its name, by every command and from Python; a missing one names those there are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from translating import tiny_run

from s2s.cli import main
from s2s.errors import UserError
from s2s.inference.predictor import Predictor
from s2s.inference.translator import Translator
from s2s.runs.find import find_run, known_runs, no_run


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(name: str, seconds: int) -> None:
    """What looks like the folder of a run, written that long after 1970."""
    path = Path(name)
    path.mkdir(parents=True)
    (path / "config.yaml").touch()
    os.utime(path / "config.yaml", (seconds, seconds))


def test_the_path_comes_first_then_the_name() -> None:
    run("a-1", 1)
    run("runs/a-1", 2)
    run("runs/b-1", 3)
    run("runs/guide/c-1", 4)
    assert find_run("a-1") == Path("a-1")
    assert find_run("runs/a-1") == Path("runs/a-1")
    assert find_run("b-1") == Path("runs/b-1") == find_run(Path("b-1"))
    assert find_run("guide/c-1") == Path("runs/guide/c-1")
    for name in ("b", "c-1", "d-1", "x\0", "x" * 5000, "/b-1"):
        assert find_run(name) == Path(name)


def test_a_missing_run_lists_the_newest_first() -> None:
    assert str(no_run(Path("x"))) == "x: no such run, and runs/ has none; s2s train makes one"
    for number in range(9):
        run(f"runs/r{number}-1", number)
    run("runs/guide/r9-1", 9)
    (Path("runs") / "no-run").mkdir()
    run("runs/r8-1/onnx", 10)
    run("runs/guide/r9-1/onnx", 10)
    assert known_runs()[0] == "runs/guide/r9-1" and "runs/no-run" not in known_runs()
    listed = ", ".join(["runs/guide/r9-1", *(f"runs/r{number}-1" for number in range(8, -1, -1))])
    assert str(no_run(Path("x"))) == f"x: no such run; there are, the newest first: {listed}"
    run("runs/r10-1", 10)
    run("runs/r11-1", 11)
    message = str(no_run(Path("x")))
    assert message.startswith("x: no such run; there are, the newest first: runs/r11-1, runs/r10-1, runs/guide/r9-1, ")
    assert message.endswith("runs/r2-1 and 2 more") and message.count("runs/") == 10


def test_a_folder_that_is_no_run_is_not_said_to_be_missing() -> None:
    Path("x").mkdir()
    assert str(no_run(Path("x"))).startswith("x: not a run folder, as it has no readable config.yaml")


COMMANDS = [
    ["translate", "-i", "text.tsv"],
    ["predict"],
    ["evaluate"],
    ["distill", "-o", "x"],
    ["confidence"],
    ["export"],
    ["doctor", "text.tsv"],
    ["inspect", "gradients"],
    ["inspect", "attention", "a dog"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_lists_the_runs_there_are(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run("runs/there-1", 1)
    Path("text.tsv").touch()
    assert main([*command, "-m", "missing"]) == 2
    error = capsys.readouterr().err
    assert error == "s2s: missing: no such run; there are, the newest first: runs/there-1\n"


def test_commands_and_python_take_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in").write_text("the dog\n")
    Path("text.tsv").write_text("the dog\tder Hund\n")
    tiny_run(Path("runs/tiny-1"))
    for command in (["translate", "-i", "in"], ["inspect", "attention", "dog", "--format", "none"]):
        assert main([*command, "-m", "tiny-1", "-b", "1"]) == 0
    main(["doctor", "text.tsv", "-m", "tiny-1"])
    assert "Traceback" not in capsys.readouterr().err
    assert main(["translate", "-i", "in", "-m", "tiny-1", "runs/tiny-1", "-b", "1"]) == 0, "an ensemble"
    assert isinstance(Translator.load("tiny-1", "cpu").translate("the dog"), str)
    with pytest.raises(UserError, match="writes text"):
        Predictor.load("tiny-1", "cpu")
    with pytest.raises(UserError, match="missing: no such run; there are, the newest first: runs/tiny-1"):
        Translator.load("missing", "cpu")

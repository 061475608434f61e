"""`s2s translate --resume OUT` goes on with the text that OUT was begun with, and with no other."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from resuming import LINES, note, stopped

from s2s.cli import main
from s2s.commands import translate as command

pytestmark = pytest.mark.usefixtures("copying")


def begun(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, after: int = 25) -> list[str]:
    """A translation into `out` that was stopped after so many lines; what to type to go on."""
    typed = ["translate", "-m", "run", "-i", str(source), "-b", "1", "--resume", str(out)]
    stopped(monkeypatch, typed, after)
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES[:after]
    return typed


@pytest.mark.parametrize("number", [2, 13, 25])
def test_an_output_does_not_go_on_with_another_text(
    number: int, source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed, before = begun(source, out, monkeypatch), source.read_bytes()
    capsys.readouterr()
    source.write_bytes(before.replace(f"line {number - 1}\n".encode(), b"another\n"))
    written, record = out.read_bytes(), note(out).read_bytes()
    assert main(typed) == 2
    said = capsys.readouterr().err
    assert f"was begun with another text, which differs from {source} in line {number}; give that text" in said
    assert said.startswith(f"s2s: --resume {out}: ") and said.count("\n") == 1
    assert (out.read_bytes(), note(out).read_bytes()) == (written, record)
    source.write_bytes(before)
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES and not note(out).exists()


def test_lines_without_output_may_change(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a line is wrong, and is mended; and the second stop is judged as the first."""
    typed = begun(source, out, monkeypatch)
    lines = [*LINES[:30], "mended", "and more"]
    source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == lines


def test_lines_that_the_record_lacks_are_translated_again(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a power cut, which has kept more of the one file than of the other."""
    typed, record = begun(source, out, monkeypatch), note(out)
    header = record.read_bytes().index(b"\n") + 1
    record.write_bytes(record.read_bytes()[: header + 8 * 10 + 3])
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES


def test_an_output_of_an_earlier_release_goes_on(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its record ends with the JSON. It says that the text is not compared; stopped once more, it is."""
    typed, record = begun(source, out, monkeypatch), note(out)
    old = record.read_bytes().partition(b"\n")[0]
    assert json.loads(old)["output_type"] == "text"
    record.write_bytes(old)
    stopped(monkeypatch, typed, 5)
    assert "was begun by an earlier release, which kept no digest of the text" in capsys.readouterr().err
    before = source.read_bytes()
    source.write_bytes(before.replace(b"line 7\n", b"another\n"))
    assert main(typed) == 2
    assert "in line 8;" in capsys.readouterr().err
    source.write_bytes(before)
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES


def test_an_ended_output_says_that_nothing_is_compared(
    source: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["translate", "-m", "run", "-i", str(source), "-b", "1", "--resume", str(out)]
    assert main(typed) == 0
    assert main(typed) == 0
    assert "keeps no record of its text and options, so that they are not compared" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["-o", "--resume"])
def test_sigterm_leaves_no_partial_file_and_is_said(
    option: str, source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks, handler = command.blocks, signal.getsignal(signal.SIGTERM)

    def some(*given: object) -> Iterator[Any]:
        for number, block in enumerate(blocks(*given)):  # type: ignore[arg-type]
            if number == 25:
                os.kill(os.getpid(), signal.SIGTERM)
            yield block

    typed = ["translate", "-m", "run", "-i", str(source), "-b", "1", option, str(out)]
    with monkeypatch.context() as patch:
        patch.setattr(command, "blocks", some)
        assert main(typed) == 143
    assert signal.getsignal(signal.SIGTERM) == handler
    said = capsys.readouterr().err
    assert said.startswith("s2s: stopped by SIGTERM; ") and said.count("\n") == 1
    assert sorted(path.name for path in out.parent.iterdir()) == [
        "in",
        *(["out", "out.resume"] if option != "-o" else []),
    ]
    assert main(typed) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES

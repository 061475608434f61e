"""What a training in a process of its own says, and how it ended."""

from __future__ import annotations

import sys

import pytest
from echo import echoed


def command(code: str) -> list[str]:
    return [sys.executable, "-c", f"import os, sys; {code}"]


@pytest.mark.parametrize(
    ("code", "said", "echo"),
    [
        ("print('one', file=sys.stderr)", "", "row: one\n"),
        ("print('one\\ntwo', file=sys.stderr); sys.exit(2)", "two", "row: one\nrow: two\n"),
        ("sys.exit(3)", "ended with exit code 3, without a word", ""),
    ],
)
def test_what_is_said_is_passed_on_and_the_last_line_is_why_it_failed(
    code: str, said: str, echo: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert echoed(command(code), "row", "auto") == said
    assert capsys.readouterr().err == echo


@pytest.mark.parametrize(("code", "status"), [("os.kill(os.getpid(), 15)", 241), ("sys.exit(130)", 130)])
def test_what_was_stopped_ends_the_program(code: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        echoed(command(code), "row", "auto")
    assert stopped.value.code == status
    assert capsys.readouterr().err == "auto: row was stopped; the same command goes on\n"


def test_what_has_said_enough_is_ended(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (f"print('{word}', file=sys.stderr, flush=True)" for word in ("one", "two"))
    waits = f"import time; {first}; time.sleep(60); {second}; sys.exit(3)"
    assert echoed(command(waits), "row", "auto", lambda: True) == ""
    assert capsys.readouterr().err == "row: one\n"

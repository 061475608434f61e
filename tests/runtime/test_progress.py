"""Long work says how far it has come: a bar where a person watches, lines where nobody does."""

from __future__ import annotations

import io
import logging
import sys
import time

import pytest

from s2s.runtime import progress
from s2s.runtime.process import Stderr, log
from s2s.runtime.progress import bar, counted, duration, pulse, roughly


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watching(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """No fixture, since pytest gives each phase of a test another stderr."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "DELAY", 0.0)
    return screen


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.2, "0 s"), (59.4, "59 s"), (59.6, "1:00"), (125, "2:05"), (3723, "1:02:03")]
)
def test_durations_are_written_as_people_write_them(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (20, "less than a minute"),
        (70, "about 1 minute"),
        (150, "about 2 minutes"),
        (7100, "about 118 minutes"),
        (9000, "about 2.5 hours"),
    ],
)
def test_a_plan_says_roughly_how_long(seconds: float, shown: str) -> None:
    assert roughly(seconds) == shown


def test_a_bar_counts_on_a_terminal_and_goes_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watching(monkeypatch)
    assert list(counted("abc", "line", 3)) == ["a", "b", "c"]
    assert " line" in terminal.getvalue() and terminal.getvalue().rstrip(" ").endswith("\r")


@pytest.mark.parametrize("hidden", [True, False])
def test_no_bar_where_nobody_watches(hidden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, other = watching(monkeypatch), io.StringIO()
    if not hidden:
        monkeypatch.setattr(sys, "stderr", other)
    with bar("line", hidden=hidden) as advance:
        advance(5)
    assert terminal.getvalue() == "" and other.getvalue() == ""


def test_a_message_stands_on_a_line_of_its_own_above_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watching(monkeypatch)
    with bar("line", 3) as advance:
        advance(1)
        Stderr().emit(logging.makeLogRecord({"msg": "said"}))
    assert "\rsaid\n" in terminal.getvalue().replace(" ", "").replace("\r\r", "\r")


def test_a_phase_that_takes_long_says_that_it_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "s2s"), pulse("indexing x.tsv", every=0.01):
        until = time.monotonic() + 10
        while not caplog.messages and time.monotonic() < until:
            time.sleep(0.01)
    assert caplog.messages[0] == "indexing x.tsv: 0 s so far"
    count = len(caplog.messages)
    with caplog.at_level(logging.INFO, "s2s"), pulse("short", every=10):
        log("done")
    assert caplog.messages[count:] == ["done"]

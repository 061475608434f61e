"""Several processes that do the same work: one that ends is replaced, and SIGTERM or SIGINT ends them all."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess

from s2s.errors import UserError

LOOK = 0.2
"""Seconds between checks for signals."""
SOON = 5.0
"""Seconds: a process that ends earlier did not get to work."""
FAILURES = 3
"""After so many in a row that ended soon, no other is begun."""


def keep(work: Callable[[], None], count: int, ended: Callable[[int], None]) -> None:
    """Run `work` in `count` processes until a signal comes; `ended` is called with the number of each that was replaced.

    Raises `UserError` where processes end as soon as they begin.
    """
    context = multiprocessing.get_context(
        "spawn"
    )  # not forked: ONNX Runtime and torch have threads that a fork would lose
    signals: list[int] = []
    before = {
        name: signal.signal(name, lambda number, _: signals.append(number)) for name in (signal.SIGTERM, signal.SIGINT)
    }
    started: dict[SpawnProcess, float] = {}
    failures = 0
    try:
        while not signals:
            while len(started) < count:
                process = context.Process(target=work)
                begin(process)
                started[process] = time.monotonic()
            ready = wait([process.sentinel for process in started], LOOK)
            for process in [process for process in started if process.sentinel in ready]:
                process.join()
                failures = failures + 1 if time.monotonic() - started.pop(process) < SOON else 0
                if process.pid is not None:
                    ended(process.pid)
                if failures == FAILURES and not signals:
                    raise UserError(f"serve: worker processes end as soon as they begin (exit code {process.exitcode})")
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.join()
        for name, handler in before.items():
            signal.signal(name, handler)


def begin(process: SpawnProcess) -> None:
    """Begin a process that ignores SIGINT from its first instruction: a terminal sends it to all, and `keep` ends them by SIGTERM.

    One that comes just now is lost.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # which a process hands on, but on Windows
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, before)

"""Much text, several processes: each takes parts of it, and what they write comes out in the order of the lines."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, TypeVar

from s2s.data.text.lines import until_error
from s2s.errors import SettingError, UserError
from s2s.inference.terms import Line, characters
from s2s.runtime.private import leave, leave_at_sigterm

PART, CHARACTERS = 1000, 1_000_000
"""Lines that a process takes at a time, fewer if they are long."""
MOST_WORKERS = 256
AHEAD = 3
"""Parts for each process that are read before the first of them is written: what keeps memory flat."""

Result = TypeVar("Result")
Work = Callable[[list[Line], int], Result]
"""Lines and the number of the first of them → what is made of them."""


def check_number(workers: int | None) -> None:
    """Raise `SettingError` for a number of processes that cannot be."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise SettingError("workers", workers, f"use 1 or more, and at most {MOST_WORKERS}")


def shared(lines: Iterable[Line], work: Work[Result], workers: int, first: int = 0) -> Iterator[Result]:
    """What `work` makes of `lines`, part by part, from `workers` processes. `work` must be picklable.

    `first` is the number of the first of the lines.

    An error in reading `lines` is raised after all that was read before it has come out. Where the caller stops, the
    workers do, in the middle of a part.
    """
    waiting: deque[Future[Result]] = deque()
    number, raised = first, list[UserError]()
    context = multiprocessing.get_context(
        "spawn"
    )  # not forked: ONNX Runtime and torch have threads that a fork would lose
    ours, theirs = context.Pipe()
    with ours, theirs, ProcessPoolExecutor(workers, context, stay_no_longer, (theirs,)) as pool:
        try:
            for part in parts(until_error(lines, raised)):
                waiting.append(pool.submit(work, part, number))
                number += len(part)
                if len(waiting) == AHEAD * workers:
                    yield result(waiting.popleft())
            while waiting:
                yield result(waiting.popleft())
        except BaseException:
            ours.close()
            raise
    if raised:
        raise raised[0]


def stay_no_longer(parent: Any) -> None:  # a Connection, which has another class on Windows
    """Have a worker end when nobody holds the other end of `parent`: also where its process is killed and can tell nobody."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # a terminal's Ctrl-C goes to all of them; the parent says what it means
    leave_at_sigterm()  # which may go to all of them, too

    def watch() -> None:
        with suppress(EOFError, OSError):
            parent.recv()
        leave(1)

    threading.Thread(target=watch, daemon=True).start()


def parts(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lists of `PART` lines, or of `CHARACTERS`."""
    part: list[Line] = []
    size = 0
    for line in lines:
        part.append(line)
        size += characters(line)
        if len(part) == PART or size >= CHARACTERS:
            yield part
            part, size = [], 0
    if part:
        yield part


def result(part: Future[Result]) -> Result:
    """What a worker returned. Raises `UserError` if its process was ended from outside."""
    try:
        return part.result()
    except BrokenProcessPool:
        raise UserError(
            "a worker process was ended from outside, perhaps for want of memory; use fewer --workers"
        ) from None

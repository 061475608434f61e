"""Much text, several processes: each takes parts of it, and what they write comes out in the order of the lines."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait

from s2s.errors import UserError

PART, CHARACTERS = 1000, 1_000_000
"""Lines that a process takes at a time, fewer if they are long."""
AHEAD = 3
"""Parts for each process that are read before the first of them is written: what keeps memory flat."""

Work = Callable[[list[str], int], bytes]
"""Lines and the number of the first of them → what to write for them."""


def shared(lines: Iterable[str], work: Work, workers: int, first: int = 0) -> Iterator[bytes]:
    """What `work` makes of `lines`, part by part, from `workers` processes. `work` must be picklable.

    `first` is the number of the first of the lines.

    An error in reading `lines` is raised after all that was read before it has come out.
    """
    waiting: deque[Future[bytes]] = deque()
    error, number = None, first
    # Spawned, not forked: ONNX Runtime and torch have threads that a fork would lose.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), stay_no_longer) as pool:
        for part in parts(lines):
            if isinstance(part, UserError):
                error = part
                break
            waiting.append(pool.submit(work, part, number))
            number += len(part)
            if len(waiting) == AHEAD * workers:
                yield result(waiting.popleft())
        while waiting:
            yield result(waiting.popleft())
    if error is not None:
        raise error


def stay_no_longer() -> None:
    """Have a worker end with the process that started it, also where that is killed and can tell nobody."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def parts(lines: Iterable[str]) -> Iterator[list[str] | UserError]:
    """Lists of `PART` lines, or of `CHARACTERS`; the last one may be followed by the error that reading ended in."""
    part: list[str] = []
    size = 0
    try:
        for line in lines:
            part.append(line)
            size += len(line)
            if len(part) == PART or size >= CHARACTERS:
                yield part
                part, size = [], 0
    except UserError as error:
        yield part
        yield error
        return
    if part:
        yield part


def result(part: Future[bytes]) -> bytes:
    try:
        return part.result()
    except BrokenProcessPool:
        raise UserError(
            "a worker process was ended from outside, perhaps for want of memory; use fewer --workers"
        ) from None

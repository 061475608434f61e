"""Lines taken as they come: one that comes alone goes on at once, those that wait go on together."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Queue

from s2s.inference.terms import Prefixed, characters

LONG = 10_000
"""Characters of a line from which it is no sentence: lines before it are taken first, lest many such fill the memory."""


def arriving(lines: Iterable[str | Prefixed], limit: int) -> Iterator[list[str | Prefixed]]:
    """Lists of the 1 to `limit` lines that have come since the last list, as soon as there is one.

    A thread reads at most `limit` lines ahead, and no long one before the lines ahead of it are taken. An error that it
    meets is raised here, after the lines before it.
    """
    queue: Queue[str | Prefixed | Exception | None] = Queue(limit)

    def read() -> None:
        try:
            for line in lines:
                if characters(line) > LONG:
                    queue.join()
                queue.put(line)
            queue.put(None)
        except Exception as error:
            queue.put(error)

    # A daemon, since nobody can end a read that waits for a line that never comes.
    threading.Thread(target=read, daemon=True).start()
    while True:
        received = [queue.get()]
        try:
            while len(received) < limit:
                received.append(queue.get_nowait())
        except Empty:
            pass
        for _ in received:
            queue.task_done()
        ready = [line for line in received if line is not None and not isinstance(line, Exception)]
        if ready:
            yield ready
        if isinstance(received[-1], Exception):
            raise received[-1]
        if received[-1] is None:
            return

"""Lines taken as they come: one that comes alone goes on at once, those that wait go on together."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from queue import Empty, Queue

LONG = 10_000
"""Characters of a line from which it is no sentence: lines before it are taken first, lest many such fill the memory."""


def arriving(lines: Iterable[str], most: int) -> Iterator[list[str]]:
    """Lists of the 1 to `most` lines that have come since the last list, as soon as there is one.

    A thread reads at most `most` lines ahead, and no long one before the lines ahead of it are taken. An error that it
    meets is raised here, after the lines before it.
    """
    queue: Queue[str | Exception | None] = Queue(most)

    def read() -> None:
        try:
            for line in lines:
                if len(line) > LONG:
                    queue.join()
                queue.put(line)
            queue.put(None)
        except Exception as error:
            queue.put(error)

    # A daemon, since nobody can end a read that waits for a line that never comes.
    threading.Thread(target=read, daemon=True).start()
    while True:
        found = [queue.get()]
        try:
            while len(found) < most:
                found.append(queue.get_nowait())
        except Empty:
            pass
        for _ in found:
            queue.task_done()
        ready = [line for line in found if isinstance(line, str)]
        if ready:
            yield ready
        if isinstance(found[-1], Exception):
            raise found[-1]
        if found[-1] is None:
            return

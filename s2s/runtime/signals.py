"""SIGTERM as an exception: what a command has begun is put away as after any other, and said."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any


class Terminated(KeyboardInterrupt):
    """The process has got SIGTERM: from a scheduler, ``kill``, ``timeout``, or a system that shuts down."""


@contextlib.contextmanager
def terminable() -> Iterator[None]:
    """Inside, the first SIGTERM raises `Terminated` in the main thread; a second one ends the process at once.

    Where somebody else has said what SIGTERM does, that stays.
    """
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return

    def end(number: int, frame: Any) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise Terminated

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

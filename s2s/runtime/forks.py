"""After a fork: the child has the memory of its parent but none of its threads, and what waits for one waits for ever."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from typing import Any, Protocol
from weakref import WeakSet

logger = logging.getLogger("s2s")


class Threaded(Protocol):
    """What computes with threads of its own, and can begin again without those of the parent."""

    def forked(self) -> None:
        """Let go of the parent's threads: called in the child, before anything else runs there."""


class TorchThreads:
    """The threads of torch's products, which libgomp cannot start again in a child: it computes with one thread."""

    def __init__(self) -> None:
        self.lost = False
        """Whether this process is such a child."""

    def forked(self) -> None:
        """One thread for each product from now on, which needs no others; a child may be one of many anyway."""
        self.lost = True
        sys.modules["torch"].set_num_threads(1)

    def use(self, count: int) -> None:
        """Let a product use `count` cores; in a child, which may not, a warning says so."""
        if self.lost and count > 1:
            logger.warning(
                f"warning: threads={count}: this process was forked from one with a model, and computes in one thread;"
                ' start it by "spawn" instead for more'
            )
        else:
            sys.modules["torch"].set_num_threads(count)


TORCH = TorchThreads()
THREADED: WeakSet[Any] = WeakSet()


def survive_forks(threaded: Threaded = TORCH) -> None:
    """Have `threaded` work in processes that are forked from this one; by default torch. A second call changes nothing."""
    THREADED.add(threaded)


def leak(value: object) -> None:
    """Keep `value` for ever: taking it apart in a child would wait for the parent's threads."""
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))


def forked() -> None:
    """Called in every child."""
    for threaded in list(THREADED):
        threaded.forked()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=forked)

"""What the C library does with the memory of arrays that are no longer needed."""

from __future__ import annotations

import ctypes

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Parameters of glibc's ``mallopt(3)``."""
LARGE = 1 << 30


def keep_freed_memory() -> None:
    """Let freed arrays be used again instead of going back to the system, where the C library is glibc.

    By default every array above some megabytes is mapped and unmapped anew, and the system clears it page by page each
    time it is touched: up to a third of an encoding step.
    """
    library("mallopt", MMAP_THRESHOLD, LARGE)
    library("mallopt", TRIM_THRESHOLD, LARGE)


def give_back_memory() -> None:
    """Let the system have what is free inside, now and then: arrays of ever other sizes leave gaps that never fill.

    Without it a training of some thousand steps holds several times what it uses.
    """
    library("malloc_trim", 0)


def library(function: str, *arguments: int) -> None:
    """Call a function of the C library, where there is such a one."""
    try:
        getattr(ctypes.CDLL(None), function)(*arguments)
    except (OSError, AttributeError, TypeError):
        return

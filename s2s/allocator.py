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
    try:
        adjust = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return
    adjust(MMAP_THRESHOLD, LARGE)
    adjust(TRIM_THRESHOLD, LARGE)

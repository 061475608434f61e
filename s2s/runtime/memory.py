"""What the C library and torch do with memory that is no longer needed."""

from __future__ import annotations

import ctypes
import mmap
import os

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Parameters of glibc's ``mallopt(3)``."""
LARGE = 1 << 30
KERNELS = 16
"""More than the time loop of a layer calls by turns."""


def keep_few_kernels() -> None:
    """Let torch's CPU library forget kernels that were compiled for shapes long past. Before its first product.

    It compiles one for each shape of a bf16 product and keeps the last thousand, with buffers of their own, though hardly
    two batches have the same shapes: a gigabyte, and no faster.
    """
    for name in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        os.environ.setdefault(name, str(KERNELS))


def keep_freed_memory() -> None:
    """Let freed arrays be used again instead of going back to the system, where the C library is glibc.

    By default every array above some megabytes is mapped and unmapped anew, and the system clears it page by page each
    time it is touched: up to a third of an encoding step.
    """
    library("mallopt", MMAP_THRESHOLD, LARGE)
    library("mallopt", TRIM_THRESHOLD, LARGE)


def resident() -> int | None:
    """Bytes of memory that this process has now, where the system says so."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * mmap.PAGESIZE
    except (OSError, ValueError, IndexError):
        return None


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

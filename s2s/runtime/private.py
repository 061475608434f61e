"""Folders of our own under TMPDIR that are gone with the process, also where a worker ends in the middle of its work."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDERS: set[Path] = set()
"""Those that this process has, or is about to make."""
TRIES = 100
"""Another thread may add a file while a folder is removed."""


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder that only this user can read, removed at the end. Raises OSError."""
    folder = Path(tempfile.gettempdir()) / f"s2s-{os.urandom(8).hex()}"
    FOLDERS.add(folder)  # before it is there, so that no signal comes between the two
    try:
        try:
            folder.mkdir(0o700)
        except OSError:
            FOLDERS.discard(folder)  # what has the name is not ours
            raise
        yield folder
    finally:
        if folder in FOLDERS:
            shutil.rmtree(folder, ignore_errors=True)
            FOLDERS.discard(folder)


def leave(code: int) -> None:
    """End this process at once, from any of its threads, without its private folders."""
    for _ in range(TRIES):
        remaining = [folder for folder in tuple(FOLDERS) if os.path.lexists(folder)]
        if not remaining:
            break
        for folder in remaining:
            shutil.rmtree(folder, ignore_errors=True)
    os._exit(code)


def leave_at_sigterm() -> None:
    """Have SIGTERM end this process, a worker, by `leave`."""

    def end(number: int, frame: Any) -> None:
        leave(128 + number)

    signal.signal(signal.SIGTERM, end)

"""A new run that is refused leaves nothing behind."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from s2s.errors import UserError
from s2s.runs.history import RESULTS
from s2s.runs.states import states


@contextlib.contextmanager
def nothing_left(folder: Path) -> Iterator[None]:
    """Remove what a new run has written into its `folder` where a `UserError` refuses it before it learns anything.

    A run that has failed in training keeps what it has: its results.json says why. What was there before stays.
    """
    before = {path.name for path in folder.iterdir()}
    try:
        yield
    except UserError:
        if not states(folder) and not (folder / RESULTS).exists():
            for path in folder.iterdir():
                if path.name not in before:
                    remove(path)
        raise


def remove(path: Path) -> None:
    """Remove a file, or a folder with what it holds, as far as that can be."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()

"""Where commands write lines: stdout, or a file that appears when it is whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from s2s.errors import UserError, printable
from s2s.files import ABANDONED, clear, packed, partial_of, writing
from s2s.streams import opened

STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Names that are opened as it is: what the shell has put there already stays."""


def check_output(name: str | None) -> None:
    """Raise `UserError` where `name` is stdout, which is closed."""
    if name in (None, *STDOUT) and sys.stdout is None:  # the shell's >&-
        raise UserError("stdout: is closed; open it, or give --output FILE")


class Terminal:
    """Stdout that is a terminal: characters that would command it are shown as escapes; in a pipe or a file they stay."""

    def write(self, data: bytes) -> int:
        """Write whole lines in UTF-8."""
        sys.stdout.buffer.write(printable(data.decode()).encode())
        return len(data)

    def flush(self) -> None:
        """Have them shown."""
        sys.stdout.buffer.flush()


@contextmanager
def output(name: str | None, option: str = "--output") -> Iterator[BinaryIO]:
    """Stdout, or a file that appears when it is whole; a device or a pipe, as /dev/null, is written to directly.

    `option` is what messages say has named it.
    """
    if name is None or name in STDOUT:
        with writing("stdout"):
            yield cast(BinaryIO, Terminal() if sys.stdout.isatty() else sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    # Asked of the name itself: what /dev/stdout leads to may have no path.
    special = os.path.exists(name) and not os.path.isfile(name) and not os.path.isdir(name)
    path = Path(name) if special else Path(os.path.realpath(name))  # so that a link stays a link
    unfinished = path if special else partial_of(path)
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "is a directory")
        if not special:
            clear(path, ABANDONED)
        file = opened(unfinished, "w" if special else "x")
    except OSError as error:
        raise UserError(f"{option} {name}: {error.strerror}; give a file in a folder that can be written") from None
    try:
        with writing(f"{option} {name}"), ExitStack() as stack:
            yield packed(stack.enter_context(file), name, stack)
        if not special:
            os.replace(unfinished, path)
    finally:
        if not special:
            unfinished.unlink(missing_ok=True)

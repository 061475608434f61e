"""Streams of which every byte goes through, or an error says that it does not: the one way to stdin, stdout and pipes.

A pipe may be in non-blocking mode, which whoever shares it can set: for a moment it has nothing to read, or takes only a
part of what is written. What is unbuffered, as stdout under ``PYTHONUNBUFFERED``, may take a part as well: on a full
disk, and where a signal such as SIGSTOP interrupts. Python's layer for text loses the rest, and its buffers take a
moment without bytes for the end of the stream.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import select
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, TextIO, cast

from s2s.errors import UserError
from s2s.files import writing

SIZE = 1 << 16
"""Bytes of a buffer: what a pipe of Linux holds."""
ESCAPED = "s2s.escaped"
"""How text is written that the encoding of a stream, such as ASCII or Latin-1, does not have."""


def escaped(error: UnicodeError) -> tuple[str, int]:
    """Characters as escapes such as ``\\u2192``, which JSON, where they only stand in strings, reads as the same characters."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(ESCAPED, escaped)


class Waiting(io.FileIO):
    """A file without a buffer that waits, in any mode, until there is something to read, or room for what is written.

    `write` may take a part, as the system does; a buffer over it writes the rest.
    """

    def readinto(self, buffer: Any) -> int:
        """Read into `buffer`; how many bytes, 0 at the end only."""
        while (count := super().readinto(buffer)) is None:
            select.select([self.fileno()], [], [])
        return count

    def write(self, data: Any) -> int:
        """Write `data`, or its first bytes; how many."""
        while (count := super().write(data)) is None:
            select.select([], [self.fileno()], [])
        return count

    # The two that follow read by `readinto`: those of FileIO end when there is nothing for a moment.
    def read(self, size: int | None = -1) -> Any:
        """At most `size` bytes, or all; none at the end only."""
        return io.RawIOBase.read(self, -1 if size is None else size)

    def readall(self) -> Any:
        """All bytes up to the end."""
        return io.RawIOBase.readall(self)


class Standard(Waiting):
    """Stdout, whose errors name it."""

    def write(self, data: Any) -> int:
        """Raises `UserError` for what it does not take."""
        with writing("stdout"):
            return super().write(data)


class Messages(Waiting):
    """Stderr: where it takes nothing any more, nobody is left to be informed of it, and the work goes on."""

    def write(self, data: Any) -> int:
        """Write `data`, or drop it."""
        try:
            return super().write(data)
        except OSError:
            return len(data)


class Unbuffered(io.BufferedWriter):
    """A writer that waits for no more, but writes all of each piece at once."""

    def write(self, data: Any) -> int:
        """Write all of `data`; how many bytes."""
        count = super().write(data)
        self.flush()
        return count


def opened(name: str | os.PathLike[str] | int, mode: str = "r", closefd: bool = True) -> BinaryIO:
    """A file, a pipe or a descriptor, open to be read (``r``) or written (``w``, ``x``) in bytes. Raises what `open` does."""
    raw = Waiting(cast(str, name), mode, closefd=closefd)
    buffered = io.BufferedReader(raw, SIZE) if mode == "r" else io.BufferedWriter(raw, SIZE)
    return cast(BinaryIO, buffered)


def stdin() -> BinaryIO:
    """Standard input through a buffer of its own, which may stay open. Raises `UserError` where it is closed.

    While a thread reads, closing waits for it, and Python, which closes `sys.stdin` at its end, aborts.
    """
    if sys.stdin is None:  # the shell's <&-
        raise UserError("stdin: is closed; give text on it, or --input FILE")
    return opened(sys.stdin.fileno(), closefd=False)


@contextlib.contextmanager
def standard() -> Iterator[None]:
    """Inside, `sys.stdout` and `sys.stderr` write all of what they get, or raise a `UserError` that says so."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = whole(sys.stdout, Standard), whole(sys.stderr, Messages)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def whole(stream: TextIO, kind: type[Waiting]) -> TextIO:
    """The same stream, if it is a file of this process, through buffers that write all; with its encoding and habits."""
    if not isinstance(stream, io.TextIOWrapper):  # closed, or an object of the program that calls us
        return stream
    if isinstance(getattr(stream.buffer, "raw", None), Waiting):
        return stream
    try:
        handle = stream.fileno()
    except (OSError, ValueError):  # in memory
        return stream
    stream.flush()
    unbuffered = isinstance(stream.buffer, io.RawIOBase)
    buffer = (Unbuffered if unbuffered else io.BufferedWriter)(kind(handle, "w", closefd=False), SIZE)
    return io.TextIOWrapper(
        buffer,
        encoding=stream.encoding,
        errors=ESCAPED,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def flush() -> None:
    """Have stdout written out. Raises `UserError` for what it does not take."""
    if sys.stdout is None:  # the shell's >&-
        return
    with writing("stdout"):
        sys.stdout.flush()
        with contextlib.suppress(io.UnsupportedOperation):
            os.close(os.dup(sys.stdout.fileno()))  # a file system over a network may refuse only when it is closed


def silence() -> None:
    """What stdout could not take must not be tried again when Python ends."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

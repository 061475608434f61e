"""Lines of text from a stream of bytes: the one reader for corpora and for the command line.

A line ends at ``\\n`` and nowhere else: U+2028, U+0085, form feeds, tabs, NUL and a ``\\r`` inside a line are ordinary
characters. The ``\\r`` of a ``\\r\\n`` and the byte order mark of the first line are no text and are dropped. A last line
without ``\\n`` counts. Nothing is skipped: N lines in, N lines out.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import BinaryIO, Literal, TypeVar, cast

from s2s.errors import UserError
from s2s.streams import opened

BYTE_ORDER_MARK, MARK = b"\xef\xbb\xbf", "\ufeff"
"""What some programs begin a file with, in bytes and as text."""
# In bytes. A file without line ends (an archive, a disk image, a compression bomb) must not fill the memory.
LONGEST_LINE = 1 << 26
LOOK, MOST_GROWTH = 1 << 22, 200
"""Bytes after which packed text is looked at, and how many times its packed size it may have; text has 3 to 10 times."""
LIMIT_LINES, LIMIT_CHARACTERS = 5_000_000, 1 << 27
"""Of a file that is read as a whole."""
Value = TypeVar("Value")
SURROGATES = re.compile("[\ud800-\udfff]")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""What files in UTF-16 mostly begin with."""
CONVERT = "convert the file to UTF-8, e.g. with iconv -f CP1252 -t UTF-8"
REPLACE = "convert the text to UTF-8, or give --errors replace"


def open_binary(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a file for `read_lines`; a name that ends in ``.gz`` is decompressed.

    Raises `UserError` for what is missing, a directory, or not readable.
    """
    name = os.fspath(path)
    try:
        stream = opened(name)
    except FileNotFoundError:
        home = "a shell writes ~ out only where it begins a word; put a space before it, or write the path in full"
        raise UserError(f"{name}: no such file; {home if name.startswith('~') else 'check the path'}") from None
    except IsADirectoryError:
        raise UserError(f"{name}: is a directory; name a file in it") from None
    except PermissionError:
        raise UserError(f"{name}: permission denied; make it readable (chmod u+r)") from None
    except (OSError, ValueError) as error:  # too long a name, a loop of links, a NUL in the name
        raise UserError(f"{name!r}: cannot be opened: {reason(error)}; check the path") from None
    if not name.endswith(".gz"):
        return stream
    return cast(BinaryIO, io.BufferedReader(Unzipped(stream, name)))


class Unzipped(gzip.GzipFile):
    """A gzip reader that owns, and closes, the file below it (`GzipFile` closes only what it opened by name).

    It refuses what grows as no text does when it is unpacked: a file of a megabyte may hold gigabytes, which would fill
    memory or disk.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        super().__init__(fileobj=stream, mode="rb")
        self.below, self.title = stream, name
        self.unpacked, self.checked = 0, LOOK

    def read(self, size: int | None = -1) -> bytes:
        """At most `size` bytes. Raises `UserError` for what grows too much."""
        data: bytes = super().read(size)
        self.unpacked += len(data)
        if self.unpacked > self.checked:
            self.checked += LOOK
            if self.below.seekable() and self.unpacked > MOST_GROWTH * self.below.tell():
                raise UserError(
                    f"{self.title}: unpacks to more than {MOST_GROWTH} times its size, as no text does; if it is right, unpack"
                    " it with gzip -d and give what comes out"
                )
        return data

    def close(self) -> None:
        """Close the reader and the file below it."""
        super().close()
        self.below.close()


def read_lines(
    stream: BinaryIO,
    name: str,
    errors: Literal["strict", "replace", "surrogateescape"] = "strict",
    remedy: str = REPLACE,
    first: int = 1,
) -> Iterator[str]:
    """Yield each line of `stream`, without its line end, as soon as it has come.

    `name` stands for the stream in messages, and `first` is the number of its first line there: 1 but for a part of a file,
    whose first line begins with no byte order mark. Bytes that are no UTF-8 raise a `UserError` that names the line, the
    byte and `remedy`, or become U+FFFD with ``errors="replace"``, halves of surrogate pairs with ``"surrogateescape"``. Damaged compression, a failing device, and a line of more than 64 MiB raise one too.
    """
    # One byte more than the limit, for the line end.
    read = cast("Callable[[], bytes]", partial(stream.readline, LONGEST_LINE + 1))
    number = first - 1
    while data := read_one(read, name, number + 1):
        number += 1
        if number == 1 and data.startswith(BYTE_ORDER_MARK):
            data = data[len(BYTE_ORDER_MARK) :]
            if not data:  # an empty file, saved by an editor that writes a mark
                return
        if data.endswith(b"\n"):
            data = data[:-1]
        elif len(data) > LONGEST_LINE:
            raise UserError(f"{name}: line {number} is longer than {LONGEST_LINE >> 20} MiB; is this a text file?")
        if data.endswith(b"\r"):
            data = data[:-1]
        try:
            text = data.decode("utf-8", errors)
        except UnicodeDecodeError as error:
            byte, position = data[error.start], error.start + 1
            kind = ""
            if number == 1 and data[:2] in UTF16:
                kind, remedy = " (it looks like UTF-16)", remedy.replace("CP1252", "UTF-16")
            message = f"{name}: line {number}: byte {position} (0x{byte:02X}) is not valid UTF-8{kind}; {remedy}"
            raise UserError(message) from None
        yield text


def until_error(lines: Iterable[Value], errors: list[UserError]) -> Iterator[Value]:
    """`lines` up to a `UserError`, which goes to `errors`: to be raised when what was read before it is done with."""
    try:
        yield from lines
    except UserError as error:
        errors.append(error)


def read_one(read: Callable[[], bytes], name: str, number: int) -> bytes:
    """The bytes of the next line, or none at the end; what fails on the way names the line."""
    try:
        return read()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"{name}: line {number}: damaged gzip data ({reason(error)}); test the file with gzip -t"
        raise UserError(message) from None
    except OSError as error:
        raise UserError(f"{name}: line {number}: cannot be read: {reason(error)}; check the file") from None


def reason(error: Exception) -> str:
    """What the system says, in one line and without its error number."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())


def whole(text: str) -> str:
    """`text` with halves of characters, which JSON and Python can hold but no UTF-8 file can, as U+FFFD."""
    return text if text.isascii() else SURROGATES.sub("\ufffd", text)


def read_file(name: str) -> list[str]:
    """All lines of a file, plain or gzipped. Raises `UserError` for more than `LIMIT_LINES`, or `LIMIT_CHARACTERS`."""
    lines, size = [], 0
    with open_binary(name) as stream:
        for line in read_lines(stream, name):
            lines.append(line)
            size += len(line)
            if len(lines) > LIMIT_LINES or size > LIMIT_CHARACTERS:
                raise UserError(
                    f"{name}: has more than {LIMIT_LINES:,} lines or {LIMIT_CHARACTERS:,} characters, which are read at"
                    " once; give a part of it"
                )
    return lines


def words_of(line: str) -> list[str]:
    """The words or tags of a line; a no-break space stands inside one (`s2s.data.corpora.values.unspaced`)."""
    return [word for part in re.split(r"[^\S\u00a0]+", line) if (word := part.strip())]

"""What a format of documents offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from s2s.documents.nodes import Node, Segment
from s2s.errors import UserError

TO_UTF8 = "convert the document to UTF-8 first"


@dataclass(frozen=True)
class Reading:
    """How a document is to be read."""

    name: str
    """The name that messages call it by."""
    source: str
    """The code of the language that it is in."""
    target: str
    """The code of the language that it is translated to."""
    encoding: str | None = None
    """The encoding of its bytes; None: what the document says of itself, or UTF-8."""
    columns: tuple[str, ...] = ()
    """Columns to translate, by name or by number from 1."""
    remedy: str = "give its encoding, such as --encoding cp1252"
    """What helps where its bytes are not of its encoding."""


Origin = tuple[str, bytes, Reading]
"""The encoding of a document, the byte order mark before it, and how it was read: what writing it again takes."""


class Document(Protocol):
    """A document that has been read."""

    @property
    def segments(self) -> list[Segment]:
        """What is to be translated, in the order of the document."""

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The document with each of its segments translated."""


class Format(Protocol):
    """A kind of documents."""

    tags: ClassVar[bool]
    """Whether its strings may hold tags of HTML, as messages and subtitles do."""

    @staticmethod
    def read(content: bytes, reading: Reading) -> Document:
        """Parse a document. Raises `UserError` if it is damaged."""


def decoded(content: bytes, reading: Reading) -> tuple[str, str, bytes]:
    """The text of `content`, its encoding, and the byte order mark before it. Raises `UserError` if it is none."""
    encoding = reading.encoding
    mark = b""
    for code, start in (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        if content.startswith(start) and encoding in (None, code, code[:6]):
            encoding, mark = code, start
            break
    encoding = encoding or "utf-8"
    try:
        return content[len(mark) :].decode(encoding), encoding, mark
    except LookupError:
        raise UserError(f"{reading.name}: its encoding, {encoding}, is unknown; {reading.remedy}") from None
    except UnicodeError as error:
        offset = getattr(error, "start", None)
        location = "" if offset is None else f": byte {offset + 1:,} (0x{content[len(mark) + offset]:02X})"
        raise UserError(f"{reading.name}{location} is not valid {encoding.upper()}; {reading.remedy}") from None


def encoded(text: str, encoding: str, mark: bytes, reading: Reading) -> bytes:
    """The bytes of a document in its own encoding. Raises `UserError` for a translation that this cannot hold."""
    try:
        return mark + text.encode(encoding)
    except UnicodeError as error:
        character = text[getattr(error, "start", 0)]
        raise UserError(f"{reading.name}: its encoding, {encoding}, has no {character!r}; {TO_UTF8}") from None


def damaged(reading: Reading, what: str, reason: object) -> UserError:
    """The error of a document that is not what its name says."""
    detail = " ".join(str(reason).split())[:200]
    return UserError(f"{reading.name}: is no {what} that can be read ({detail}); nothing was written")

"""What is demanded of translations, in the user's words: terms and what is kept, and the beginning of a line's translation."""

from __future__ import annotations

from typing import Any, NamedTuple


class Entry(NamedTuple):
    """A line of a glossary."""

    source: str
    target: str
    case: bool = False
    """Whether it is found only as it is cased."""
    stem: bool = False
    """Whether it is the beginning of a word, whatever its end."""
    where: str = "glossary"
    """Where it stands, for messages."""


class Term(NamedTuple):
    """What a sentence holds, and what its translation therefore holds."""

    source: str
    """As it stands in the sentence."""
    target: str
    kept: bool
    """Whether the source itself is kept; else it is a term of the glossary."""
    written: str = ""
    """What is kept as the model writes it: in a normal form, and perhaps in small letters; empty where it cannot be written."""


class Prefixed(NamedTuple):
    """A line, and the beginning that its translation must have."""

    line: str
    prefix: str
    where: str = "prefix"
    """Where the beginning stands, for messages."""


def parted(given: Any) -> Prefixed:
    """A line that may have a beginning, or a vector, as one that has."""
    return given if isinstance(given, Prefixed) else Prefixed(given, "")


Line = str | Prefixed
"""What is translated of a file."""


def characters(line: Line) -> int:
    """How long a line is, with its beginning."""
    return len(line) if isinstance(line, str) else len(line.line) + len(line.prefix)

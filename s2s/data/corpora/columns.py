"""Words in columns, one a line, as CoNLL's shared tasks have them: which column is the word, and which the tag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from s2s.errors import UserError

DOCUMENT = "-DOCSTART-"
"""The first column of a line that begins a document, which is no word."""
HASH = "#"
BLANK = " \t"
BLANKS = re.compile(r"[ \t]+")
FIELD = re.compile(r"[^ \t]+")
MANY_TAGS, NEARLY = 30, 0.5
"""Different tags, as a number and as a share of the different words, that are more than tags have."""


@dataclass(frozen=True)
class Layout:
    """How the lines of a file are divided."""

    tabs: bool
    """Whether tabs divide columns, so that words may have blanks; else any number of blanks and tabs does."""
    count: int
    """Of columns, on most lines."""
    word: int
    tag: int
    """The columns of the word and of the tag, from 0."""
    values: tuple[frozenset[str], ...] = ()
    """The values of each column at the beginning of the file."""
    exact: bool = True
    """Whether every line has `count` columns; else the word's and the tag's are enough."""

    def fields(self, line: str) -> list[str]:
        """The columns of a line."""
        return divided(line, self.tabs)

    def is_word(self, line: str, inside: bool = False) -> bool:
        """Whether a line has a word: it is no blank line, begins no document, and is no comment.

        A line that begins with # is a comment if it has more or fewer columns than words have, or, divided by blanks and not
        `inside` a sentence, behind a # that stands alone no value that another line has in this column.
        """
        if not line.strip():
            return False
        if begins_document(line):
            return False
        if not line.startswith(HASH):
            return True
        fields = self.fields(line)
        if len(fields) != self.count:
            return False
        return (
            self.tabs
            or inside
            or self.count == 1
            or bool(fields[0].strip(HASH))
            or any(self.knows(*pair) for pair in enumerate(fields))
        )

    def knows(self, column: int, value: str) -> bool:
        """Whether another line has the value in this column, which is not that of the words."""
        return column != self.word and value in self.values[column]

    @property
    def tags(self) -> frozenset[str]:
        """Those at the beginning of the file."""
        return self.values[self.tag]

    def word_and_tag(self, line: str) -> tuple[str, str]:
        """Those of a line that has a word. Raises ValueError with what is wrong."""
        fields = self.fields(line)
        needed = max(self.word, self.tag) + 1
        if len(fields) != self.count if self.exact else len(fields) < needed:
            raise ValueError(f"has {len(fields)} columns, where others have {self.count}")
        if not fields[self.tag].strip():
            raise ValueError(f"has no tag in column {self.tag + 1}")
        return fields[self.word], fields[self.tag]

    def said(self) -> str:
        """The layout in words."""
        return (
            f"{self.count} columns, divided by {'tabs' if self.tabs else 'blanks'}: the word is column {self.word + 1}, the"
            f" tag column {self.tag + 1}"
        )


def begins_document(line: str) -> bool:
    """Whether a line begins a document, whatever divides its columns and those of the words."""
    return line.split(None, 1)[:1] == [DOCUMENT]


def divided(line: str, tabs: bool) -> list[str]:
    """The columns of a line."""
    return line.split("\t") if tabs else BLANKS.split(line.strip(BLANK))


def replaced(line: str, tabs: bool, column: int, value: str) -> str:
    """The line with another value in a column, from 0, or one more column; everything else stays as it is."""
    if tabs:
        fields = line.split("\t")
        return "\t".join([*fields[:column], value, *fields[column + 1 :]])
    for index, match in enumerate(FIELD.finditer(line)):
        if index == column:
            return line[: match.start()] + value + line[match.end() :]
    return f"{line.rstrip(BLANK)} {value}"


def layout_of(lines: Iterable[str], columns: Sequence[str] | None, naming: str) -> Layout | None:
    """The layout of a file by the lines at its beginning; None where they have no words.

    `columns` are those of the word and of the tag, as numbers from 1; by default the first and the last. `naming` is how
    the user names them. Raises `UserError` for columns that are not there, or are no numbers.
    """
    texts = [line for line in lines if line.strip() and not begins_document(line)]
    words = [line for line in texts if not line.startswith(HASH)] or texts
    if not words:
        return None
    tabs = all("\t" in line for line in words)
    counts = Counter(len(divided(line, tabs)) for line in words)
    count = max(counts, key=lambda number: (counts[number], number))
    word, tag = 0, count - 1
    if columns is not None:
        word, tag = (position(column, count, naming) for column in columns)
    rows = [fields for line in words if len(fields := divided(line, tabs)) == count]
    return Layout(tabs, count, word, tag, tuple(map(frozenset, zip(*rows, strict=True))), columns is None)


def position(column: str, count: int, naming: str) -> int:
    """A number from 1 as one from 0. Raises `UserError`."""
    if not (column.isascii() and column.isdecimal() and int(column)):
        raise UserError(f"{naming}: {column!r} is no number of a column; words in columns have no names: count from 1")
    if int(column) > count:
        raise UserError(f"{naming}: there is no column {column}, only {count}; count from 1")
    return int(column) - 1


def seem_no_tags(layout: Layout, lines: Iterable[str]) -> str:
    """What to say where there are nearly as many different tags as words; else nothing."""
    words = {layout.fields(line)[layout.word] for line in lines if layout.is_word(line)}
    if len(layout.tags) <= MANY_TAGS or len(layout.tags) < NEARLY * len(words):
        return ""
    return f"column {layout.tag + 1} has {len(layout.tags):,} different values for {len(words):,} different words"

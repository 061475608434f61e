"""Plain text: a line is a paragraph, unless lines are wrapped to a width; these are wrapped again."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from s2s.documents.base import Origin, Reading, decoded, encoded
from s2s.documents.formats.strings import string_of
from s2s.documents.nodes import Code, Node, Segment

LINE = re.compile(r"([^\n]*?)(\r?\n|\Z)")
NARROWEST, WIDEST = 40, 120
"""Characters of the longest line of a paragraph that may be wrapped."""
ITEM = re.compile(r"\s*(?:[-–—*+•>|#=]+|\d+[.)]|[a-z][.)])(?:\s+|$)")
"""What begins an entry of a list, a title or a quotation."""


@dataclass(frozen=True)
class Paragraph:
    """Lines that are translated together: the first of them, their number, and the width that they are wrapped to."""

    first: int
    count: int
    width: int | None


class Text:
    """The lines of a text and their ends."""

    tags = True

    def __init__(self, lines: list[str], ends: list[str], origin: Origin) -> None:
        self.lines, self.ends, self.origin = lines, ends, origin
        self.paragraphs = list(paragraphs(lines))
        self.segments: list[Segment] = [self.segment(part) for part in self.paragraphs]

    @staticmethod
    def read(content: bytes, reading: Reading) -> Text:
        """The paragraphs of a text. Raises `UserError` for bytes that are not in its encoding."""
        text, encoding, mark = decoded(content, reading)
        parts = [match.groups() for match in LINE.finditer(text)]
        if len(parts) > 1 and parts[-1] == ("", ""):
            parts.pop()
        return Text([line for line, _ in parts], [end for _, end in parts], (encoding, mark, reading))

    def segment(self, part: Paragraph) -> Segment:
        """The lines of a paragraph as one; what begins an entry of a list is a code."""
        lines = self.lines[part.first : part.first + part.count]
        item = ITEM.match(lines[0])
        first = lines[0][item.end() :] if item else lines[0]
        rest = [line.strip() for line in lines[1:]]
        return Code(item[0] if item else ""), " ".join([first, *rest])

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The text with its paragraphs translated; those that were wrapped are wrapped again."""
        written: list[str] = []
        done = 0
        for part, nodes in zip(self.paragraphs, translated, strict=True):
            written += [
                line + end
                for line, end in zip(self.lines[done : part.first], self.ends[done : part.first], strict=True)
            ]
            done = part.first + part.count
            text = string_of(nodes)
            written.append((text if part.width is None else self.wrapped(part, text)) + self.ends[done - 1])
        written += [line + end for line, end in zip(self.lines[done:], self.ends[done:], strict=True)]
        encoding, mark, reading = self.origin
        return encoded("".join(written), encoding, mark, reading)

    def wrapped(self, part: Paragraph, text: str) -> str:
        """`text` in lines of the width, the indents and the line end of the paragraph that it translates."""
        first, second = self.lines[part.first], self.lines[part.first + 1]
        indents = [line[: len(line) - len(line.lstrip())] for line in (first, second)]
        lines = textwrap.wrap(
            text.strip(),
            part.width or 0,
            initial_indent=indents[0],
            subsequent_indent=indents[1],
            break_long_words=False,
            break_on_hyphens=False,
        )
        return self.ends[part.first].join(lines)


def paragraphs(lines: Sequence[str]) -> list[Paragraph]:
    """What is translated together: single lines, and runs of lines each of which is full."""
    result: list[Paragraph] = []
    first = 0
    while first < len(lines):
        last = first
        while last < len(lines) and lines[last].strip() and (last == first or not ITEM.match(lines[last])):
            last += 1
        width = wrapped_width(lines[first:last])
        if width is None:
            last = first + 1
        if lines[first].strip():
            result.append(Paragraph(first, last - first, width))
        first = max(last, first + 1)
    return result


def wrapped_width(lines: Sequence[str]) -> int | None:
    """The width that `lines` are wrapped to: the first word of each would not have fitted on the line before it.

    One of them at least has to go on in small letters, lest two lines that say two things are taken for one.
    """
    if len(lines) < 2:
        return None
    width = max(map(len, lines))
    if not NARROWEST <= width <= WIDEST or len({len(line) - len(line.lstrip()) for line in lines[1:]}) > 1:
        return None
    pairs = itertools.pairwise(lines)
    full = all(len(line.rstrip()) + 1 + len(following.split()[0]) > width for line, following in pairs)
    goes_on = any(line.lstrip()[0].islower() for line in lines[1:])
    return width if full and goes_on else None

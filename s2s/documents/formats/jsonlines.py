"""JSON lines: the fields that are named are translated, wherever in an object they are; a dot leads inside."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from s2s.data.text.sentences import Span
from s2s.documents.base import Origin, Reading, decoded, encoded
from s2s.documents.formats.strings import string_of
from s2s.documents.nodes import Node, Segment
from s2s.errors import UserError

DECODER = json.JSONDecoder()
SPACE = re.compile(r"[ \t\r\n]*")


class JsonLines:
    """An object a line."""

    tags = True

    @staticmethod
    def read(content: bytes, reading: Reading) -> Objects:
        """The fields named as columns, of each line. Raises `UserError` without columns, or for other than JSON."""
        text, encoding, mark = decoded(content, reading)
        lines = text.split("\n")
        return Objects(lines, (encoding, mark, reading))


class Objects:
    """Lines, and where in them the texts stand."""

    def __init__(self, lines: list[str], origin: Origin) -> None:
        self.lines, self.origin = lines, origin
        reading = origin[2]
        values = [self.parsed(number, line) for number, line in enumerate(lines, 1)]
        if not reading.columns:
            known = next((", ".join(value) for value in values if isinstance(value, dict)), "none")
            raise UserError(f"{reading.name}: which field is to be translated? give --column NAME; there are {known}")
        self.places: list[tuple[int, Span]] = []
        missing = dict.fromkeys(reading.columns)
        for number, value in enumerate(values):
            for column in dict.fromkeys(reading.columns):
                span = span_of(lines[number], column) if isinstance(value, dict) else None
                if span is not None:
                    self.places.append((number, span))
                    missing.pop(column, None)
        for column in missing:
            raise UserError(f"--column {column}: no line of {reading.name} has such a field with text")
        self.segments: list[Segment] = [(json.loads(lines[number][slice(*span)]),) for number, span in self.places]

    def parsed(self, number: int, line: str) -> Any:
        """The value of a line, None for a blank one. Raises `UserError`, which names the line, if it is not JSON."""
        if not line.strip():
            return None
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UserError(
                f"{self.origin[2].name}: line {number:,} is not JSON ({error}); nothing was written"
            ) from None

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The lines with other texts; a line that had no character beyond ASCII has escapes for those of its new text."""
        lines = list(self.lines)
        changes = zip(self.places, self.segments, translated, strict=True)
        for (number, (first, last)), before, nodes in sorted(changes, key=itemgetter(0), reverse=True):
            text = string_of(nodes)
            if text != string_of(before):
                written = json.dumps(text, ensure_ascii=self.lines[number].isascii())
                lines[number] = lines[number][:first] + written + lines[number][last:]
        encoding, mark, reading = self.origin
        return encoded("\n".join(lines), encoding, mark, reading)


def span_of(line: str, column: str) -> Span | None:
    """The first and last + 1 character of a text that `column` names, as ``translation.en``, in the object of a line."""
    for path in ([column], column.split(".")):
        span: Span | None = behind_space(line, 0), len(line)
        for key in path:
            span = members(line, span[0]).get(key) if span is not None else None
        if span is not None and line[span[0]] == '"':
            return span
    return None


def members(line: str, begin: int) -> dict[str, Span]:
    """The first and last + 1 character of each value of the object that begins at `begin`; none of another value."""
    spans: dict[str, Span] = {}
    if line[begin] != "{":
        return spans
    position = behind_space(line, begin + 1)
    while line[position] != "}":
        key, position = DECODER.raw_decode(line, position)
        first = behind_space(line, behind_space(line, position) + 1)  # behind the colon
        _, last = DECODER.raw_decode(line, first)
        spans[key] = first, last
        position = behind_space(line, last)
        if line[position] == ",":
            position = behind_space(line, position + 1)
    return spans


def behind_space(line: str, begin: int) -> int:
    """The first character from `begin` on that is no white space of JSON."""
    match = SPACE.match(line, begin)
    assert match is not None
    return match.end()

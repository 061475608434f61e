"""JSON lines: the fields that are named are translated, wherever in an object they are; a dot leads inside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from s2s.documents.base import Origin, Reading, decoded, encoded
from s2s.documents.formats.strings import string_of
from s2s.documents.nodes import Node, Segment
from s2s.errors import UserError


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
    """Lines, and what was read of them."""

    def __init__(self, lines: list[str], origin: Origin) -> None:
        self.lines, self.origin = lines, origin
        reading = origin[2]
        self.values: list[Any] = [self.parsed(number, line) for number, line in enumerate(lines, 1)]
        objects = [value for value in self.values if isinstance(value, dict)]
        if not reading.columns:
            known = ", ".join(objects[0]) if objects else "none"
            raise UserError(f"{reading.name}: which field is to be translated? give --column NAME; there are {known}")
        for column in reading.columns:
            if not any(place_of(value, column) is not None for value in objects):
                raise UserError(f"--column {column}: no line of {reading.name} has such a field with text")
        self.places: list[tuple[int, Any, Any]] = []
        for number, value in enumerate(self.values):
            for column in reading.columns:
                position = place_of(value, column)
                if position is not None:
                    self.places.append((number, *position))
        self.segments: list[Segment] = [(holder[key],) for _, holder, key in self.places]

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
        """The lines; one that changed is written with spaces and escapes as it had them."""
        changed = set()
        for (number, holder, key), nodes in zip(self.places, translated, strict=True):
            holder[key] = string_of(nodes)
            changed.add(number)
        lines = list(self.lines)
        for number in changed:
            line = self.lines[number]
            end = "\r" if line.endswith("\r") else ""
            tight = json.dumps(json.loads(line), separators=(",", ":"), ensure_ascii=False)
            separators = (",", ":") if len(tight) >= len(line.strip()) else None
            lines[number] = json.dumps(self.values[number], ensure_ascii=line.isascii(), separators=separators) + end
        encoding, mark, reading = self.origin
        return encoded("\n".join(lines), encoding, mark, reading)


def place_of(value: Any, column: str) -> tuple[Any, Any] | None:
    """The object and the key of a text that `column` names, as ``translation.en``."""
    if isinstance(value, dict) and isinstance(value.get(column), str):
        return value, column
    *path, last = column.split(".")
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return (value, last) if isinstance(value, dict) and isinstance(value.get(last), str) else None

"""CSV and TSV: the columns that are named are translated, all other cells stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from s2s.documents.base import Origin, Reading, damaged, decoded, encoded
from s2s.documents.formats.strings import string_of
from s2s.documents.nodes import Node, Segment
from s2s.errors import UserError


class Table:
    """Rows of cells; a cell is text from one place of the file to another, so that only what is translated is written anew."""

    tags = True
    delimiter: ClassVar[str] = ","

    def __init__(self, rows: list[list[str]], columns: Sequence[int], first: int, origin: Origin) -> None:
        self.rows, self.origin = rows, origin
        self.places = [
            (row, column) for row in range(first, len(rows)) for column in columns if column < len(rows[row])
        ]
        self.segments: list[Segment] = [(cell_text(rows[row][column]),) for row, column in self.places]

    @classmethod
    def read(cls, content: bytes, reading: Reading) -> Table:
        """The cells of the columns that `reading` names. Raises `UserError` for none, and for a missing one."""
        text, encoding, mark = decoded(content, reading)
        rows = cls.cells(text, reading)
        header = [cell_text(cell) for cell in rows[0][::2]] if rows else []
        if not reading.columns:
            known = ", ".join(header[:20]) or "none"
            raise UserError(
                f"{reading.name}: which column is to be translated? give --column NAME or a number; there are {known}"
            )
        columns, named = [], False
        for column in reading.columns:
            if column in header:
                columns.append(2 * header.index(column))
                named = True
            elif column.isdecimal() and 0 < int(column) <= max(map(len, rows), default=0) // 2:
                columns.append(2 * (int(column) - 1))
            else:
                raise UserError(
                    f"--column {column}: {reading.name} has no such column; there are {', '.join(header[:20])}"
                )
        return cls(rows, columns, int(named), (encoding, mark, reading))

    @classmethod
    def cells(cls, text: str, reading: Reading) -> list[list[str]]:
        """Each row as its cells, as they are written, and what stands between and after them."""
        pattern = re.compile(
            rf'("(?:[^"]|"")*"|[^"{cls.delimiter}\r\n][^{cls.delimiter}\r\n]*|)({cls.delimiter}|\r\n|\r|\n|\Z)'
        )
        rows: list[list[str]] = [[]]
        position = 0
        while position < len(text):
            match = pattern.match(text, position)
            if match is None:
                raise damaged(reading, "table", f"row {len(rows):,} has quotation marks that do not fit")
            rows[-1] += match.groups()
            position = match.end()
            if match[2] != cls.delimiter and position < len(text):
                rows.append([])
            elif match[2] == cls.delimiter and position == len(text):
                rows[-1] += ["", ""]
        return rows if text else []

    def write(self, translated: Sequence[Sequence[Node]]) -> bytes:
        """The file with these cells translated, in quotation marks where they had them or need them."""
        rows = [list(row) for row in self.rows]
        for (row, column), nodes in zip(self.places, translated, strict=True):
            rows[row][column] = as_cell(string_of(nodes), self.delimiter, quoted=rows[row][column].startswith('"'))
        encoding, mark, reading = self.origin
        return encoded("".join(part for row in rows for part in row), encoding, mark, reading)


class Csv(Table):
    """Cells apart by commas, or by semicolons where the first line has more of these."""

    @classmethod
    def read(cls, content: bytes, reading: Reading) -> Table:
        """As for `Table`, with the separator that the first line has more of."""
        text, *_ = decoded(content, reading)
        first = text.split("\n", 1)[0]
        return (Semicolons if first.count(";") > first.count(",") else Commas).read(content, reading)


class Commas(Table):
    """Cells apart by commas."""

    delimiter = ","


class Semicolons(Table):
    """Cells apart by semicolons, as spreadsheets write them where the comma is the decimal sign."""

    delimiter = ";"


class Tsv(Table):
    """Cells apart by tabs."""

    delimiter = "\t"


def cell_text(cell: str) -> str:
    """What a cell holds, without the quotation marks around it."""
    if not cell.startswith('"'):
        return cell
    return cell[1:-1].replace('""', '"')


def as_cell(text: str, delimiter: str, quoted: bool) -> str:
    """`text` as it is written in a table: in quotation marks if it was so, or has to be."""
    if quoted or any(character in text for character in (delimiter, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text

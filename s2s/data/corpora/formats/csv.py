"""CSV (RFC 4180): cells between commas, or semicolons; cells that hold commas, quotes or line ends stand in quotes.

Labelled texts have a first row that names the columns; pairs may have one. A series has a row of numbers for each step.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from typing import Any, ClassVar

from s2s.config.corpora import Shape
from s2s.data.corpora.formats.base import beginning, rough_lines
from s2s.data.corpora.formats.table import Record, Table
from s2s.data.text.lines import CONVERT, open_binary, read_lines
from s2s.errors import UserError

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}


class Csv(Table):
    """Rows of cells, which may go over several lines."""

    suffixes: ClassVar = (".csv",)
    shapes: ClassVar = ("pairs", "labelled", "series")
    unit: ClassVar = "fields"
    named: ClassVar = True
    multiline = True
    separator = ","

    def settle(self) -> None:
        """Find what separates the cells in the first lines: a comma, unless only another one makes columns."""
        if self.selection.shape == Shape.series:
            return
        lines = list(beginning(rough_lines(self.files[0])))
        self.separator = next((separator for separator in SEPARATORS if columns(lines, separator) > 1), ",")
        self.decided = (self.separator,)
        if self.separator != ",":
            self.notes.append(f"{self.name}: its cells are separated by {SEPARATORS[self.separator]}")

    def records(self, rough: bool = False) -> Iterator[Record]:
        """The rows, cut at the separator; a cell may have quotes around it."""
        return self.quoted_records(self.text_lines(rough), self.separator, rough, "CSV")

    def misfit(self, cells: list[str]) -> str:
        """What to say of a row that has more or fewer cells than the others."""
        problem = f"has {len(cells)} fields where " + (
            f"line 1 names {self.width}" if self.header else f"there are {self.width}"
        )
        return f"{problem}; quote fields that hold commas or quotes"

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """Pairs, or texts and labels; the steps of a series."""
        return self.numbers() if self.selection.shape == Shape.series else super().rows()

    def numbers(self) -> Iterator[Any]:
        """The numbers of each line; the first line may be names."""
        number = width = 0
        path = self.files[0]
        try:
            with closing(open_binary(path)) as stream:
                for number, fields in enumerate(csv.reader(read_lines(stream, path, "strict", CONVERT)), start=1):
                    try:
                        row = [float(field) for field in fields]
                    except ValueError:
                        if number > 1:
                            raise csv.Error from None
                        continue
                    if not row:
                        continue
                    width = width or len(row)
                    if len(row) != width:
                        raise self.wrong(number, f"{len(row)} numbers where the first line of them has {width}")
                    yield row
        except csv.Error:
            raise UserError(f"{path}: line {max(1, number)}: not numbers separated by commas") from None


def columns(lines: list[str], separator: str) -> int:
    """How many columns the first rows have with this separator; 0 where they differ."""
    rows = csv.reader((line + "\n" for line in lines), delimiter=separator)
    widths: set[int] = set()
    try:
        for cells in rows:
            if (cells and rows.line_num < len(lines)) or (cells and not widths):  # the last may be cut off
                widths.add(len(cells))
    except csv.Error:
        return 0
    return widths.pop() if len(widths) == 1 else 0

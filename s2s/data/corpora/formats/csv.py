"""CSV (RFC 4180): cells between commas, or semicolons; cells that hold commas, quotes or line ends stand in quotes.

Labelled texts of more than two columns have a first row that names them; others, pairs and series may have one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from s2s.config.corpora import Shape
from s2s.data.corpora.formats.base import beginning, rough_lines
from s2s.data.corpora.formats.table import Record, Table
from s2s.data.corpora.tabular.cells import BLANK, separator_of, widths
from s2s.data.corpora.tabular.cells import SEPARATORS as SEPARATORS_OF_NUMBERS
from s2s.data.corpora.tabular.sheet import Sheet, has_header
from s2s.data.text.lines import MARK

SEPARATORS = (",", ";", "\t")
SEPARATORS_SAID = SEPARATORS_OF_NUMBERS | {BLANK: "blanks"}


EXCEL = "sep="
"""What a first line begins with that says the separator to Excel, and holds nothing else."""


class Csv(Table):
    """Rows of cells, which may go over several lines."""

    suffixes: ClassVar = (".csv", ".tsv", ".tab")
    shapes: ClassVar = ("pairs", "labelled", "series")
    unit: ClassVar = "fields"
    named: ClassVar = True
    multiline = True
    separator = ","
    said = False
    """Whether the first line says the separator, and is no row."""

    def settle(self) -> None:
        """Find what separates the cells in the first lines: a comma, unless only another one makes columns."""
        if self.selection.shape == Shape.series:
            return
        lines = self.first_lines()
        if not self.said:
            self.separator = next((separator for separator in SEPARATORS if widths(lines, separator) > 1), ",")
        self.decided = (self.separator, self.said)
        if self.separator != ",":
            self.notes.append(f"{self.name}: its cells are separated by {SEPARATORS_SAID[self.separator]}")

    def first_lines(self) -> list[str]:
        """The lines at the beginning; one that says the separator is noted, and left out."""
        lines = list(beginning(line.removeprefix(MARK) for line in rough_lines(self.files[0])))
        told = lines[0].removeprefix(EXCEL) if lines else ""
        self.said = lines[:1] == [EXCEL + told] and told in SEPARATORS_SAID
        if self.said:
            self.separator = told
        return lines[self.said :]

    def records(self, rough: bool = False) -> Iterator[Record]:
        """The rows, cut at the separator; a cell may have quotes around it."""
        rows = self.quoted_records(self.text_lines(rough), self.separator, "CSV")
        return itertools.islice(rows, int(self.said), None)

    def misfit(self, cells: list[str]) -> str:
        """What to say of a row that has more or fewer cells than the others."""
        problem = f"has {len(cells)} fields where " + (
            f"line {1 + self.said} names {self.width}" if self.header else f"there are {self.width}"
        )
        return f"{problem}; quote fields that hold commas or quotes"

    def sheet(self) -> Sheet:
        """The cells of a series' file, as text; the first row may name the columns."""
        import pandas

        first = self.first_lines()
        separator = self.separator if self.said else separator_of(first)
        self.separator = separator
        records = steps(self.records(), separator)
        lines, rows = [number for number, _ in records], [cells for _, cells in records]
        named = has_header(rows)
        names = [cell.strip() for cell in rows[0]] if named else None
        rows, lines = rows[named:], lines[named:]
        width = max(map(len, rows), default=0) if names is None else max(len(names), *map(len, rows), 0)
        ragged = next((number for number, cells in enumerate(rows) if len(cells) != width), None)
        frame = pandas.DataFrame([cells + [""] * (width - len(cells)) for cells in rows], dtype=object)
        sheet = Sheet(self.name, frame.reindex(columns=range(width)), names, lines, separator)
        sheet.empty = [number for number, cells in enumerate(rows) if is_empty(cells)]
        if ragged is not None or (names is not None and len(names) < width):
            wide = next((number for number, cells in enumerate(rows) if len(cells) == width), 0)
            line, cells = (lines[ragged], rows[ragged]) if ragged is not None else (lines[wide], rows[wide])
            sheet.ragged = f"{self.name}: line {line:,}: has {len(cells)} cells where others have {width}"
        if separator != ",":
            sheet.notes.append(f"{self.name}: its cells are separated by {SEPARATORS_SAID[separator]}")
        return sheet


def steps(records: Iterable[Record], separator: str) -> list[Record]:
    """The rows from the first to the last that hold something.

    Rows of empty cells between them may be steps without values. A line of other width than the rows that holds nothing
    is none, such as an empty line between rows of several cells.
    """
    rows = [(number, [cell for cell in cells if cell] if separator == BLANK else cells) for number, cells in records]
    full = [at for at, (_, cells) in enumerate(rows) if not is_empty(cells)]
    width = max((len(rows[at][1]) for at in full), default=0)
    kept = rows[full[0] : full[-1] + 1] if full else []
    return [(number, cells or [""]) for number, cells in kept if not is_empty(cells) or max(1, len(cells)) == width]


def is_empty(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing."""
    return not any(cell.strip() for cell in cells)

"""TSV: cells between tabs, a row a line. A pair is ``source TAB target``, a labelled text ``label TAB text``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from s2s.config.corpora import Shape
from s2s.data.corpora.formats.base import beginning, rough_lines
from s2s.data.corpora.formats.table import Record, Table
from s2s.data.text.lines import MARK

CLOSED = re.compile('"[^"]*(?:""[^"]*)*"')
CELL = re.compile(rf'(?:{CLOSED.pattern}|[^"\t\n]*)(?=[\t\n]|$)')
"""A cell, with quotes around it or without any."""


class Tsv(Table):
    """Quotes are ordinary characters, unless a spreadsheet has written them around its cells."""

    suffixes: ClassVar = (".tsv", ".tab")
    shapes: ClassVar = ("pairs", "labelled")
    quoted = False
    """Whether quotes around a cell are a spreadsheet's."""
    whole_text = False
    """Whether the text is all that follows the label, tabs included."""

    def settle(self) -> None:
        """Recognise a spreadsheet's quotes in the first lines."""
        lines = [line.removeprefix(MARK) for line in beginning(rough_lines(self.files[0]))]
        self.quoted, doubtful = spreadsheet(lines)
        self.multiline, self.decided = self.quoted, (self.quoted,)
        if self.quoted:
            self.notes.append(f"{self.name}: the quotes that a spreadsheet has put around cells are removed")
        elif doubtful:
            self.notes.append(
                f"warning: {self.name}: quotes around some cells look like a spreadsheet's, those of others do not; all are"
                " kept as they are"
            )

    def records(self, rough: bool = False) -> Iterator[Record]:
        """Rows that are cut at tabs."""
        lines = self.text_lines(rough)
        if self.quoted:
            yield from self.quoted_records(lines, "\t", "what a spreadsheet writes")
        else:
            for number, line in enumerate(lines, start=1):
                yield number, line.split("\t") if line else []

    def find_labels(self, rows: Sequence[list[str]]) -> None:
        """The text is all that follows the label, unless columns are named."""
        super().find_labels(rows)
        told = self.header or self.selection.text is not None or self.selection.label is not None
        self.whole_text = not told and self.places == (1, 0)
        if self.whole_text and self.width > 2 and len({len(cells) for cells in rows}) == 1 and len(rows) > 1:
            self.notes.append(
                f"warning: {self.name}: has {self.width} columns; the first is read as the label, all others together as"
                " the text; data.text=… data.label=… say otherwise"
            )
        self.decided = (*self.decided, self.whole_text)

    def misfit(self, cells: list[str]) -> str:
        """What to say of a row that has more or fewer cells than the others."""
        if self.width != 2:
            return super().misfit(cells)
        problem = f"{len(cells) - 1} tabs" if len(cells) > 2 else "no tab"
        if self.selection.shape == Shape.pairs:
            return f"has {problem}; each line must be: source, one tab, target"
        return f"has {problem}; each line must be: label, one tab, text"

    def rows(self) -> Iterator[tuple[str, str]]:
        """Pairs, or texts and labels."""
        if not self.whole_text:
            yield from super().rows()
            return
        for line, cells in self.records():
            if len(cells) == 1:
                raise self.wrong(line, "has no tab; each line must be: label, one tab, text")
            yield (" ".join(cells[1:]), self.selection.label_of(cells[0])) if cells else ("", "")

    @classmethod
    def outputs(cls, out: str, source: str, target: str) -> list[str]:
        """The one file `out`."""
        return [out]

    @classmethod
    def formatted(cls, pair: tuple[str, str], source: str, target: str) -> list[str]:
        """The pair as one line, with a tab between source and target."""
        return ["\t".join(pair)]


def spreadsheet(lines: Sequence[str]) -> tuple[bool, bool]:
    """Whether a spreadsheet has written these `lines`, and else whether it might have.

    It puts quotes around cells that hold quotes, which it doubles, tabs or line ends, some also around those that hold
    commas; so every cell either has quotes around it, and only doubled ones inside, or none at all, and all rows are as
    long. Quotes that no cell needed are the text's own, unless every cell has them; so are those of a speech that begins on
    one line and ends on another.
    """
    cells = [cell for line in lines for cell in line.split("\t")]
    if not any(cell.startswith('"') for cell in cells):
        return False, False
    rows = list(parsed("\n".join(line for line in lines if line)))
    regular = None not in rows and len({len(row) for row in rows if row is not None}) == 1
    if not regular:
        return False, any('""' in cell[1:-1] for cell in cells if len(cell) > 2 and cell[0] == cell[-1] == '"')
    parsed_cells = [cell for row in rows for cell in row or ()]
    quoted = [cell for cell, has_quotes in parsed_cells if has_quotes]
    torn = len({line.count("\t") for line in lines if line}) > 1  # where tabs and line ends inside quotes count
    needed = any(re.search('["\t\n]' if torn else '"', cell) for cell in quoted)
    commas = len(quoted) > 2 and all(
        (re.search('[,"]', cell) is not None) == has_quotes for cell, has_quotes in parsed_cells
    )
    return needed or commas or (len(rows) > 1 and len(quoted) == len(parsed_cells)), False


def parsed(text: str) -> Iterator[list[tuple[str, bool]] | None]:
    """The rows of a spreadsheet's text: each cell, and whether it has quotes; None where it can be none's. A cell that has not
    ended with the text is left out, with its row.
    """
    row: list[tuple[str, bool]] = []
    position = 0
    while position <= len(text):
        cell = CELL.match(text, position)
        if cell is None:
            closed = CLOSED.match(text, position)
            if text.startswith('"', position) and closed is None:
                return
            yield None
            return
        row.append((cell[0][1:-1].replace('""', '"'), True) if cell[0].startswith('"') else (cell[0], False))
        if not text.startswith("\t", cell.end()):
            yield row
            row = []
        position = cell.end() + 1

"""A table of cells as a file has it, before anybody knows what its columns are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy

from s2s.data.corpora.tabular.cells import GROUPS, decimal_of, is_missing, is_number, numbers_of, without_spaces
from s2s.data.corpora.tabular.times import Column, read_times
from s2s.data.series import Floats
from s2s.errors import UserError, among

SHOWN = 30
"""Characters of a cell in a message."""
LARGEST = float(numpy.finfo(numpy.float32).max)
"""The network computes in fp32."""
YEARS = range(1500, 2201)
"""Whole numbers that may be years in a first row."""

NUMBERED = re.compile(r"(.*?)(\d{1,9})")
"""The name of a step that is counted."""


class Sheet:
    """Columns of text, as in CSV, or of types, as in Parquet."""

    def __init__(
        self,
        name: str,
        frame: Any,
        names: Sequence[str] | None,
        lines: Sequence[int] | None = None,
        separator: str = "",
    ) -> None:
        """`frame` is a `pandas.DataFrame`, whose columns are called `names`, where they have names.

        `lines` are the numbers of its rows in the file. Columns of text in a file with a `separator` may have decimal commas.
        """
        self.name, self.frame = name, frame.set_axis(range(frame.shape[1]), axis=1)
        self.named, self.separator = names is not None, separator
        self.names = list(names) if names is not None else [str(number + 1) for number in range(frame.shape[1])]
        self.unit = "row" if lines is None else "line"
        self.lines = list(range(1, len(frame) + 1) if lines is None else lines)
        self.empty: list[int] = []
        """The rows of text that hold nothing."""
        self.notes: list[str] = []
        """What was decided of how it is written."""
        self.ragged = ""
        """What is wrong where rows differ in their cells, which is right only where each is a series; the others are filled up."""
        twice = next((one for one in self.names if one and self.names.count(one) > 1), None)
        if twice is not None:
            raise UserError(f"{name}: has two columns called {twice!r}; rename one of them")

    def without_empty(self) -> Sheet:
        """The sheet without the rows that hold nothing."""
        if not self.empty:
            return self
        empty = {*self.empty}
        lines = [line for row, line in enumerate(self.lines) if row not in empty]
        names = self.names if self.named else None
        sheet = Sheet(self.name, self.frame.drop(self.empty).reset_index(drop=True), names, lines, self.separator)
        sheet.notes, sheet.ragged = list(self.notes), self.ragged
        return sheet

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.names)

    @cached_property
    def decimal(self) -> str:
        """The decimal sign of columns of text."""
        if not self.separator:
            return "."
        cells = [self.frame[column] for column in range(self.width)]
        some = [
            without_spaces(text) for column in cells for text in column[column.str.contains(",", regex=False)].tolist()
        ]
        sign = decimal_of(some, self.separator)
        if sign != "." or any(map(GROUPS.fullmatch, some)):
            self.notes.append(
                f"{self.name}: commas in its numbers are {'decimal' if sign == ',' else 'between thousands'}"
            )
        return sign

    def find(self, option: str, column: str) -> int:
        """The column of this name or, where there is none, number from 1. Raises `UserError`."""
        names = [name.strip() for name in self.names]
        for wanted, existing in ((column, names), (column.lower(), [name.lower() for name in names])):
            if existing.count(wanted) == 1:
                return existing.index(wanted)
        if column.isdecimal() and 0 < int(column) <= self.width:
            return int(column) - 1
        existing_names = among(self.names) if self.named else f"{self.width} without names"
        raise UserError(
            f"{option}={column}: {self.name} has no such column, its columns are {existing_names}; give one of them"
        )

    def is_text(self, column: int) -> bool:
        """Whether a column holds text."""
        import pandas

        kinds = pandas.api.types
        cells = self.frame[column]
        return bool(kinds.is_object_dtype(cells) or kinds.is_string_dtype(cells))

    def is_numeric(self, column: int) -> bool:
        """Whether most cells of a column that are there are numbers."""
        import pandas

        cells = self.frame[column]
        if not self.is_text(column):
            return bool(pandas.api.types.is_numeric_dtype(cells))
        try:
            values, wrong = numbers_of(as_text(cells), self.decimal)
        except (TypeError, ValueError):
            return False
        return len(wrong) * 2 <= max(1, int((~numpy.isnan(values)).sum())) if len(wrong) else True

    def block(self, columns: Sequence[int]) -> Floats | None:
        """(rows, columns): the numbers in many columns at a time, NaN where one is missing; None where one holds text."""
        import pandas

        part = self.frame[list(columns)]
        if not any(self.is_text(column) for column in columns):
            values: Floats = part.to_numpy(dtype=numpy.float64, na_value=numpy.nan)
            self.check_finite(values, columns)
            return values
        cells = as_text(pandas.Series(part.to_numpy(dtype=object).ravel(), dtype=object))
        values, wrong = numbers_of(cells, self.decimal)
        if len(wrong):
            return None
        self.check_finite(values.reshape(part.shape), columns)
        return values.reshape(part.shape)

    def times(self, column: int, asked: bool = False) -> Column | None:
        """The times in a column; None where it has none."""
        cells = self.frame[column]
        if missing(cells).any():
            return None
        return read_times(cells, self.names[column] if self.named else "x", asked)

    def numbers(self, column: int) -> Floats:
        """The numbers in a column, NaN where one is missing. Raises `UserError` for text, and for what is not finite."""
        cells = self.frame[column]
        if self.is_text(column):
            values, wrong = numbers_of(as_text(cells), self.decimal)
            if len(wrong):
                row = int(wrong[0])
                raise UserError(f"{self.where(row)}: {self.cell(row, column)} is no number; {self.remedy()}")
        else:
            try:
                values = cells.to_numpy(dtype=numpy.float64, na_value=numpy.nan)
            except (TypeError, ValueError):
                kind = f"{self.titled(column)} is of type {cells.dtype}"
                raise UserError(f"{self.name}: {kind}, no numbers; {self.remedy()}") from None
        self.check_finite(values[:, None], [column])
        return values

    def check_finite(self, values: Floats, columns: Sequence[int]) -> None:
        """Raise `UserError` for the first number (rows, columns) that fp32 does not hold."""
        large = numpy.argwhere(numpy.abs(values) > LARGEST)
        if len(large):
            row, number = large[0].tolist()
            raise UserError(
                f"{self.where(row)}: {self.cell(row, columns[number])} is not finite, or too large for the network's numbers;"
                " leave the cell empty where a value is missing"
            )

    def where(self, row: int) -> str:
        """The place of a row, for messages."""
        return f"{self.name}: {self.unit} {self.lines[row]:,}"

    def cell(self, row: int, column: int) -> str:
        """A cell, for messages."""
        text = str(self.frame.iat[row, column])
        return f"{text[:SHOWN] + ' …' * (len(text) > SHOWN)!r} in {self.titled(column)}"

    def titled(self, column: int) -> str:
        """A column, for messages."""
        return f"the column {self.names[column]}" if self.named else f"column {column + 1}"

    def remedy(self) -> str:
        """What to do about a column that is needed and has no numbers."""
        return "name what is forecast with data.target, or what tells several series apart with data.series"


def missing(cells: Any) -> Any:
    """Of each cell of a column, a pandas Series, whether it stands for nothing."""
    none = cells.isna()
    return none | cells.map(is_missing).astype(bool) if cells.dtype.kind == "O" else none


def as_text(cells: Any) -> Any:
    """A column of text without what is missing, which is empty."""
    return cells.astype("string").fillna("").astype(object) if cells.isna().any() else cells.astype(str)


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of `rows` names the columns: it has no number, and is not a row of text like the second.

    Years in order are names too, where they follow a cell of text, and so are steps that are counted: a series a row.
    """
    if not rows:
        return False
    first = [cell.strip() for cell in rows[0]]
    if names_steps(first):
        return len(rows) == 1 or not names_steps(rows[1])
    numbers = [cell for cell in first if is_number(cell)]
    if not numbers:
        return any(not is_missing(cell) for cell in first)
    years = [int(cell) for cell in numbers if cell.isdecimal() and int(cell) in YEARS]
    in_order = len(years) > 2 and all(later > before for before, later in pairwise(years))
    return len(years) == len(numbers) and in_order and not is_number(first[0])


def names_steps(cells: Sequence[str]) -> bool:
    """Whether a row has 0, 1, … or 1, 2, … behind one cell: an empty one, as pandas writes, or a word without digits."""
    first, *steps = [cell.strip() for cell in cells]
    begins = steps[:1] == ["0"] or (steps[:1] == ["1"] and len(steps) > 3)
    named = not first or (len(steps) > 3 and not any(map(str.isdigit, first)))
    return begins and named and in_sequence(steps)


def in_sequence(names: Sequence[str]) -> bool:
    """Whether names count on by one, as 1, 2, 3 or w1, w2, w3."""
    parts = [NUMBERED.fullmatch(name.strip()) for name in names]
    numbered = [(part[1], int(part[2])) for part in parts if part]
    followed = all(later == (stem, number + 1) for (stem, number), later in pairwise(numbered))
    return len(numbered) == len(names) and followed

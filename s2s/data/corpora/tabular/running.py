"""Columns of whole numbers that count: running numbers, which say what step a row is, and the row numbers of pandas, which say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import numpy
import numpy.typing

from s2s.data.corpora.tabular.grid import LONGEST
from s2s.data.corpora.tabular.sheet import Sheet
from s2s.data.corpora.tabular.times import NAMES
from s2s.data.series import Floats
from s2s.errors import UserError

Numbers = numpy.typing.NDArray[numpy.int64]
UNNAMED = "unnamed: "
"""How pandas calls a column without a name that it has read."""


def row_numbers(sheet: Sheet) -> list[int]:
    """The first columns, as far as they have no name and hold whole numbers: what pandas writes of an index."""

    def numbered(column: int) -> bool:
        name = sheet.names[column].strip().lower()
        if (name and not name.startswith(UNNAMED)) or not sheet.is_numeric(column):
            return False
        values = sheet.block([column])
        return values is not None and whole(values)

    return list(takewhile(numbered, range(sheet.width)))


def running_column(sheet: Sheet, series: int | None) -> int | None:
    """The first column that is neither one of row numbers nor the names of the `series`, if it counts the steps."""
    others = (column for column in range(sheet.width) if column not in (series, *row_numbers(sheet)))
    first = next(others, None)
    return first if first is not None and sheet.named and counts_steps(sheet, first, series) else None


def counts_steps(sheet: Sheet, column: int, series: int | None) -> bool:
    """Whether a column with the name of times or running numbers has these: they rise in each series, mostly by the same."""
    import pandas

    if sheet.names[column].strip().lower() not in NAMES or not is_running(sheet, column):
        return False
    names = sheet.frame[series].to_numpy() if series is not None else numpy.zeros(len(sheet.frame))
    steps = pandas.Series(sheet.numbers(column)).groupby(names).diff().dropna()
    return steps.empty or bool((steps > 0).all() and 2 * steps.value_counts().max() >= len(steps))


def is_running(sheet: Sheet, column: int) -> bool:
    """Whether a column has a whole number in each row."""
    if not sheet.is_numeric(column):
        return False
    values = sheet.numbers(column)
    return len(values) > 0 and not numpy.isnan(values).any() and whole(values)


def whole(values: Floats) -> bool:
    """Whether all `values` that are there are whole numbers."""
    there = values[~numpy.isnan(values)]
    return bool((there == numpy.floor(there)).all())


def step_of(groups: Sequence[Numbers]) -> int:
    """The largest step by which the running numbers of all series can be counted."""
    return int(numpy.gcd.reduce(numpy.concatenate([numpy.diff(numbers) for numbers in groups]))) or 1


def rows_counted(numbers: Numbers, step: int, name: str) -> numpy.typing.NDArray[Any]:
    """(N,): of each step from the first of the `numbers` to the last its row; -1 where it is missing. Raises `UserError`."""
    steps = (numbers - numbers[0]) // step
    count = int(steps[-1]) + 1
    if count > LONGEST * len(numbers) + 1000:
        raise UserError(
            f"{name}: most steps are missing: {len(numbers):,} of {count:,}; correct its running numbers, or give"
            " data.time=none and data.target, with a step in each row"
        )
    rows = numpy.full(count, -1)
    rows[steps] = numpy.arange(len(numbers))
    return rows

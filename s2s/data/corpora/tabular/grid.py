"""The regular steps of a series: how far apart they are, which are missing, and which lie between them.

A frequency is an alias of pandas, such as ``h``, ``15min``, ``D``, ``B`` (business days), ``W-SUN``, ``MS`` (the first day of
each month) or ``QE-MAR``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy
import numpy.typing

from s2s.data.corpora.tabular.times import UNIT, Column, Times
from s2s.data.series import Floats
from s2s.errors import UserError

DAY = 86_400_000_000
"""Microseconds."""
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
CALENDAR = {1: "M", 3: "Q", 12: "Y"}
"""Months of a step, and the letter of its alias."""
LONGEST = 50
"""Steps for each time in the data, beyond which the steps must have been misjudged."""


class Grid(NamedTuple):
    """The regular times of a series, and where its rows are among them.

    Of steps of whole months each row is at the first or last day of its own, whatever its day.
    """

    times: Times
    """(N,): from the first time to the last."""
    rows: numpy.typing.NDArray[Any]
    """Of each row of the data its number in `times`, for an irregular one that of the time before it."""
    exact: numpy.typing.NDArray[numpy.bool_]
    """Of each row whether it is at that very time."""


def frequency_of(groups: Sequence[Times]) -> str | None:
    """The distance of most steps of all series; None where none has two. Each of `groups` increases.

    Months, business days and weeks are steps of times that are all at the same time of the day.
    """
    steps = numpy.concatenate([numpy.diff(times).astype(numpy.int64) for times in groups])
    if not len(steps):
        return None
    sizes, counts = numpy.unique(steps, return_counts=True)
    step = int(sizes[counts.argmax()])
    everything = numpy.concatenate(groups)
    days = everything.astype("datetime64[D]")
    same_clock = len(numpy.unique(everything - days)) == 1
    months = same_clock and calendar_months(step)
    if months:
        return calendar_alias(days, months)
    weekdays = (days.astype(numpy.int64) + 3) % 7
    if step == DAY and same_clock and not (weekdays > 4).any() and (steps == 3 * DAY).any():
        return "B"
    if step % (7 * DAY) == 0 and same_clock and len(numpy.unique(weekdays)) == 1:
        many = step // (7 * DAY)
        return f"{many if many > 1 else ''}W-{WEEKDAYS[int(weekdays[0])]}"
    for name, size in (
        ("D", DAY),
        ("h", DAY // 24),
        ("min", DAY // 1440),
        ("s", DAY // 86400),
        ("ms", 1000),
        ("us", 1),
    ):
        if step % size == 0:
            many = step // size
            return f"{many if many > 1 else ''}{name}"
    raise AssertionError(step)


def at_frequency(column: Column, frequency: str | None) -> Column:
    """The reading of a column whose steps are of the `frequency`, where that is known, else the column; a week of B is of D."""
    alike = (frequency, "D") if frequency == "B" else (frequency,)
    readings = (column, *column.others)
    return next((one for one in readings if frequency_of([numpy.unique(one.times)]) in alike), column)


def calendar_months(step: int) -> int:
    """How many months a step of so many microseconds is, if it may be whole months; else 0."""
    days = step / DAY
    ranges = {1: (28, 31), 3: (90, 92), 12: (365, 366)}
    return next((months for months, (low, high) in ranges.items() if low <= days <= high and days != 28), 0)


def calendar_alias(days: numpy.typing.NDArray[Any], months: int) -> str:
    """The alias of steps of whole months: on first days or last ones; on other days they are counted from the first."""
    last = bool((((days + 1).astype("datetime64[M]").astype("datetime64[D]")) == days + 1).all())
    letter = CALENDAR[months]
    kind = f"{letter}{'E' if last else 'S'}"
    if months == 1:
        return kind
    month = int(days[0].astype("datetime64[M]").astype(numpy.int64)) % 12
    return f"{kind}-{MONTHS[month]}"


def grid_of(times: Times, frequency: str, name: str) -> Grid:
    """The regular times from the first of `times`, which increase, to the last. Raises `UserError`."""
    import pandas

    first, last = pandas.Timestamp(times[0]), pandas.Timestamp(times[-1])
    offset = offset_of(frequency)
    try:
        rough = max((last - first) / abs(first + offset - first), 0)
        if rough > LONGEST * len(times) + 1000:
            raise UserError(
                f"{name}: most steps are missing: {len(times):,} of about {int(rough):,} at data.frequency={frequency};"
                " say how far apart steps are with data.frequency=…"
            )
        begin = offset.rollback(first)
        grid: Times = pandas.date_range(begin, last, freq=offset).to_numpy(dtype=UNIT)
    except (OverflowError, ValueError) as error:
        raise UserError(f"{name}: its times cannot be counted by data.frequency={frequency} ({error})") from None
    rows = numpy.searchsorted(grid, times, side="right") - 1
    exact = grid[rows] == times
    if frequency.lstrip("0123456789")[:1] in CALENDAR.values() and len(numpy.unique(rows)) == len(rows):
        exact = numpy.ones(len(rows), dtype=bool)  # one in each month, quarter or year, whatever its day
    return Grid(grid, rows, exact)


def offset_of(frequency: str) -> Any:
    """What pandas adds for a step. Raises `UserError` for what is no alias."""
    from pandas.tseries.frequencies import to_offset

    try:
        offset: Any = to_offset(frequency)
        if offset is None or offset.n < 1:
            raise ValueError
    except (ValueError, TypeError):
        raise UserError(
            f"data.frequency={frequency}: is no distance of steps; use an alias of pandas such as h, 15min, D, W, MS"
        ) from None
    return offset


def following(last: Any, frequency: str, count: int) -> Times:
    """(count,): the regular times after `last`, which is one of them."""
    import pandas

    begin = pandas.Timestamp(last) + offset_of(frequency)
    times: Times = pandas.date_range(begin, periods=count, freq=offset_of(frequency)).to_numpy(dtype=UNIT)
    return times


def rows_known(times: Times, grid: Grid) -> numpy.typing.NDArray[Any]:
    """(N,): of each time of the `grid` the row, of those at `times`, whose value it has; -1 where the step is missing.

    A time without a row of its own has the last row before it, as later ones were not known then. The step is missing
    where that row is more than a step old, or no row lies between the regular times beside it.
    """
    known = numpy.full(len(grid.times), -1)
    known[grid.rows[grid.exact]] = numpy.flatnonzero(grid.exact)
    if grid.exact.all():
        return known
    empty = numpy.flatnonzero(known < 0)
    before = numpy.searchsorted(times, grid.times[empty], side="right") - 1
    recent = (before >= 0) & (empty - grid.rows[before] <= 1)
    moved = ~grid.exact[before] | numpy.isin(empty, grid.rows)
    known[empty[recent & moved]] = before[recent & moved]
    return known


def at_rows(values: Floats, rows: numpy.typing.NDArray[Any]) -> Floats:
    """(N, F): those of the `values` (rows, F) with these numbers; NaN for -1."""
    return numpy.where(rows[:, None] >= 0, values[rows], numpy.nan)

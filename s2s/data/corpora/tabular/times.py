"""Times in a table: recognised by how they are written, and read as dates of numpy.

A time without an offset is taken as it stands. Those with offsets become UTC, unless each is at the same time of its
local day: these are days, which summer time would make an hour shorter or longer, and are taken as they stand too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy
import numpy.typing

from s2s.errors import UserError

Times = numpy.typing.NDArray[numpy.datetime64]
UNIT = "datetime64[us]"
DATES = ("%d.%m.%Y", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y")
WORDS = (
    "%b %Y",
    "%B %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b-%y",
    "%b-%Y",
    "%B-%Y",
    "%m/%Y",
)
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M", "T%H:%M:%S")
FORMATS = (*(date + clock for date, clock in product(DATES, CLOCKS)), *WORDS)
ISO = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m",
    "%Y%m%d",
    "%Y",
)
MILLISECONDS = "ms"
"""How times are written that are whole milliseconds since 1970."""
OFFSET = r"(?:Z|[+-]\d\d:?\d\d|(?<=:\d\d)[+-]\d\d)$"
"""What stands behind a time that is not local."""
QUARTER = r"(\d{4})[ -]?Q([1-4])"
NAMES = (
    "time",
    "date",
    "datetime",
    "timestamp",
    "ds",
    "year",
    "month",
    "day",
    "t",
    "step",
    "index",
    "period",
    "hour",
    "",
)
"""What a column of times or of running numbers is called, in small letters, where it holds whole numbers."""


class Column(NamedTuple):
    """A column of times that was understood."""

    times: Times
    format: str
    """How a time is written, for `strftime`; ``%Y-Q%q`` is a quarter, empty a number of seconds, `MILLISECONDS` of these."""
    note: str = ""
    """What had to be decided, in words."""
    others: Sequence[Column] = ()
    """Readings that differ, where day and month may be either."""


def read_times(cells: Any, name: str, asked: bool) -> Column | None:
    """The times in a column, a pandas Series, whose name is `name`; None where it has none.

    With `asked` the user says that it is one of times: then whole numbers are years, days or seconds whatever its name.
    """
    import pandas

    kinds = pandas.api.types
    if isinstance(cells.dtype, pandas.PeriodDtype):
        return typed(cells.dt.to_timestamp())
    if kinds.is_datetime64_any_dtype(cells):
        return typed(cells)
    if kinds.is_numeric_dtype(cells):
        known = asked or name.strip().lower() in NAMES
        return from_numbers(cells.to_numpy(dtype=numpy.float64, na_value=numpy.nan)) if known else None
    if not len(cells):
        return None
    if any(hasattr(value, "year") for value in cells.head(1)):  # dates of Python
        return typed(pandas.to_datetime(cells))
    text = cells.astype("string").str.strip()
    digits = text.str.fullmatch(r"\d+").fillna(False)
    if digits.all() and not (digits & (text.str.len() == 8)).all():
        known = asked or name.strip().lower() in NAMES
        return from_numbers(text.astype("float64").to_numpy()) if known else None
    return from_text(text, pandas)


def typed(cells: Any) -> Column:
    """Dates that the file has as such."""
    if getattr(cells.dtype, "tz", None) is not None:
        return without_offsets(cells.dt.tz_localize(None), cells.dt.tz_convert("UTC").dt.tz_localize(None))
    times = cells.to_numpy(dtype=UNIT)
    return Column(times, iso_of(times))


def without_offsets(local: Any, universal: Any) -> Column:
    """Times in UTC, or the `local` ones of the same rows where these are at the same time of each day."""
    clocks = local.dropna() - local.dropna().dt.normalize()
    if clocks.nunique() > 1 or local.equals(universal):
        times, note = universal.to_numpy(dtype=UNIT), "its times are read as UTC"
    else:
        times, note = local.to_numpy(dtype=UNIT), "its times are read as local days"
    return Column(times, iso_of(times), note)


def iso_of(times: Times) -> str:
    """The shortest form of ISO 8601 that holds all of `times`."""
    for form, unit in (("%Y-%m-%d", "D"), ("%Y-%m-%d %H:%M", "m"), ("%Y-%m-%d %H:%M:%S", "s")):
        if (times.astype(f"datetime64[{unit}]") == times)[~numpy.isnat(times)].all():
            return form
    return "%Y-%m-%d %H:%M:%S.%f"


def from_numbers(values: numpy.typing.NDArray[numpy.float64]) -> Column | None:
    """Years, days as 20240131, or seconds or milliseconds since 1970, by how large whole numbers are."""
    if not len(values) or not numpy.isfinite(values).all() or (values != numpy.floor(values)).any():
        return None
    low, high = values.min(), values.max()
    whole = values.astype(numpy.int64)
    if low >= 1000 and high < 3000:
        return Column((whole - 1970).astype("datetime64[Y]").astype(UNIT), "%Y")
    if low >= 10_000_101 and high <= 29_991_231:
        try:
            days = [f"{number // 10_000:04}-{number // 100 % 100:02}-{number % 100:02}" for number in whole.tolist()]
            return Column(numpy.array(days, dtype="datetime64[D]").astype(UNIT), "%Y%m%d")
        except ValueError:
            return None
    if low >= 10**8 and high < 10**11:
        return Column(whole.astype("datetime64[s]").astype(UNIT), "", "its times are read as seconds since 1970")
    if low >= 10**11 and high < 10**14:
        return Column(
            whole.astype("datetime64[ms]").astype(UNIT), MILLISECONDS, "its times are read as milliseconds since 1970"
        )
    return None


def from_text(text: Any, pandas: Any) -> Column | None:
    """Times in the first form that all cells have; where day and month may be either, the one whose steps are more even."""
    if not text.iloc[:1].str.contains(r"\d", na=False).all():
        return None
    quarters = text.str.extract(f"^{QUARTER}$")
    if quarters.notna().all(axis=None):
        months = (quarters[0].astype(int) - 1970) * 12 + (quarters[1].astype(int) - 1) * 3
        return Column(months.to_numpy().astype("datetime64[M]").astype(UNIT), "%Y-Q%q")
    for form in ISO:
        if (times := parsed(text, form, pandas)) is not None:
            return Column(times, form)
    try:
        universal = pandas.to_datetime(text, format="ISO8601", utc=True).dt.tz_localize(None)
        if text.str.contains(OFFSET).any():
            local = pandas.to_datetime(text.str.replace(OFFSET, "", regex=True), format="ISO8601")
            return without_offsets(local, universal)
        times = universal.to_numpy(dtype=UNIT)
        return Column(times, iso_of(times))
    except (ValueError, OverflowError, TypeError):
        pass
    understood = [Column(times, form) for form in FORMATS if (times := parsed(text, form, pandas)) is not None]
    if not understood:
        return None
    best = min(understood, key=unevenness)  # of equals the first
    others = [column for column in understood if not numpy.array_equal(column.times, best.times)]
    if not others:
        return best
    note = "its times are read as {}, though they could be {}; if they are, write 2024-01-31".format
    noted = [other._replace(note=note(other.format, best.format)) for other in others]
    return best._replace(note=note(best.format, others[0].format), others=noted)


def parsed(text: Any, form: str, pandas: Any) -> Times | None:
    """The times, where every cell has this form."""
    try:
        pandas.to_datetime(text.iloc[:1], format=form)
        times: Times = pandas.to_datetime(text, format=form).to_numpy(dtype=UNIT)
    except (ValueError, OverflowError):
        return None
    return times


def unevenness(column: Column) -> tuple[bool, int, bool, int]:
    """What speaks against a reading, most weighty first.

    Time does not go on; how many different steps there are, in months where all times are at the same time of a month;
    that time is not the first of the month; how many different steps there are in days.
    """
    months = column.times.astype("datetime64[M]")
    within = numpy.unique(column.times - months)
    steps = numpy.diff(column.times.astype(numpy.int64))
    days = len(numpy.unique(steps))
    even = len(numpy.unique(numpy.diff(months.astype(numpy.int64)))) if len(within) == 1 else days
    return bool((steps <= 0).any()), even, bool(within.astype(numpy.int64).any()), days


def written(times: Times, form: str) -> list[str]:
    """`times` as the file writes them."""
    import pandas

    if form in ("", MILLISECONDS):
        unit = form or "s"
        return [str(number) for number in times.astype(f"datetime64[{unit}]").astype(numpy.int64).tolist()]
    index = pandas.DatetimeIndex(times)
    if "%q" in form:
        return [f"{year}-Q{quarter}" for year, quarter in zip(index.year, index.quarter, strict=True)]
    return [str(text) for text in index.strftime(form)]


def check_order(times: Times, cell: Callable[[int], str], line: Callable[[int], str], series: str) -> None:
    """Raise `UserError` for the first time that is not after the one before it.

    `cell` and `line` give of the number of a time how it is written and where.
    """
    wrong = numpy.flatnonzero(numpy.diff(times) <= numpy.timedelta64(0, "us"))
    if not len(wrong):
        return
    row = int(wrong[0]) + 1
    several = "" if series else ", or say which column tells several series apart with data.series=COLUMN"
    of = f" of the series {series}" if series else ""
    if times[row] == times[row - 1]:
        problem = (
            f"the time {cell(row)}{of} is there twice, on {line(row - 1).split(': ')[-1]} too; leave one of them out"
        )
    else:
        problem = f"the time {cell(row)}{of} comes after {cell(row - 1)}, backwards; sort the rows, oldest first"
    raise UserError(f"{line(row)}: {problem}{several}")

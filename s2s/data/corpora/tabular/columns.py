"""What the columns of a table are: times, the name of a series, what is forecast, what is known beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy

from s2s.config.schema import ALL, COLUMNS, ROWS, DataConfig
from s2s.data.corpora.tabular.cells import is_missing
from s2s.data.corpora.tabular.grid import at_frequency
from s2s.data.corpora.tabular.running import is_running, row_numbers, running_column
from s2s.data.corpora.tabular.sheet import Sheet, missing
from s2s.data.corpora.tabular.times import Column
from s2s.errors import UserError, among

NONE = "none"
"""The value of `data.time` where no column has times."""
LOOK, FEW = 200, 8
"""Rows by which columns of numbers are recognised, and those of times."""
CLOCK, HOURS = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?", ("hour", "hours", "hr", "h", "stunde")
"""How a time of day is written, and what a column of whole hours is called."""
STILL = numpy.timedelta64(0, "us")


@dataclass
class Roles:
    """The numbers of the columns, by what they are for."""

    time: int | None = None
    clock: int | None = None
    """Of a table with days in the column `time` the one that has the hours."""
    times: Column | None = None
    """What stands in the column `time`; None where it holds running numbers."""
    series: int | None = None
    """Of a long table the column that names the series of a row."""
    targets: list[int] = field(default_factory=list)
    past: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def roles_of(sheet: Sheet, data: DataConfig) -> Roles:
    """What the options say, and else what the content of the columns shows. Raises `UserError`."""
    roles = Roles()
    if data.held is None:  # the run of an earlier version, which read nothing but numbers
        roles.targets = list(range(sheet.width))
        return roles
    if data.series not in (None, COLUMNS):
        roles.series = sheet.find("data.series", data.series)
    find_times(sheet, data, roles)
    taken = {column for column in (roles.time, roles.clock, roles.series) if column is not None}
    roles.known = distinct("data.known", [sheet.find("data.known", name) for name in data.known or ()], taken, sheet)
    taken |= {*roles.known}
    past = distinct("data.past", [sheet.find("data.past", name) for name in data.past or ()], taken, sheet)
    free = [column for column in range(sheet.width) if column not in {*taken, *past}]
    if data.target != ALL:
        roles.targets = distinct("data.target", targets_in(sheet, data.target), {*taken, *past}, sheet)
        free = [column for column in free if column not in roles.targets]
    for column in row_numbers(sheet):
        if column in free:
            free.remove(column)
            roles.notes.append(f"{sheet.name}: column {column + 1} is left out, as it has row numbers and no name")
    numeric = [column for column in free if sheet.is_numeric(column)]
    unused = [sheet.names[column] for column in free if column not in numeric]
    roles.past = past
    if data.target != ALL:
        roles.past = numeric if data.past is None else past
        beside = [sheet.names[column] for column in numeric if column not in roles.past]
        if beside and sheet.named:
            roles.notes.append(f"{sheet.name}: left out, as data.past does not name them: {among(beside)}")
    elif not numeric:
        raise UserError(f"{sheet.name}: has no column of numbers; {sheet.remedy()}")
    else:
        roles.targets = numeric
    if unused and sheet.named:
        roles.notes.append(f"{sheet.name}: left out, as no numbers: {among(unused)}")
    elif unused:
        sheet.numbers(int(unused[0]) - 1)  # says which cell is none
    return roles


def distinct(option: str, columns: list[int], taken: set[int], sheet: Sheet) -> list[int]:
    """`columns`, none of which has another role or is there twice. Raises `UserError`."""
    for number, column in enumerate(columns):
        if column in taken or column in columns[:number]:
            raise UserError(f"{option}: {sheet.titled(column)} of {sheet.name} is named for two purposes; name it once")
    return columns


def targets_in(sheet: Sheet, target: str) -> list[int]:
    """The columns that `data.target` names: one, or several with commas between them."""
    if "," not in target or target in sheet.names:
        return [sheet.find("data.target", target)]
    return [sheet.find("data.target", name.strip()) for name in target.split(",")]


def find_times(sheet: Sheet, data: DataConfig, roles: Roles) -> None:
    """Set the column of times: the one that is named, or the first that holds some."""
    if data.time == NONE:
        return
    if data.time is not None:
        roles.time = sheet.find("data.time", data.time)
        roles.times = sheet.times(roles.time, asked=True)
        if roles.times is None and not is_running(sheet, roles.time):
            raise UserError(no_times(sheet, roles.time, data.time))
    else:
        recognised = [
            column for column in range(sheet.width) if column != roles.series and looks_like_times(sheet, column)
        ]
        roles.time = next(iter(recognised), None)
        if roles.time is None:
            roles.time = running_column(sheet, roles.series)
        if roles.time is None:
            return
        roles.times = sheet.times(roles.time)
        if roles.times is None and looks_like_times(sheet, roles.time):
            raise UserError(no_times(sheet, roles.time, None))
    if roles.times is not None:
        roles.times = at_frequency(roles.times, data.frequency)
        add_clock(sheet, roles)
    if roles.times is None:
        roles.notes.append(f"{sheet.name}: {sheet.titled(roles.time)} holds running numbers")
    elif roles.times.note:
        roles.notes.append(f"{sheet.name}: {sheet.titled(roles.time)}: {roles.times.note}")


def add_clock(sheet: Sheet, roles: Roles) -> None:
    """Where days come several times and the column after them has hours, as 13:30 or under a name for hours, these count too."""
    assert roles.time is not None and roles.times is not None
    days, column = roles.times.times, roles.time + 1
    if (
        not roles.times.format
        or column >= sheet.width
        or (days.astype("datetime64[D]") != days).any()
        or (numpy.diff(days) != STILL).all()
    ):
        return
    cells = sheet.frame[column]
    if sheet.is_text(column) and cells.astype(str).str.strip().str.fullmatch(CLOCK).all():
        parts = cells.astype(str).str.strip().str.replace(".", ":", regex=False).str.split(":", expand=True)
        seconds = sum(parts[at].fillna(0).astype(int) * 60 ** (2 - at) for at in parts.columns).to_numpy()
    elif sheet.names[column].strip().lower() in HOURS and sheet.is_numeric(column):
        hours = sheet.numbers(column)
        if not numpy.isin(hours, range(25)).all():
            return
        seconds = hours.astype(numpy.int64) * 3600
    else:
        return
    times = days + seconds * numpy.timedelta64(1, "s")
    form = roles.times.format + " %H:%M" + ":%S" * bool((seconds % 60).any())
    roles.clock, roles.times = column, roles.times._replace(times=times, format=form)
    roles.notes.append(f"{sheet.name}: {sheet.titled(column)} has the hours of {sheet.titled(roles.time)}")


def looks_like_times(sheet: Sheet, column: int) -> bool:
    """Whether the first cells of a column, or the last ones, are times, as far as they hold something."""
    if sheet.is_numeric(column) and not sheet.named:
        return False
    cells = sheet.frame[column]
    for part in (cells.head(FEW), cells.tail(FEW)):
        some = part[~missing(part)]
        alone = Sheet(sheet.name, some.to_frame(), [sheet.names[column]] if sheet.named else None)
        if len(some) and alone.times(0) is not None:
            return True
    return False


def tells_steps(sheet: Sheet, data: DataConfig) -> bool:
    """Whether a column has times or names of series, so that a row that holds nothing is no step."""
    if data.held is None or data.series not in (None, COLUMNS) or data.time not in (None, NONE):
        return True  # without data.held, runs of an earlier version pass such rows over
    timed = any(looks_like_times(sheet, column) for column in range(sheet.width))
    return data.time is None and (timed or running_column(sheet, None) is not None)


def no_times(sheet: Sheet, column: int, asked: str | None) -> str:
    """What to say of a column of which not every cell is a time."""
    cells = sheet.frame[column]
    for row in numpy.flatnonzero(missing(cells))[:1].tolist():
        return f"{sheet.where(row)}: has no time in {sheet.titled(column)}; give one for each row"
    one_by_one: Any = (
        Sheet(sheet.name, cells.iloc[[0, row]].to_frame(), [sheet.names[column]]).times(0, asked=asked is not None)
        for row in range(len(cells))
    )
    wrong = next((row for row, some in enumerate(one_by_one) if some is None), 0)
    other = f"data.time={asked}: " if asked else ""
    return (
        f"{other}{sheet.where(wrong)}: {sheet.cell(wrong, column)} is no time like the others, such as 2024-01-31 or"
        " 31.01.2024 13:30; correct it, or say which column has the times with data.time=COLUMN, data.time=none if none has"
    )


def is_wide(sheet: Sheet, data: DataConfig) -> bool:
    """Whether each row is a series: as the user says, or names in the first column and nothing but numbers after them.

    Whoever says what the columns are has a step in each row.
    """
    if data.series is not None or data.held is None:
        return data.series == ROWS and data.held is not None
    if data.target != ALL or (data.time, data.past, data.known) != (None, None, None):
        return False
    if sheet.width < 5 or not sheet.is_text(0) or looks_like_times(sheet, 0):
        return False
    names = sheet.frame[0].head(LOOK)
    head = Sheet(sheet.name, sheet.frame.head(LOOK), sheet.names, separator=sheet.separator)
    unique = sheet.frame[0].nunique() == len(sheet.frame) and not names.map(is_missing).any()
    return bool(unique) and not head.is_numeric(0) and head.block(range(1, sheet.width)) is not None

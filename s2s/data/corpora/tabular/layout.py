"""From a table to its series: a column each, a row each, or many in one long table, with regular times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy

from s2s.config.schema import ALL, COLUMNS, ROWS, DataConfig, Fill
from s2s.data.corpora.tabular.columns import Roles, is_wide, roles_of, tells_steps
from s2s.data.corpora.tabular.grid import at_frequency
from s2s.data.corpora.tabular.regular import in_steps, in_time
from s2s.data.corpora.tabular.series_file import VALUE, Draft, SeriesFile, counted
from s2s.data.corpora.tabular.sheet import Sheet, in_sequence
from s2s.data.corpora.tabular.times import Column, check_order, read_times, written
from s2s.data.series import Series, series_named
from s2s.errors import UserError, among

RAGGED = "correct it, put cells with a comma in quotes, or say with data.series=rows that each row is a series"


def read_series(sheet: Sheet, data: DataConfig, ahead: int) -> SeriesFile:
    """The series in a table; calendar features reach `ahead` steps beyond their ends. Raises `UserError`."""
    if not len(sheet.frame):
        raise UserError(f"{sheet.name}: is empty; give a row for each step of the series")
    full = sheet.without_empty()
    wide = is_wide(full, data)
    sheet = full if wide or (sheet.empty and tells_steps(full, data)) else sheet
    file = SeriesFile(sheet.name, notes=list(sheet.notes))
    if wide:
        drafts = list(of_rows(sheet, data, file))
    else:
        if sheet.ragged:
            raise UserError(f"{sheet.ragged}; {RAGGED}")
        roles = roles_of(sheet, data)
        file.notes += roles.notes
        drafts = list(of_columns(sheet, data, roles, file))
    file.separator, file.decimal = sheet.separator or file.separator, sheet.decimal
    file.notes += [note for note in sheet.notes if note not in file.notes]
    check_values(sheet, drafts)
    if drafts[0].times is None:
        if data.frequency is not None or data.calendar:
            option = "data.frequency" if data.frequency is not None else "data.calendar"
            raise UserError(f"{option}: has no effect on {sheet.name}, which has no times; leave it out")
        finished = in_steps(drafts, file, data)
        if data.held is not None:
            file.settled["data.calendar"] = []  # a later file with times is read without features of these
    else:
        finished = in_time(drafts, file, data, ahead)
    file.series = [trimmed(replace(one, **file.names)) for one in finished]
    if len(file.series) > 1:
        lengths = [len(one) for one in file.series]
        most = f" to {max(lengths):,}" * (max(lengths) > min(lengths))
        file.notes.append(f"{file.name}: {len(lengths):,} series of {min(lengths):,}{most} steps")
    say_missing(drafts, file, data)
    return file


def of_rows(sheet: Sheet, data: DataConfig, file: SeriesFile) -> Iterator[Draft]:
    """A series for each row: its names in the first columns, then its values, from the first to the last that is there."""
    for option, default in (("target", ALL), ("past", None), ("known", None), ("time", None)):
        if getattr(data, option) not in (default, "none"):
            raise UserError(
                f"data.{option}={getattr(data, option)}: has no effect on {sheet.name}, where each row is a series;"
                " leave it out, or say how the series lie with data.series"
            )
    first = next((column for column in range(sheet.width) if sheet.is_numeric(column)), sheet.width)
    first = 1 if first == 0 and numbers_are_names(sheet, data.frequency) else first
    columns = list(range(first, sheet.width))
    values = sheet.block(columns) if columns else None
    if values is None:
        for column in columns:
            sheet.numbers(column)  # says which cell is no number
        raise UserError(f"{sheet.name}: no cell is a number; give a series in each row, or a step in each row")
    labels = [" ".join(map(str, row)) for row in sheet.frame[list(range(first))].itertuples(index=False)]
    times = header_times(sheet, columns, data.frequency)
    file.column, file.settled["data.series"] = (sheet.names[0] if sheet.named and first else "") or "series", ROWS
    called = f"called by its column {file.column}" if first else f"whose values begin with {sheet.titled(0)}"
    file.notes.append(f"{sheet.name}: each row is a series, {called}")
    if times is not None:
        file.time, file.form = "time", times.format
        if times.note:
            file.notes.append(f"{sheet.name}: its first row: {times.note}")
    for row, numbers in enumerate(values):
        label = labels[row] if first else str(row + 1)
        there = numpy.flatnonzero(~numpy.isnan(numbers))
        begin, end = (there[0], there[-1] + 1) if len(there) else (0, 0)
        empty = numpy.zeros((end - begin, 0))
        own = None if times is None else times.times[begin:end]
        yield Draft(label, numbers[begin:end, None], empty, empty, own)


def numbers_are_names(sheet: Sheet, frequency: str | None) -> bool:
    """Whether the first column, of numbers, has names: no whole number comes twice, and it alone is not called like a step."""
    cells, columns = sheet.frame[0].astype(str).str.strip(), list(range(sheet.width))
    if not sheet.named or len(columns) < 2 or not cells.str.fullmatch(r"\d+").all() or not cells.is_unique:
        return False

    def steps(some: list[int]) -> bool:
        return in_sequence([sheet.names[one] for one in some]) or header_times(sheet, some, frequency) is not None

    return steps(columns[1:]) and not steps(columns)


def header_times(sheet: Sheet, columns: Sequence[int], frequency: str | None) -> Column | None:
    """The times that the names of `columns` are, at the `frequency` where that is known."""
    import pandas

    if not sheet.named:
        return None
    column = read_times(pandas.Series([sheet.names[one] for one in columns]), "", asked=True)
    column = column and at_frequency(column, frequency)
    return None if column is None or (numpy.diff(column.times.astype(numpy.int64)) <= 0).any() else column


def of_columns(sheet: Sheet, data: DataConfig, roles: Roles, file: SeriesFile) -> Iterator[Draft]:
    """The series of a table with a row for each step: one, one for each target, or one for each name in a column."""
    targets, past, known = (
        numpy.stack([sheet.numbers(column) for column in columns], axis=1)
        if columns
        else numpy.zeros((len(sheet.frame), 0))
        for columns in (roles.targets, roles.past, roles.known)
    )
    titles = [sheet.names[column] for column in roles.targets]
    if roles.time is not None and roles.times is not None:
        file.time, file.form = sheet.names[roles.time], roles.times.format
        file.settled["data.time"] = file.time
    if sheet.named and data.held is not None and data.series != COLUMNS and not any("," in title for title in titles):
        file.settled["data.target"] = ",".join(titles)
        file.settled["data.past"] = [sheet.names[column] for column in roles.past]
    if sheet.named and data.held is not None:
        said(sheet, roles, titles, file)
        file.names = {
            "targets": (VALUE,) if data.series == COLUMNS else tuple(titles),
            "past_names": tuple(sheet.names[column] for column in roles.past),
            "future_names": tuple(sheet.names[column] for column in roles.known),
        }
    else:
        file.names = {
            "targets": tuple(f"value_{number}" for number in range(1, 1 + len(titles))) if len(titles) > 1 else (VALUE,)
        }
    times, rows = None if roles.times is None else roles.times.times, numpy.arange(len(sheet.frame))
    numbers = sheet.numbers(roles.time).astype(numpy.int64) if roles.time is not None and times is None else None
    if data.series == COLUMNS:
        file.column = "series"
        groups = [(title, rows, targets[:, [number]]) for number, title in enumerate(titles)]
    elif roles.series is not None:
        file.column = sheet.names[roles.series]
        groups = [(name, some, targets[some]) for name, some in by_name(sheet, roles.series)]
    else:
        groups = [("", rows, targets)]
    for name, some, values in groups:
        if roles.time is not None:
            check_steps(sheet, roles, some, name)
        own = None if times is None else times[some]
        yield Draft(name, values, past[some], known[some], own, None if numbers is None else numbers[some])


def by_name(sheet: Sheet, column: int) -> list[tuple[str, numpy.typing.NDArray[Any]]]:
    """The names in a column, in the order of their first rows, each with its rows. Raises `UserError` for a row without."""
    import pandas

    codes, labels = pandas.factorize(sheet.frame[column])
    nameless = numpy.flatnonzero(
        (codes < 0) | pandas.Series(codes).isin([at for at, one in enumerate(labels) if one == ""])
    )
    if len(nameless):
        raise UserError(
            f"{sheet.where(int(nameless[0]))}: has no name in {sheet.titled(column)}; give one for each row"
        )
    order = numpy.argsort(codes, kind="stable")
    parts = numpy.split(order, numpy.cumsum(numpy.bincount(codes))[:-1])
    return [(str(label), part) for label, part in zip(labels, parts, strict=True)]


def check_steps(sheet: Sheet, roles: Roles, rows: Any, name: str) -> None:
    """Raise `UserError` where the time, or the running number, of a row is not after that of the row before."""
    assert roles.time is not None
    times = roles.times.times if roles.times is not None else sheet.numbers(roles.time).astype("datetime64[s]")
    form = roles.times.format if roles.times is not None else ""

    def cell(row: int) -> str:
        return written(times[rows[[row]]], form)[0] if form else str(sheet.frame[roles.time].iloc[rows[row]])

    check_order(times[rows], cell, lambda row: sheet.where(int(rows[row])), name)


def said(sheet: Sheet, roles: Roles, titles: list[str], file: SeriesFile) -> None:
    """Say what the columns are taken for."""
    parts = [f"{file.time} has the times"] if file.time else []
    if roles.series is not None:
        parts.append(f"{sheet.names[roles.series]} names the series")
    parts.append(f"forecast: {among(titles)}")
    for what, columns in (("known of the past", roles.past), ("known ahead", roles.known)):
        if columns:
            parts.append(f"{what}: {among([sheet.names[column] for column in columns])}")
    file.notes.append(f"{sheet.name}: {'; '.join(parts)}")


def check_values(sheet: Sheet, drafts: list[Draft]) -> None:
    """Raise `UserError` for a series, or a target of it, without a single value."""
    for draft in drafts:
        empty = numpy.flatnonzero(numpy.isnan(draft.values).all(axis=0))
        if len(empty) or not draft.values.size:
            number = f"target {empty[0] + 1} of " if draft.values.shape[1] > 1 else ""
            raise UserError(
                f"{sheet.name}: {number}{series_named(draft.name)} has no value, all are missing; leave it out"
            )


def trimmed(series: Series) -> Series:
    """`series` from its first target to its last one; what is known ahead goes on after that."""
    there = numpy.flatnonzero(~numpy.isnan(series.values).all(axis=1))
    begin, end = int(there[0]), int(there[-1]) + 1
    return replace(
        series,
        values=series.values[begin:end],
        times=None if series.times is None else series.times[begin:end],
        past=series.past[begin:end],
        future=series.future[begin:] if series.future.size else series.future,
    )


def say_missing(drafts: list[Draft], file: SeriesFile, data: DataConfig) -> None:
    """Note how many values are missing between the first and the last of each series. Raises `UserError` with data.fill=error."""
    count, first = 0, ""
    for draft in drafts:
        missing = numpy.isnan(numpy.concatenate([draft.values, draft.past, draft.future], axis=1))
        there = numpy.flatnonzero(~numpy.isnan(draft.values).all(axis=1))
        missing = missing[there[0] : there[-1] + 1]
        if missing.any() and not first:
            step = int(there[0] + numpy.flatnonzero(missing.any(axis=1))[0])
            number = step + 1 if draft.numbers is None else draft.numbers[step]
            at = f"step {number:,}" if draft.times is None else written(draft.times[[step]], file.form)[0]
            first = at + f" of {draft.name}" * bool(draft.name)
        count += int(missing.sum())
    if not count:
        return
    problem = f"{file.name}: {counted(count, 'value is', 'values are')} missing, the first at {first}"
    if data.fill == Fill.error:
        raise UserError(f"{problem} (data.fill=error); give all of them, or data.fill=interpolate or previous")
    file.notes.append(f"{problem}: inputs are filled (data.fill={data.fill}), and no loss or score counts them")

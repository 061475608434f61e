"""Series with regular times: missing steps are named and left empty, those between the regular ones are moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy

from s2s.config.schema import DataConfig, Fill
from s2s.data.corpora.tabular.cycles import features, names, suited
from s2s.data.corpora.tabular.grid import at_rows, following, frequency_of, grid_of, rows_known
from s2s.data.corpora.tabular.running import rows_counted, step_of
from s2s.data.corpora.tabular.series_file import Draft, SeriesFile, counted
from s2s.data.corpora.tabular.times import written
from s2s.data.series import Series, series_named
from s2s.errors import UserError


def in_time(drafts: list[Draft], file: SeriesFile, data: DataConfig, ahead: int) -> list[Series]:
    """Series with regular times: missing steps are rows of NaN, irregular ones moved on to the next, both are named."""
    groups = [draft.times for draft in drafts if draft.times is not None]
    most = frequency_of(groups)
    frequency = data.frequency or most
    if most is not None and frequency != most:
        file.notes.append(
            f"warning: {file.name}: most steps are of {most}, but are read by data.frequency={frequency}, which the options"
            " or the run say"
        )
    if frequency is None:
        raise UserError(
            f"{file.name}: has a single time; a series needs more, or say how far apart with data.frequency"
        )
    file.settled["data.frequency"] = frequency
    gaps, moved, shifted, finished = list[str](), list[str](), list[str](), list[Series]()
    for draft, times in zip(drafts, groups, strict=True):
        grid = grid_of(times, frequency, file.name + f": the series {draft.name}" * bool(draft.name))
        irregular = int((~grid.exact).sum())
        other_days = times[grid.exact & (grid.times[grid.rows] != times)]
        if len(other_days):
            shifted.append(written(other_days[:1], file.form)[0])
        known = rows_known(times, grid)
        parts = [at_rows(part, known) for part in (draft.values, draft.past, draft.future)]
        if numpy.isnan(parts[0]).all():
            raise UserError(
                f"{file.name}: {series_named(draft.name)} has no value at steps of data.frequency={frequency}; give another one"
            )
        missing = 1 + numpy.flatnonzero(known[1:] < 0)  # the first regular time may be before all rows
        of = f" of {draft.name}" if draft.name else ""
        if len(missing):
            gaps.append(f"{written(grid.times[missing[:1]], file.form)[0]}{of}")
            gaps += [""] * (len(missing) - 1)
        if irregular:
            moved += [f"{written(times[~grid.exact][:1], file.form)[0]}{of}", *[""] * (irregular - 1)]
        finished.append(Series(draft.name, parts[0], grid.times, frequency, parts[1], parts[2]))
    say_gaps(file, data, gaps, moved)
    if shifted:
        file.notes.append(
            f"{file.name}: times at other days, such as {shifted[0]}, are read and written as the steps of {frequency} that they are in"
        )
    longest = max((one.times for one in finished if one.times is not None), key=len)
    cycles = suited(longest) if data.calendar is None else data.calendar
    file.settled["data.calendar"] = list(cycles)
    file.names["future_names"] = (*file.names.get("future_names", ()), *names(cycles))
    if cycles:
        file.notes.append(f"{file.name}: steps of {frequency}; features of the calendar: {', '.join(cycles)}")
    else:
        file.notes.append(f"{file.name}: steps of {frequency}")
    return [with_calendar(one, cycles, ahead) for one in finished]


def in_steps(drafts: list[Draft], file: SeriesFile, data: DataConfig) -> list[Series]:
    """Series without times; where running numbers say that steps are missing, these are rows of NaN, and named."""
    groups = [draft.numbers for draft in drafts if draft.numbers is not None]
    step = step_of(groups) if groups else 1
    gaps, finished = list[str](), list[Series]()
    for draft in drafts:
        parts = [draft.values, draft.past, draft.future]
        if draft.numbers is not None:
            rows = rows_counted(draft.numbers, step, file.name + f": the series {draft.name}" * bool(draft.name))
            parts = [at_rows(part, rows) for part in parts]
            missing = draft.numbers[0] + step * numpy.flatnonzero(rows < 0)
            gaps += [f"{number}" + f" of {draft.name}" * bool(draft.name) for number in missing]
        finished.append(Series(draft.name, parts[0], None, None, parts[1], parts[2]))
    say_gaps(file, data, gaps, [])
    return finished


def say_gaps(file: SeriesFile, data: DataConfig, gaps: list[str], moved: list[str]) -> None:
    """Note steps that are missing, or lie between the regular ones; they are counted, the first one is named. May raise `UserError`."""
    missing = "step is missing", "steps are missing"
    for times, what in ((gaps, missing), (moved, ("time is", "times are"))):
        if not times:
            continue
        problem = f"{file.name}: {counted(len(times), *what)}{' between the regular steps' * (times is moved)}, the first {times[0]}"
        if data.fill == Fill.error:
            raise UserError(f"{problem} (data.fill=error); give all of them, or data.fill=interpolate or previous")
        filled = f"what is read there is filled (data.fill={data.fill}), and no loss or score counts it"
        file.notes.append(
            f"{problem}: {filled if times is gaps else 'each step has the last value at its time or before it'}"
        )


def with_calendar(series: Series, cycles: Sequence[str], ahead: int) -> Series:
    """`series` with features of the calendar among what is known ahead, `ahead` steps beyond its end."""
    if not cycles or series.times is None or series.frequency is None:
        return series
    times = numpy.concatenate([series.times, following(series.times[-1], series.frequency, ahead)])
    known = series.future if series.future.size else numpy.zeros((len(series.times), 0))
    known = numpy.concatenate([known, numpy.full((ahead, known.shape[1]), numpy.nan)])
    return replace(series, future=numpy.concatenate([known, features(times, cycles)], axis=1))

"""Which steps of the series of a file are forecast in training, validation and test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy

from s2s.data.corpora.tabular.cycles import features
from s2s.data.corpora.tabular.grid import following
from s2s.data.corpora.tabular.series_file import SeriesFile
from s2s.data.corpora.tabular.times import Times
from s2s.data.series import Floats, Series, padded, series_named
from s2s.errors import UserError

MOST_BETWEEN = 10_000
"""Missing steps between two files beyond which the later one is a series of its own."""


@dataclass(frozen=True)
class Part:
    """What one split forecasts."""

    name: str
    """What messages call it."""
    series: Sequence[Series]
    spans: Sequence[tuple[int, int]]
    """Of each series the first and the last number of a step that a forecast begins at."""
    notes: tuple[str, ...] = ()


def held_out(file: SeriesFile, held: float, size: int, horizon: int, given: Sequence[str]) -> dict[str, Part]:
    """The training part of each series of `file`, and those of validation and test that no other file is `given` for.

    `held` is the share of a series that each of them has, or the number of its steps. Raises `UserError` for a series that
    is too short.
    """
    wanted = [split for split in ("validation", "test") if split not in given]
    if "test" not in given and "validation" in given:
        wanted = []
    if held >= 1 and held < horizon and wanted:
        raise UserError(f"data.held={held:g}: is below data.horizon={horizon}; give at least as many steps")
    lengths = [max(horizon, int(held * len(one))) if held < 1 else int(held) for one in file.series]
    needs = [size + horizon + length * len(wanted) for length in lengths]
    short = [number for number, (one, need) in enumerate(zip(file.series, needs, strict=True)) if len(one) < need]
    if short:
        first = short[0]
        out = f", and {lengths[first] * len(wanted)} held out for {' and '.join(wanted)}," if wanted else ""
        others = f" (so are {len(short) - 1:,} others)" if len(short) > 1 else ""
        raise too_short(file, file.series[first], needs[first], size, horizon, f"{out}{others}")
    ends = [len(one) - length * len(wanted) for one, length in zip(file.series, lengths, strict=True)]
    parts = {"train": Part(file.name, file.series, [(size, end - horizon) for end in ends])}
    for split in wanted:
        spans = [(end, end + length - horizon) for end, length in zip(ends, lengths, strict=True)]
        ends = [end + length for end, length in zip(ends, lengths, strict=True)]
        steps = f"{min(lengths):,}" + f" to {max(lengths):,}" * (max(lengths) > min(lengths))
        which = f"the last {steps} steps" if split == wanted[-1] else f"the {steps} steps before those of the test"
        note = f"{file.name}: {split} forecasts {which} {'of each series, which' if len(file.series) > 1 else 'that'} training does not see (data.held={held:g})"
        parts[split] = Part(f"{file.name} ({split})", file.series, spans, (note,))
    return parts


def too_short(file: SeriesFile, series: Series, need: int, size: int, horizon: int, more: str = "") -> UserError:
    """What to raise for a series that is shorter than a window and its horizon."""
    return UserError(
        f"{file.name}: {series_named(series.name)} has {len(series)} steps, but data.window={size} and data.horizon={horizon}{more} need {need};"
        " make data.window smaller, or leave the series out"
    )


def continuation(before: Mapping[str, Series], file: SeriesFile, size: int, horizon: int) -> Part:
    """What the series of a later file forecast: those that go on where that `before` of the same name ended read from it.

    Others are forecast wherever they have a window of their own. Raises `UserError` for a series that is too short.
    """
    series, spans, joined_count, inside, again = list[Series](), list[tuple[int, int]](), 0, 0, 0
    cycles = file.settled.get("data.calendar", ())
    for one in file.series:
        former = before.get(one.name)
        if former is not None:
            check_alike(former, one, file)
        joined, begin = (one, size) if former is None else after(former, one, size, horizon, cycles)
        joined_count += joined is not one
        inside += former is not None and joined is one and begin == 0
        again += former is not None and joined is one and begin > 0 and repeats(former, one)
        begin = max(begin, size)
        if len(joined) < begin + horizon:
            if joined is one:
                raise too_short(file, one, size + horizon, size, horizon)
            raise UserError(
                f"{file.name}: {series_named(one.name)} goes on for {len(joined) - begin} steps, but data.horizon={horizon}; give as many, or forecast fewer"
            )
        series.append(joined)
        spans.append((begin, len(joined) - horizon))
    notes = []
    if joined_count:
        notes.append(
            f"{file.name}: {joined_count:,} series go on where those of the same name ended, and read from these"
        )
    if inside:
        notes.append(
            f"warning: {file.name}: {inside:,} series lie within the times of those trained on; give later ones"
        )
    if again:
        notes.append(
            f"{file.name}: {again:,} series begin with steps of those trained on, which are read, not forecast"
        )
    return Part(file.name, series, spans, tuple(notes))


def check_alike(former: Series, later: Series, file: SeriesFile) -> None:
    """Raise `UserError` for another number of columns."""
    for what, one, other in (
        ("that are forecast", former.values, later.values),
        ("known of the past", former.past, later.past),
        ("known ahead", former.future, later.future),
    ):
        if one.shape[1:] != other.shape[1:]:
            counts = f"{other.shape[1]} columns {what}, where those trained on have {one.shape[1]}"
            raise UserError(f"{file.name}: has {counts}; give the same columns")


def repeats(former: Series, later: Series) -> bool:
    """Whether `later` begins with what `former` has, by its times or, without, by its numbers."""
    if former.times is not None and later.times is not None:
        return bool(later.times[0] <= former.times[-1])
    both = min(len(former), len(later))
    return numpy.array_equal(former.values[:both], later.values[:both], equal_nan=True)


def after(former: Series, later: Series, size: int, horizon: int, cycles: Sequence[str]) -> tuple[Series, int]:
    """`later`, behind `former` where it goes on from it, and the number of the first step that is forecast.

    With times it goes on where it has later ones: the rest, which both have, is then only read, or left out where it is
    shorter than a window. Without, it does where it is too short to stand by itself, or begins with the numbers of the
    `former`.
    """
    if former.times is None or later.times is None or former.frequency is None:
        if len(later) < size + horizon:
            return joined(former, later), len(former)
        return later, (len(former) if len(later) > len(former) else 0) if repeats(former, later) else size
    if later.times[-1] <= former.times[-1]:
        return later, 0
    cut = int(numpy.searchsorted(later.times, former.times[-1], side="right"))
    if cut >= size:
        return later, cut
    steps = following(former.times[-1], former.frequency, MOST_BETWEEN)
    between = int(numpy.searchsorted(steps, later.times[cut]))
    if between == len(steps) or steps[between] != later.times[cut]:
        return later, size
    return joined(former, without_first(later, cut), steps[:between], cycles), len(former) + between


def without_first(series: Series, count: int) -> Series:
    """`series`, which has times, without so many steps at its beginning."""
    parts = {name: getattr(series, name)[count:] for name in ("values", "past", "future", "times")}
    return replace(series, **parts)


def joined(former: Series, later: Series, between: Times | None = None, cycles: Sequence[str] = ()) -> Series:
    """One series of both, with missing steps at the times `between`; what is known ahead ends in features of `cycles`."""
    count = 0 if between is None else len(between)

    def both(one: Floats, other: Floats) -> Floats:
        return numpy.concatenate([padded(one[: len(former) + count], len(former) + count), other])

    times, future = None, both(former.future, later.future) if later.future.size else later.future
    if former.times is not None and later.times is not None and between is not None:
        times = numpy.concatenate([former.times, between, later.times])
        if cycles:
            future[len(former) : len(former) + count, -2 * len(cycles) :] = features(between, cycles)
    return replace(
        later,
        values=both(former.values, later.values),
        past=both(former.past, later.past) if later.past.size else later.past,
        future=future,
        times=times,
    )

"""Time series: how training, validation and test are cut out of them, and the built-in one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy

from s2s.config.corpora import FILES
from s2s.config.schema import DataConfig, Fill
from s2s.data.corpora.pairs import Pairs, Request
from s2s.data.corpora.table import Digest
from s2s.data.corpora.tabular.layout import read_series
from s2s.data.corpora.tabular.series_file import SeriesFile, like
from s2s.data.corpora.tabular.sheet import Sheet
from s2s.data.corpora.tabular.splits import Part, continuation, held_out
from s2s.data.series import INTERPOLATE, PREVIOUS, Floats, Series, Windows
from s2s.errors import UserError

SHARES = (0.8, 0.1)
"""Of a series alone, in runs of earlier versions: training and validation, from its beginning; the rest is the test."""
NOISE = 0.02
WINDOW, HORIZON, SIGNAL = 50, 10, 5_000
"""Steps of a window, of what follows it, and of the built-in series, unless the options say otherwise."""


def signal(size: int, seed: int) -> Floats:
    """(size, 1): the chaotic series of Mackey and Glass (1977, doi:10.1126/science.267326), a sample every 3 time units.

    dx/dt = 0.2 x(t - 17) / (1 + x(t - 17)¹⁰) - 0.1 x(t), by Euler's method in steps of 0.1, with a little noise on top.
    """
    step, every, delay = 0.1, 30, 170
    generator = numpy.random.default_rng(seed)
    values = numpy.empty(delay + (size + 100) * every)
    values[: delay + 1] = 1.2 + 0.1 * generator.standard_normal()
    for time in range(delay, len(values) - 1):
        past = values[time - delay]
        values[time + 1] = values[time] + step * (0.2 * past / (1 + past**10) - 0.1 * values[time])
    sampled = values[delay:][::every][-size:]
    noisy = (sampled + NOISE * generator.standard_normal(size)).astype(numpy.float32)[:, None]
    return noisy.astype(numpy.float64)


class Signal:
    """A chaotic series, made on the spot, of `data.size` steps."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> Mapping[str, Pairs]:
        """Windows of the series, and what follows them."""
        series = Series("", signal(data.size or SIGNAL, seed), targets=("value",))
        return series_splits({"train": SeriesFile("data=signal", [series])}, data, request)


def sizes(data: DataConfig) -> tuple[int, int]:
    """The steps of a window, and those of its horizon."""
    return data.window or WINDOW, data.horizon or HORIZON


def fill_of(data: DataConfig) -> str:
    """How the gaps of windows are filled; with data.fill=error there are none but those of what is known ahead of the end."""
    return PREVIOUS if data.fill == Fill.previous else INTERPOLATE


def read_splits(sheets: Mapping[str, Sheet], data: DataConfig, request: Request) -> dict[str, Pairs]:
    """The windows in a table for each split; those after the first are read as that was. Raises `UserError`."""
    files: dict[str, SeriesFile] = {}
    for split in FILES:
        if split in sheets:
            files[split] = read_series(sheets[split], data, sizes(data)[1])
            data = like(data, files[split].settled)
    return series_splits(files, data, request)


def series_splits(files: Mapping[str, SeriesFile], data: DataConfig, request: Request) -> dict[str, Pairs]:
    """The windows of each split. Raises `UserError` where a series is too short for one.

    Without files of their own, validation are the windows whose horizon lies in the `data.held` steps at the end of every
    training series, and the test those in as many steps after these; training ends before both. A series of a later file
    that goes on where the one of the same name ended reads its first windows from that. Without `data.held`, as in runs of
    earlier versions, each split has windows of its own part alone.
    """
    size, horizon = sizes(data)
    if data.held is None:
        return plain_splits(files, size, horizon, request.each)
    parts: dict[str, Part] = held_out(files["train"], data.held, size, horizon, [one for one in FILES if one in files])
    before = {one.name: one for one in files["train"].series}
    for split in FILES[1:]:
        if split in files:
            parts[split] = continuation(before, files[split], size, horizon)
            before |= {one.name: one for one in parts[split].series}
    fill = fill_of(data)
    splits = {}
    for split in FILES:
        if split in parts:
            part = parts[split]
            windows = Windows(part.series, size, horizon, spans=part.spans, each=request.each, fill=fill)
            if not len(windows):
                raise UserError(f"{part.name}: no window has a value and a value that follows it; give a longer series")
            left_out = (f"{part.name}: {windows.empty:,} windows without a value are left out",) * bool(windows.empty)
            own = tuple(files[split].notes) if split in files else ()
            settled = files["train"].settled if split == "train" else {}
            splits[split] = Pairs.of(windows, part.name, windows.digest, (*own, *part.notes, *left_out), settled)
    return splits


def plain_splits(files: Mapping[str, SeriesFile], size: int, horizon: int, each: bool) -> dict[str, Pairs]:
    """As `series_splits`, for runs of earlier versions: numbers in fp32, and one series that is cut in three."""
    if len(files) > 1 and "validation" not in files:
        raise UserError(
            "data.validation=null: give a series for it too, or data.train alone, which is then cut in three"
        )
    values = {split: file.series[0].values.astype(numpy.float32) for split, file in files.items()}
    values = values if len(values) > 1 else cut(values["train"])
    splits = {}
    for split, part in values.items():
        if len(part) < size + horizon:
            needed = f"data.window={size} and data.horizon={horizon} need {size + horizon}"
            raise UserError(f"data.{split}: the series has {len(part)} steps there, but {needed}")
        windows, digest = Windows([Series("", part.astype(numpy.float64))], size, horizon, each=each), Digest()
        for row in windows:
            digest.add(numpy.asarray(row["source"], numpy.float32), row["target"].astype(numpy.float32))
        splits[split] = Pairs.of(windows, f"data.{split}", digest.text)
    return splits


def cut(series: numpy.typing.NDArray[numpy.float32]) -> dict[str, numpy.typing.NDArray[numpy.float32]]:
    """One series as training, validation and test, in the order of time."""
    bounds = [int(share * len(series)) for share in numpy.cumsum(SHARES)]
    return dict(zip(FILES, numpy.split(series, bounds), strict=True))

"""What a forecast task makes of windows: arrays for least squares, seasons, futures with their history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy

from s2s.data.codecs.features import numbers_of
from s2s.data.codecs.windows import Ahead, Past
from s2s.data.season import season_of
from s2s.data.series import Floats, Window
from s2s.metrics.forecasts import Forecast, Future
from s2s.tasks import baselines

FITTED = 20_000
"""Windows that least squares is fitted on, at the most."""
SEPARATOR = " | "
"""Between the point forecast and the quantiles, and between these, where a line holds both."""


def some(table: Any, most: int) -> Mapping[str, Sequence[Any]]:
    """At most so many rows of a table, spread evenly, by column."""
    rows = numpy.unique(numpy.linspace(0, len(table) - 1, min(most, len(table)), dtype=numpy.int64))
    found: Mapping[str, Sequence[Any]] = table[rows.tolist()]
    return found


def recent(codec: Past) -> int:
    """The steps at the end of a window whose mean is its level: a season, or all of them."""
    return codec.season if 1 < codec.season <= codec.window else codec.window


def found_season(sources: Sequence[Any], targets: int) -> int:
    """The season that the series of these windows have in common, 1 for none; nothing after the windows has a part in it."""
    last = {id(source.series): source for source in sources if isinstance(source, Window)}
    histories = [source.history for source in last.values()] or [numpy.asarray(source) for source in sources]
    columns = [history[:, column] for history in histories for column in range(targets)]
    return season_of(columns, min(len(source) for source in sources))


def inputs(codec: Past, sources: Sequence[Any]) -> Floats:
    """Windows as they are read, (N, W, F)."""
    return numpy.array(codec.encode(sources), numpy.float64)


def wanted(codec: Ahead, targets: Sequence[Any]) -> Floats:
    """What follows them, (N, T, C), NaN where a number is missing; where every step has a target, that of the last."""
    last = [numbers_of(target, codec.size, missing=True)[-1] for target in targets]
    return numpy.array(last).reshape(len(last), codec.horizon, codec.targets)


def fitted(table: Any, source: Past, target: Ahead) -> tuple[Floats, Floats]:
    """The coefficients (C, W, T) of the linear forecast that is the best on training windows, scaled, and its errors.

    The errors (N, T, C) are in units of the windows' scale too, NaN where a number is missing.
    """
    rows = some(table, FITTED)
    scaled, level, scale = baselines.scaled(inputs(source, rows["source"]), source, recent(source))
    right = (wanted(target, rows["target"]) - level) / scale
    coefficients = baselines.least_squares(scaled, right)
    return coefficients, right - numpy.einsum("nwc,cwt->ntc", scaled, coefficients)


def first_quantiles(errors: Floats, target: Ahead, count: int) -> Floats:
    """What the `count` rows of a network's output layer begin with: quantiles of the `errors` (N, T, C) of a linear forecast.

    A network that forecasts step by step has the same ones for all steps. Where there is a row for the mean, it is the first.
    Missing errors do not count, and where all of a column are missing, it begins with zeros.
    """
    own = errors.reshape(len(errors), -1)
    if count < own.shape[1] * len(target.quantiles):
        own = errors.reshape(-1, target.targets)
    if not len(own):
        return numpy.zeros(count)
    own = numpy.where(numpy.isnan(own).all(axis=0), 0.0, own)
    rows = numpy.nanquantile(own, target.quantiles, axis=0).T
    with_mean = rows.size < count
    return numpy.concatenate([numpy.nanmean(own, axis=0)[:, None], rows], axis=1).ravel() if with_mean else rows.ravel()


def simple(coefficients: Floats, source: Past, target: Ahead, sources: Sequence[Any]) -> dict[str, list[Floats]]:
    """Forecasts (T · C,) without a network, by name, of each of `sources`; the linear one by the `coefficients` of `fitted`."""
    windows = inputs(source, sources)
    found = {"naive": baselines.naive(windows, target.horizon, target.targets)}
    if 1 < source.season <= source.window:
        found["seasonal naive"] = baselines.seasonal_naive(windows, target.horizon, target.targets, source.season)
    found["linear"] = baselines.linear(windows, coefficients, source, recent(source))
    return {name: [forecast.ravel() for forecast in forecasts] for name, forecasts in found.items()}


def future(source: Any, target: Any, codec: Past) -> Future:
    """What is right after a window, with the history before it: of a `Window` all of the series, else the window itself."""
    if isinstance(source, Window):
        history, name = source.history, source.series.name
    else:
        history, name = numbers_of(source, codec.size, missing=True)[:, : codec.targets], ""
    return Future(numbers_of(target, None, missing=True).ravel(), history, codec.season, name)


def as_line(prediction: Any) -> str:
    """A prediction in a line: its numbers, then each quantile's level and numbers."""
    quantiles = (f"{level:g}: {' '.join(f'{one:.8g}' for one in row)}" for level, row in prediction.quantiles.items())
    return SEPARATOR.join([prediction.text, *quantiles])


def of_line(line: str) -> Forecast:
    """What `as_line` wrote, or a line of numbers alone. Raises `UserError` for anything else."""
    point, *rest = line.split(SEPARATOR)
    quantiles = {}
    for part in rest:
        level, _, numbers = part.partition(": ")
        quantiles[float(level)] = numbers_of(numbers, None, missing=False).ravel()
    return Forecast(numbers_of(point, None, missing=False).ravel(), quantiles)

"""Time series: a window of steps, and the steps that follow."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy

from s2s.config.schema import DataConfig
from s2s.data.corpora.pairs import Pairs, Request
from s2s.errors import UserError

Series = numpy.typing.NDArray[numpy.float32]
SHARES = (0.8, 0.1)
"""Of a series alone: training and validation, from its beginning; the rest is the test."""
NOISE = 0.02
WINDOW, HORIZON, SIGNAL = 50, 10, 5_000
"""Steps of a window, of what follows it, and of the built-in series, unless the options say otherwise."""


def signal(size: int, seed: int) -> Series:
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
    noisy: Series = (sampled + NOISE * generator.standard_normal(size)).astype(numpy.float32)[:, None]
    return noisy


def windows(series: Series, window: int, horizon: int, each: bool) -> Iterator[tuple[Series, Series]]:
    """Every stretch of `window` steps (window, F), and the `horizon` steps after it as one vector (1, horizon · F).

    With `each`, every step of the window has its own target, the `horizon` steps that follow it: (window, horizon · F).
    """
    for begin in range(len(series) - window - horizon + 1):
        ends = range(begin + 1, begin + window + 1) if each else [begin + window]
        yield series[begin : begin + window], numpy.stack([series[end : end + horizon].ravel() for end in ends])


class Signal:
    """A chaotic series, made on the spot: `data.size` steps, cut in three."""

    def splits(self, data: DataConfig, request: Request, seed: int) -> dict[str, Pairs]:
        """Windows of the series, and what follows them."""
        return forecasts(cut(signal(data.size or SIGNAL, seed)), data, request)


def forecasts(series_by_split: dict[str, Series], data: DataConfig, request: Request) -> dict[str, Pairs]:
    """The windows of each split's series. Raises `UserError` where a series is too short for one."""
    size, ahead = data.window or WINDOW, data.horizon or HORIZON
    for split, series in series_by_split.items():
        if len(series) < size + ahead:
            needed = f"data.window={size} and data.horizon={ahead} need {size + ahead}"
            raise UserError(f"data.{split}: the series has {len(series)} steps there, but {needed}")
    return {
        split: Pairs(f"data.{split}", None, partial(windows, series, size, ahead, request.each))
        for split, series in series_by_split.items()
    }


def three(series_by_split: dict[str, Series]) -> dict[str, Series]:
    """A series for each split; a training series alone is cut in three. Every step is a vector.

    Raises `UserError` where one is empty, or has a number that is not finite.
    """
    for split, values in series_by_split.items():
        if not values.size or not numpy.isfinite(values).all():
            raise UserError(f"data.{split}: empty, or not all its numbers are finite; leave out what is missing")
    if len(series_by_split) > 1 and "validation" not in series_by_split:
        raise UserError(
            "data.validation=null: give a series for it too, or data.train alone, which is then cut in three"
        )
    steps = {split: values.reshape(len(values), -1) for split, values in series_by_split.items()}
    return steps if len(steps) > 1 else cut(steps["train"])


def cut(series: Series) -> dict[str, Series]:
    """One series as training, validation and test, in the order of time."""
    bounds = [int(share * len(series)) for share in numpy.cumsum(SHARES)]
    return dict(zip(("train", "validation", "test"), numpy.split(series, bounds), strict=True))

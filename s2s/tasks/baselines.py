"""Forecasts without a network: the last value, the last season, and least squares from the window.

Windows are (N, W, F), of which the first C columns are forecast; forecasts are (N, T, C), of T steps.
"""

from __future__ import annotations

from typing import Any

import numpy

from s2s.data.codecs.windows import Past
from s2s.data.series import Floats

RIDGES = tuple(10.0**power for power in range(-4, 5))
"""Weights of the squared coefficients, in units of the mean squared input, that least squares is tried with."""
HELD = 0.2
"""Share of the windows, the last ones, by which the weight is chosen."""


def naive(windows: Floats, horizon: int, targets: int) -> Floats:
    """The last value, again and again."""
    return numpy.repeat(windows[:, -1:, :targets], horizon, axis=1)


def seasonal_naive(windows: Floats, horizon: int, targets: int, season: int) -> Floats:
    """The last season, again and again."""
    again: Floats = numpy.tile(windows[:, -season:, :targets], (1, -(-horizon // season), 1))
    return numpy.ascontiguousarray(again[:, :horizon])


def scaled(windows: Floats, codec: Past, recent: int) -> tuple[Floats, Floats, Floats]:
    """The forecast columns (N, W, C) in units of each window, its level and its scale, (N, 1, C).

    The same as `s2s.nn.forecaster.WindowScale`: the level is the mean of the `recent` last steps.
    """
    own = windows[..., : codec.targets]
    level = own[:, -recent:].mean(1, keepdims=True)
    deviation = numpy.abs(own - own.mean(1, keepdims=True)).mean(1, keepdims=True)
    scale = numpy.maximum(deviation, numpy.array(codec.floor) * numpy.abs(own).mean(1, keepdims=True))
    scale = numpy.where(scale > 0, scale, numpy.array(codec.scale)[: codec.targets])
    return (own - level) / scale, level, scale


def least_squares(inputs: Floats, wanted: Floats) -> Floats:
    """From scaled windows (N, W, C) to what follows each column, (N, T, C) with NaN for what is missing: (C, W, T).

    Least squares with a penalty on the coefficients (ridge; Hoerl & Kennard 1970, doi:10.1080/00401706.1970.10488634),
    whose weight is the best on the last windows.
    """
    return numpy.stack([ridge(inputs[..., one], wanted[..., one]) for one in range(inputs.shape[2])])


def ridge(inputs: Floats, wanted: Floats) -> Floats:
    """The coefficients (W, T) from inputs (N, W) to (N, T).

    Where some are NaN, each column is solved by itself from the rows that have it, since a regular gap may leave no row
    that is whole. A column with too few rows has zeros.
    """
    there = ~numpy.isnan(wanted)
    if not there.all():
        columns = enumerate(there.T)
        return numpy.concatenate([ridge(inputs[rows], wanted[rows, one, None]) for one, rows in columns], axis=1)
    kept = len(inputs) - max(1, int(HELD * len(inputs)))
    if kept < 2:
        return numpy.zeros((inputs.shape[1], wanted.shape[1]))
    squares = [solver(inputs[:end], wanted[:end]) for end in (kept, len(inputs))]
    errors = [float(((inputs[kept:] @ squares[0](weight) - wanted[kept:]) ** 2).mean()) for weight in RIDGES]
    best: Floats = squares[1](RIDGES[int(numpy.argmin(errors))])
    return best


def solver(inputs: Floats, wanted: Floats) -> Any:
    """What gives the coefficients for a weight of the penalty."""
    values, vectors = numpy.linalg.eigh(inputs.T @ inputs)
    values, projected = numpy.maximum(values, 0.0), vectors.T @ (inputs.T @ wanted)
    unit = max(float(values.mean()), 1e-12)
    return lambda weight: vectors @ (projected / (values + weight * unit)[:, None])


def linear(windows: Floats, coefficients: Floats, codec: Past, recent: int) -> Floats:
    """Forecasts by the `least_squares` of scaled windows."""
    inputs, level, scale = scaled(windows, codec, recent)
    forecasts: Floats = numpy.einsum("nwc,cwt->ntc", inputs, coefficients) * scale + level
    return forecasts

"""What metrics of forecasts take: what came to be, with the history that scales are measured on, and what was forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy
import numpy.typing

from s2s.errors import UserError
from s2s.metrics.base import Doubles


@dataclass(frozen=True, eq=False)
class Forecast:
    """Of T steps with C numbers each, step by step in one row."""

    point: Doubles
    """(T · C,)"""
    quantiles: Mapping[float, Doubles] = field(default_factory=dict)
    """Level → (T · C,)."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> numpy.typing.NDArray[Any]:
        """The point forecast."""
        return numpy.array(self.point, dtype=dtype)

    def part(self, part: slice) -> Forecast:
        """Some of the numbers."""
        return Forecast(self.point[part], {level: values[part] for level, values in self.quantiles.items()})

    def quantile(self, level: float, metric: str) -> Doubles:
        """(T · C,) of a level, for the `metric` that asks. Raises `UserError` where it was not forecast."""
        if level not in self.quantiles:
            known = ", ".join(f"{one:g}" for one in self.quantiles) or "none"
            raise UserError(
                f"{metric}: needs the quantile {level:g}, but forecast are {known}; train with"
                f" model.forecast.quantiles=[{','.join(f'{one:g}' for one in sorted({*self.quantiles, level}))}]"
            )
        return self.quantiles[level]


@dataclass(frozen=True, eq=False)
class Future:
    """What came after a window."""

    values: Doubles
    """(T · C,), NaN where a number is missing."""
    history: Doubles
    """(N, C): the series before it, NaN where a number is missing."""
    season: int = 1
    series: str = ""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> numpy.typing.NDArray[Any]:
        """The values."""
        return numpy.array(self.values, dtype=dtype)

    def __len__(self) -> int:
        """T · C."""
        return len(self.values)

    def part(self, part: slice) -> Future:
        """Some of the numbers, with the same history."""
        some = Future(self.values[part], self.history, self.season, self.series)
        some.__dict__["scales"] = self.scales[part]
        return some

    @cached_property
    def scales(self) -> Doubles:
        """(T · C,): the mean absolute error of the seasonal naive forecast over the history; NaN where that is 0.

        The denominator of MASE (Hyndman & Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001), as M4 has it.
        """
        errors = numpy.abs(self.history[self.season :] - self.history[: -self.season])
        counts = (~numpy.isnan(errors)).sum(axis=0)
        means = numpy.divide(numpy.nansum(errors, axis=0), counts, out=numpy.zeros(errors.shape[1]), where=counts > 0)
        scales = numpy.where(means > 0, means, numpy.nan)
        return numpy.tile(scales, len(self.values) // len(scales))


def futures(references: Sequence[Any], metric: str) -> Sequence[Future]:
    """`references`, which must have a history. Raises `UserError`."""
    if not all(isinstance(reference, Future) for reference in references):
        raise UserError(f"{metric}: needs the history of a series, and is for task=forecast; leave it out")
    return references


def forecasts(predicted: Sequence[Any], metric: str) -> Sequence[Forecast]:
    """`predicted`, which must have quantiles. Raises `UserError`."""
    if not all(isinstance(one, Forecast) and one.quantiles for one in predicted):
        raise UserError(
            f"{metric}: needs quantiles, which these forecasts lack; leave it out, or train with model.head=quantiles"
        )
    return predicted

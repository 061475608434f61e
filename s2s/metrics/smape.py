"""The symmetric mean absolute percentage error of forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.metrics.base import Doubles, Ratio, sums_of


class SymmetricPercentageError(Ratio):
    """The mean of 200 · |y - ŷ| / (|y| + |ŷ|), 0 where both are 0 (M4; Makridakis et al. 2020, doi:10.1016/j.ijforecast.2019.04.014)."""

    def statistics(self, predicted: Sequence[Any], references: Sequence[Any]) -> Doubles:
        """The sum of each example's percentages, and how many there are: (N, 2)."""
        rows = []
        for prediction, reference in zip(predicted, references, strict=True):
            forecast, right = (numpy.ravel(numpy.asarray(one, numpy.float64)) for one in (prediction, reference))
            size = numpy.abs(forecast) + numpy.abs(right)
            rows.append(200 * numpy.abs(forecast - right) / numpy.where(size == 0, 1.0, size))
        return sums_of(rows)

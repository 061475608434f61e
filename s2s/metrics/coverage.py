"""How often what came to be lies within the widest band of a forecast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.metrics.base import Doubles, Ratio, sums_of
from s2s.metrics.forecasts import forecasts


class Coverage(Ratio):
    """Percent of the numbers between the lowest and the highest quantile: of 0.025 and 0.975 it should be 95."""

    unit = 100

    def statistics(self, predicted: Sequence[Any], references: Sequence[Any]) -> Doubles:
        """How many of each example's numbers are in the band, and of how many: (N, 2)."""
        rows = []
        for forecast, reference in zip(forecasts(predicted, "coverage"), references, strict=True):
            right = numpy.ravel(numpy.asarray(reference, numpy.float64))
            low, high = (
                numpy.ravel(forecast.quantiles[level]) for level in (min(forecast.quantiles), max(forecast.quantiles))
            )
            rows.append(numpy.where(numpy.isnan(right), numpy.nan, (low <= right) & (right <= high)))
        return sums_of(rows)

"""The pinball loss of quantile forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.metrics.base import Doubles, Ratio, sums_of
from s2s.metrics.forecasts import forecasts


class Pinball(Ratio):
    """The mean over levels q of max(q · e, (q - 1) · e), e = y minus the quantile (Koenker & Bassett 1978, doi:10.2307/1913643)."""

    def statistics(self, predicted: Sequence[Any], references: Sequence[Any]) -> Doubles:
        """The sum of each example's losses, and how many there are: (N, 2)."""
        rows = []
        for forecast, reference in zip(forecasts(predicted, "pinball"), references, strict=True):
            right = numpy.ravel(numpy.asarray(reference, numpy.float64))
            errors = {level: right - numpy.ravel(quantile) for level, quantile in forecast.quantiles.items()}
            rows.append(
                numpy.array([numpy.maximum(level * error, (level - 1) * error) for level, error in errors.items()])
            )
        return sums_of(rows)

"""The mean scaled interval score of bands of 95 %."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.metrics.base import Doubles, Ratio, sums_of
from s2s.metrics.forecasts import forecasts, futures

SHARE = 0.05
"""α: what is outside of the band."""


class MeanScaledIntervalScore(Ratio):
    """The mean of (U - L + 2/α · max(L - y, 0) + 2/α · max(y - U, 0)) / s, α = 0.05, by the quantiles L and U of α/2 and 1 - α/2.

    As in M4 (Makridakis et al. 2020, doi:10.1016/j.ijforecast.2019.04.014; Gneiting & Raftery 2007,
    doi:10.1198/016214506000001437, eq. 43); s is that of MASE.
    """

    def statistics(self, predicted: Sequence[Any], references: Sequence[Any]) -> Doubles:
        """The sum of each example's scores, and how many there are: (N, 2)."""
        rows = []
        for forecast, reference in zip(forecasts(predicted, "msis"), futures(references, "msis"), strict=True):
            low, high = (forecast.quantile(level, "msis") for level in (SHARE / 2, 1 - SHARE / 2))
            right = numpy.asarray(reference, numpy.float64)
            outside = numpy.maximum(low - right, 0) + numpy.maximum(right - high, 0)
            rows.append((high - low + 2 / SHARE * outside) / reference.scales)
        return sums_of(rows)

"""The mean absolute scaled error of forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.metrics.base import Doubles, Ratio, sums_of
from s2s.metrics.forecasts import futures
from s2s.metrics.mse import differences


class MeanAbsoluteScaledError(Ratio):
    """The mean of |y - ŷ| / s, with s as `s2s.metrics.forecasts.Future.scales` says; series without a scale count nothing."""

    def statistics(self, predicted: Sequence[Any], references: Sequence[Any]) -> Doubles:
        """The sum of each example's scaled errors, and how many there are: (N, 2)."""
        known = futures(references, "mase")
        pairs = zip(differences(predicted, known), known, strict=True)
        return sums_of([numpy.abs(errors) / reference.scales for errors, reference in pairs])

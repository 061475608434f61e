"""The mean absolute error of predicted numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import numpy.typing

from s2s.metrics.base import Doubles, Ratio, sums_of
from s2s.metrics.mse import differences


class MeanAbsoluteError(Ratio):
    """Over all numbers of all examples."""

    def statistics(
        self, predicted: Sequence[numpy.typing.ArrayLike], references: Sequence[numpy.typing.ArrayLike]
    ) -> Doubles:
        """The sum of each example's absolute errors, and how many there are: (N, 2)."""
        return sums_of([numpy.abs(errors) for errors in differences(predicted, references)])

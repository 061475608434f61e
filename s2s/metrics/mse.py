"""The mean squared error of predicted numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import numpy.typing

from s2s.metrics.base import Doubles, SummedMetric


def differences(
    predicted: Sequence[numpy.typing.ArrayLike], references: Sequence[numpy.typing.ArrayLike]
) -> list[Doubles]:
    """Prediction minus reference of each example, flat."""
    pairs = zip(predicted, references, strict=True)
    return [(numpy.ravel(prediction) - numpy.ravel(reference)).astype(numpy.float64) for prediction, reference in pairs]


class MeanSquaredError(SummedMetric):
    """Over all numbers of all examples."""

    def statistics(
        self, predicted: Sequence[numpy.typing.ArrayLike], references: Sequence[numpy.typing.ArrayLike]
    ) -> Doubles:
        """The sum of each example's squared errors, and how many there are: (N, 2)."""
        return numpy.array([((errors**2).sum(), errors.size) for errors in differences(predicted, references)])

    def of_sums(self, sums: Doubles) -> float:
        """Their mean."""
        return float(sums[0] / sums[1])

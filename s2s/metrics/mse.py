"""The mean squared error of predicted numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import numpy.typing

from s2s.metrics.base import Doubles, Ratio, sums_of


def differences(
    predicted: Sequence[numpy.typing.ArrayLike], references: Sequence[numpy.typing.ArrayLike]
) -> list[Doubles]:
    """Prediction minus reference of each example, flat; NaN where the reference is missing."""
    pairs = zip(predicted, references, strict=True)
    return [(numpy.ravel(prediction) - numpy.ravel(reference)).astype(numpy.float64) for prediction, reference in pairs]


class MeanSquaredError(Ratio):
    """Over all numbers of all examples."""

    def statistics(
        self, predicted: Sequence[numpy.typing.ArrayLike], references: Sequence[numpy.typing.ArrayLike]
    ) -> Doubles:
        """The sum of each example's squared errors, and how many there are: (N, 2)."""
        return sums_of([errors**2 for errors in differences(predicted, references)])

"""F1 over all decisions on labels together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from s2s.metrics.base import Doubles, SummedMetric
from s2s.metrics.confusion import members_of


class MicroF1(SummedMetric):
    """F1 = 2·TP / (2·TP + FP + FN) over all labels of all texts, in percent; the accuracy where each text has one label.

    Where nothing is right and nothing predicted it is 100.
    """

    def statistics(self, predicted: Sequence[str], references: Sequence[str]) -> Doubles:
        """The labels of each example that are right and predicted, twice, and those of both sides: (N, 2)."""
        rows = []
        for one, other in zip(predicted, references, strict=True):
            written, right = members_of(one), members_of(other)
            rows.append((2 * len(written & right), len(written) + len(right)))
        return numpy.array(rows, numpy.float64)

    def of_sums(self, sums: Doubles) -> float:
        """The first as a share of the second."""
        return float(100 * sums[0] / sums[1]) if sums[1] else 100.0

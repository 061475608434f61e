"""The share of labels, or of tags, that are right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from s2s.metrics.base import Doubles, Ratio
from s2s.metrics.confusion import Labelled, labels_of


class Accuracy(Ratio):
    """In percent."""

    unit = 100

    def statistics(self, predicted: Sequence[Labelled], references: Sequence[Labelled]) -> Doubles:
        """How many labels of each example are right, and how many it has: (N, 2)."""
        rows = []
        for one, other in zip(predicted, references, strict=True):
            pairs = list(zip(labels_of(one), labels_of(other), strict=True))
            rows.append((sum(label == right for label, right in pairs), len(pairs)))
        return numpy.array(rows, numpy.float64)

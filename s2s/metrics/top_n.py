"""Top-n accuracy: whether what is right is among the n best outputs of a line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from s2s.metrics.base import Doubles, Ratio
from s2s.metrics.match import MatchMetric
from s2s.metrics.references import Reference

DEPTHS = (2, 3, 5, 10, 20, 50, 100)
"""The n that are reported, as far as the list goes, beside its whole length."""


class TopN(Ratio):
    """The share of lines with one that a match metric calls right among their first `count` outputs, in percent."""

    unit = 100

    def __init__(self, metric: MatchMetric, count: int) -> None:
        self.metric, self.count = metric, count

    def statistics(self, predicted: Sequence[Sequence[str]], references: Sequence[Reference]) -> Doubles:
        """Whether each list has one that is right, and 1: (N, 2). `predicted` are the outputs of each line, best first."""
        pairs = zip(predicted, references, strict=True)
        right = [any(self.metric.right(line, reference) for line in some[: self.count]) for some, reference in pairs]
        return numpy.column_stack([numpy.array(right, numpy.float64), numpy.ones(len(right))])


def depths(length: int) -> list[int]:
    """The n that are reported for lists of `length` outputs."""
    return sorted({*(n for n in DEPTHS if n < length), length} - {1})

"""The share of lines that are right, whatever that means for their kind of text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy

from s2s.metrics.base import Doubles, Ratio
from s2s.metrics.references import Reference, alternatives


class MatchMetric(Ratio):
    """The share of lines that equal one of their references, in percent."""

    unit = 100

    @abstractmethod
    def same(self, line: str, reference: str) -> bool:
        """Whether `line` says what `reference` says."""

    def right(self, line: str, reference: Reference) -> bool:
        """Whether `line` is the same as one of its references."""
        return any(self.same(line, one) for one in alternatives(reference))

    def statistics(self, predicted: Sequence[str], references: Sequence[Reference]) -> Doubles:
        """Whether each line is right, and 1: (N, 2)."""
        right = [self.right(line, reference) for line, reference in zip(predicted, references, strict=True)]
        return numpy.column_stack([numpy.array(right, numpy.float64), numpy.ones(len(right))])

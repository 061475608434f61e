"""The edits that make lines their references (Levenshtein 1966), as a share of what the references have."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence

import numpy
from rapidfuzz.distance import Levenshtein

from s2s.metrics.base import Doubles, SummedMetric
from s2s.metrics.references import Reference, alternatives, canonical


class EditRate(SummedMetric):
    """Insertions, deletions and substitutions of all lines ÷ the length of all references, in percent; lower is better.

    Of several references of a line the one with the lowest rate counts. Text is compared in composed form (NFC).
    """

    @abstractmethod
    def units(self, text: str) -> Sequence[str]:
        """What is inserted, deleted or substituted, one at a time."""

    def statistics(self, predicted: Sequence[str], references: Sequence[Reference]) -> Doubles:
        """The edits of each line, and the length of its reference: (N, 2)."""
        rows = []
        for line, reference in zip(predicted, references, strict=True):
            written = self.units(canonical(line))
            right = [self.units(canonical(one)) for one in alternatives(reference)]
            counts = [(Levenshtein.distance(written, one), len(one)) for one in right]
            rows.append(min(counts, key=lambda count: rate(*count)))
        return numpy.array(rows, numpy.float64)

    def of_sums(self, sums: Doubles) -> float:
        """The first as a share of the second."""
        return 100 * rate(*sums)


def rate(edits: float, length: float) -> float:
    """`edits` ÷ `length`; of a blank reference 0 for what is blank as well, and infinite for all else."""
    return float(edits / length) if length else math.inf if edits else 0.0

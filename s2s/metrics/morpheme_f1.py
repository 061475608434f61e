"""F1 over morphemes, as the shared task on morpheme segmentation counts it (Batsuren et al. 2022, 2022.sigmorphon-1.11)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from rapidfuzz.distance import LCSseq

from s2s.metrics.base import Doubles, Ratio
from s2s.metrics.references import Reference, alternatives, canonical


class MorphemeF1(Ratio):
    """F1 = 2·TP / (2·TP + FP + FN) over the morphemes of all lines, in percent.

    A line's TP is the length of the longest common subsequence of its morphemes and its reference's, as in the task's own
    ``evaluation/evaluate.py``: a morpheme is right in its order, as often as it occurs on both sides. Morphemes stand
    apart by `` @@``, the words of a sentence by a blank; a blank line counts as one morpheme.
    """

    unit = 200

    def statistics(self, predicted: Sequence[str], references: Sequence[Reference]) -> Doubles:
        """The right morphemes of each line, and those of both sides: (N, 2); of several references that of the best F1."""
        rows = []
        for line, reference in zip(predicted, references, strict=True):
            written, counts = morphemes(line), []
            for one in alternatives(reference):
                right = morphemes(one)
                counts.append((LCSseq.similarity(written, right), len(written) + len(right)))
            rows.append(max(counts, key=lambda count: count[0] / count[1]))
        return numpy.array(rows, numpy.float64)


def morphemes(line: str) -> list[str]:
    """What stands between `` @@`` or blanks: ``in @@accurate @@cy`` → in, accurate, cy."""
    return canonical(line).replace(" @@", " ").split(" ")

"""What the metrics of translations have in common: sacrebleu (Post 2018, W18-6319) computes them, on raw text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy

from s2s.metrics.base import Doubles, SummedMetric
from s2s.metrics.references import Reference, alternatives, first_of


class SacrebleuMetric(SummedMetric):
    """One of sacrebleu's metrics, `scorer`; `suit` may choose another for the references, of which a line may have several."""

    def __init__(self, scorer: Any) -> None:
        self.scorer = scorer

    @property
    def signature(self) -> str:
        """sacrebleu's own, of the scores computed last: it says how, so that others can compare."""
        return str(self.scorer.get_signature())

    def suit(self, references: Sequence[str]) -> None:
        """Make `scorer` the one that suits `references`, before they are scored; here it suits all."""

    def score(
        self, predicted: Sequence[str], references: Sequence[Reference], sources: Sequence[str] | None = None
    ) -> float:
        """sacrebleu's score of the corpus."""
        self.suit(first_of(references))
        return float(self.scorer.corpus_score(list(predicted), streams(references)).score)

    def statistics(self, predicted: Sequence[str], references: Sequence[Reference]) -> Doubles:
        """sacrebleu's statistics of each line, such as how many of its n-grams are right."""
        self.suit(first_of(references))
        rows = self.scorer._extract_corpus_statistics(list(predicted), streams(references))
        return numpy.array(rows, numpy.float64)

    def of_sums(self, sums: Doubles) -> float:
        """sacrebleu's score for sums of its statistics."""
        return float(self.scorer._compute_score_from_stats(sums.tolist()).score)


def unless_blank(scores: Sequence[float], predicted: Sequence[str], references: Sequence[Reference]) -> list[float]:
    """The `scores` of single lines; nan where a line and all of its references are blank, so that no n-gram is right or wrong."""
    rows = zip(scores, predicted, references, strict=True)
    return [one if f"{line}{''.join(alternatives(right))}".strip() else math.nan for one, line, right in rows]


def streams(references: Sequence[Reference]) -> list[list[str | None]]:
    """The first reference of every line, the second of every line and so on, with None where a line has no more."""
    rows = [alternatives(reference) for reference in references]
    most = max(map(len, rows), default=1)
    return [[row[column] if column < len(row) else None for row in rows] for column in range(most)]

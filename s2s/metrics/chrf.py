"""chrF (Popović 2015, W15-3049): the F-score of character n-grams."""

from __future__ import annotations

from collections.abc import Sequence

from sacrebleu.metrics import CHRF

from s2s.metrics.references import Reference
from s2s.metrics.sacrebleu_metric import SacrebleuMetric, unless_blank


class Chrf(SacrebleuMetric):
    """sacrebleu's chrF2, in percent."""

    words = 0
    """The longest n-grams of words that count, too."""

    def __init__(self, *, lowercase: bool = False) -> None:
        super().__init__(CHRF(word_order=self.words, lowercase=lowercase))

    def of_lines(self, predicted: Sequence[str], references: Sequence[Reference]) -> list[float]:
        """The score of each line by itself; nan where it and its references are blank."""
        return unless_blank(super().of_lines(predicted, references), predicted, references)

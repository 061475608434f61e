"""chrF (Popović 2015, W15-3049): the F-score of character n-grams."""

from __future__ import annotations

from sacrebleu.metrics import CHRF

from s2s.metrics.sacrebleu_metric import SacrebleuMetric


class Chrf(SacrebleuMetric):
    """sacrebleu's chrF2, in percent."""

    def __init__(self) -> None:
        super().__init__(CHRF())

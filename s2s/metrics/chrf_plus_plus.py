"""chrF++ (Popović 2017, W17-4770): the F-score of character n-grams and of words, singly and in pairs."""

from __future__ import annotations

from sacrebleu.metrics import CHRF

from s2s.metrics.sacrebleu_metric import SacrebleuMetric


class ChrfPlusPlus(SacrebleuMetric):
    """sacrebleu's chrF2++, in percent."""

    def __init__(self) -> None:
        super().__init__(CHRF(word_order=2))

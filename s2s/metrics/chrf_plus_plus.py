"""chrF++ (Popović 2017, W17-4770): the F-score of character n-grams and of words, singly and in pairs."""

from __future__ import annotations

from s2s.metrics.chrf import Chrf


class ChrfPlusPlus(Chrf):
    """sacrebleu's chrF2++, in percent."""

    words = 2

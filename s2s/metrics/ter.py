"""TER (Snover et al. 2006): the edits that would make a translation its reference, as a share of the reference's words."""

from __future__ import annotations

from collections.abc import Sequence

from sacrebleu.metrics import TER

from s2s.metrics.languages import tokenizer_for
from s2s.metrics.sacrebleu_metric import SacrebleuMetric

WITHOUT_SPACES = ("zh", "ja-mecab", "char")
"""Tokenizers of BLEU for text without spaces between words, each of whose characters counts as a word here."""


class Ter(SacrebleuMetric):
    """sacrebleu's TER, in percent; lower is better.

    Text without spaces between words is normalised and cut as sacrebleu does for Chinese and Japanese (``normalized`` and
    ``asian_support``).
    """

    def __init__(self, *, language: str = "") -> None:
        self.language = language
        super().__init__(TER())

    def suit(self, references: Sequence[str]) -> None:
        """Have `scorer` cut words as suits `references`."""
        asian = tokenizer_for(self.language, references) in WITHOUT_SPACES
        self.scorer = TER(normalized=asian, asian_support=asian)

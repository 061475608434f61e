"""TER (Snover et al. 2006): the edits that would make a translation its reference, as a share of the reference's words."""

from __future__ import annotations

from collections.abc import Sequence

from sacrebleu.metrics import TER

from s2s.metrics.base import Doubles
from s2s.metrics.languages import tokenizer_for
from s2s.metrics.references import Reference, first_of
from s2s.metrics.sacrebleu_metric import SacrebleuMetric
from s2s.runtime.process import log

WITHOUT_SPACES = ("zh", "ja-mecab", "char")
"""Tokenizers of BLEU for text without spaces between words, each of whose characters counts as a word here."""

LONG = 300
"""Words of a line from which it takes sacrebleu ten seconds and more: it tries up to 1,000 shifts of words."""
WORDS_A_MINUTE = 1300
"""Of long lines that are nowhere alike, on a processor of 2024."""


class Ter(SacrebleuMetric):
    """sacrebleu's TER, in percent; lower is better.

    Text without spaces between words is normalised and cut as sacrebleu does for Chinese and Japanese (``normalized`` and
    ``asian_support``).
    """

    def __init__(self, *, language: str = "") -> None:
        self.language = language
        super().__init__(TER())

    def score(
        self, predicted: Sequence[str], references: Sequence[Reference], sources: Sequence[str] | None = None
    ) -> float:
        """sacrebleu's score of the corpus."""
        self.warn(predicted, first_of(references))
        return super().score(predicted, references, sources)

    def statistics(self, predicted: Sequence[str], references: Sequence[Reference]) -> Doubles:
        """sacrebleu's statistics of each line."""
        self.warn(predicted, first_of(references))
        return super().statistics(predicted, references)

    def suit(self, references: Sequence[str]) -> None:
        """Have `scorer` cut words as suits `references`."""
        self.by_character = tokenizer_for(self.language, references) in WITHOUT_SPACES
        self.scorer = TER(normalized=self.by_character, asian_support=self.by_character)

    def warn(self, predicted: Sequence[str], references: Sequence[str]) -> None:
        """Say what will take long, before it does."""
        longest = [max(line, reference, key=len) for line, reference in zip(predicted, references, strict=True)]
        if max(map(len, longest), default=0) <= LONG:
            return
        self.suit(references)
        sizes = [
            len(line) if self.by_character else line.count(" ") + 1
            for line, own, reference in zip(longest, predicted, references, strict=True)
            if own != reference
        ]
        long = [size for size in sizes if size > LONG]
        if long:
            log(
                f"warning: TER: {len(long):,} lines have more than {LONG} words, the longest {max(long):,}; sacrebleu takes up"
                f" to {-(-sum(long) // WORDS_A_MINUTE):,} minutes for them: leave TER out of the metrics, or cut the lines"
            )

"""BLEU (Papineni et al. 2002, P02-1040), with the tokenizer that the field uses for the language."""

from __future__ import annotations

from collections.abc import Sequence

from sacrebleu.metrics import BLEU

from s2s.errors import UserError
from s2s.metrics.base import Doubles
from s2s.metrics.sacrebleu_metric import SacrebleuMetric

TOKENIZERS = {"zh": "zh", "ja": "ja-mecab", "ko": "ko-mecab"}
"""What sacrebleu cuts words with, by target language; 13a for every other."""
ORDER = 4
"""The longest n-grams that BLEU counts."""
SHORT = 0.1
"""The share of references of `ORDER` tokens or more below which only the orders that there are count."""


class Bleu(SacrebleuMetric):
    """sacrebleu's BLEU, in percent.

    Where hardly any reference has as many as four tokens, BLEU would stand at 0 whatever is written. Then the geometric
    mean is that of the orders that occur, as sacrebleu has it for single sentences ("effective order"); the signature says
    ``eff:yes``.
    """

    def __init__(self, *, language: str = "", tokenize: str | None = None) -> None:
        """Raises `UserError` if the tokenizer, given or the language's, is not there."""
        tokenizer = tokenize or TOKENIZERS.get(language, "13a")
        if tokenizer not in BLEU.TOKENIZERS:
            raise UserError(f"--tokenize {tokenizer}: unknown; choose from {', '.join(sorted(BLEU.TOKENIZERS))}")
        try:
            super().__init__(BLEU(tokenize=tokenizer, force=True))
            self.tokenizer = tokenizer
        except (RuntimeError, ImportError, OSError) as error:
            if tokenizer.endswith("-mecab"):
                remedy = f'BLEU needs mecab to find the words; pip install "sacrebleu[{tokenizer[:2]}]"'
            else:
                remedy = f"it could not be set up ({' '.join(str(error).split())[:100]}); choose another"
            subject = f"target language {language}" if tokenize is None else f"--tokenize {tokenize}"
            raise UserError(f"{subject}: {remedy}") from None

    def is_short(self, references: Sequence[str]) -> bool:
        """Whether fewer than one in ten references have four tokens or more."""
        cut = self.scorer.tokenizer
        return sum(len(cut(reference.strip()).split()) >= ORDER for reference in references) < SHORT * len(references)

    def remark(self, references: Sequence[str]) -> str:
        """What to know before `references` are scored; empty where there is nothing."""
        if not self.is_short(references):
            return ""
        return (
            "BLEU counts only the orders of n-grams that there are (effective order), as hardly any reference has four"
            " tokens; train.metric=chrf judges such targets better"
        )

    def statistics(self, predicted: Sequence[str], references: Sequence[str]) -> Doubles:
        """sacrebleu's statistics of each line, whose sums are read with the order that suits `references`."""
        self.suit(references)
        return super().statistics(predicted, references)

    def score(self, predicted: Sequence[str], references: Sequence[str], sources: Sequence[str] | None = None) -> float:
        """sacrebleu's score of the corpus, with the order that suits `references`."""
        self.suit(references)
        return super().score(predicted, references, sources)

    def suit(self, references: Sequence[str]) -> None:
        """Have `scorer` count the orders that suit `references`."""
        self.scorer = BLEU(tokenize=self.tokenizer, force=True, effective_order=self.is_short(references))

"""BLEU (Papineni et al. 2002, P02-1040), with the tokenizer that the field uses for the language."""

from __future__ import annotations

from collections.abc import Sequence

from sacrebleu.metrics import BLEU

from s2s.errors import UserError
from s2s.metrics.languages import DEFAULT, tokenizer_for, tokenizer_of
from s2s.metrics.references import Reference
from s2s.metrics.sacrebleu_metric import SacrebleuMetric, unless_blank

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

    def __init__(self, *, language: str = "", tokenize: str | None = None, lowercase: bool = False) -> None:
        """Raises `UserError` if the tokenizer, given or the language's, is not there."""
        self.language, self.tokenize, self.lowercase = language, tokenize, lowercase
        super().__init__(self.made(tokenize or tokenizer_for(language, ())))

    def made(self, tokenizer: str, effective_order: bool = False) -> BLEU:
        """sacrebleu's metric with this tokenizer. Raises `UserError` if it is not there."""
        if tokenizer not in BLEU.TOKENIZERS:
            raise UserError(f"--tokenize {tokenizer}: unknown; choose from {', '.join(sorted(BLEU.TOKENIZERS))}")
        try:
            return BLEU(tokenize=tokenizer, lowercase=self.lowercase, force=True, effective_order=effective_order)
        except (RuntimeError, ImportError, OSError) as error:
            if tokenizer.endswith("-mecab"):
                remedy = (
                    f'BLEU needs mecab to find the words; pip install "sacrebleu[{tokenizer[:2]}]", or choose another'
                    " tokenizer (train.tokenize=char, --tokenize char) or another metric"
                )
            else:
                remedy = f"it could not be set up ({' '.join(str(error).split())[:100]}); choose another"
            subject = f"target language {self.language}" if self.tokenize is None else f"--tokenize {self.tokenize}"
            raise UserError(f"{subject}: {remedy}") from None

    def is_short(self, references: Sequence[str]) -> bool:
        """Whether fewer than one in ten references have four tokens or more."""
        cut = self.scorer.tokenizer
        return sum(len(cut(reference.strip()).split()) >= ORDER for reference in references) < SHORT * len(references)

    def remark(self, references: Sequence[str], chosen: bool = False) -> str:
        """What to know before `references` are scored; empty where there is nothing. If it is `chosen`, weights are by it."""
        self.suit(references)
        remarks = []
        if self.tokenize is None and self.tokenizer != (tokenizer_of(self.language) or DEFAULT):
            remarks.append(f"BLEU cuts words by tokenizer {self.tokenizer}, as the text has no spaces between them")
        if self.scorer.effective_order:
            remarks.append(
                "BLEU counts only the orders of n-grams that there are (effective order), as hardly any reference has four"
                " tokens"
            )
            if chosen:
                better = "train.metric=chrf, where they are short strings by exact or cer"
                remarks.append(f"such targets are judged better by {better}")
        return "; ".join(remarks)

    def of_lines(self, predicted: Sequence[str], references: Sequence[Reference]) -> list[float]:
        """As sacrebleu scores single sentences: of orders that a line is too short for, none counts. nan where all is blank."""
        rows = self.statistics(predicted, references)
        scorer = self.made(self.tokenizer, effective_order=True)
        scores = [float(scorer._compute_score_from_stats(row.tolist()).score) for row in rows]
        return unless_blank(scores, predicted, references)

    def suit(self, references: Sequence[str]) -> None:
        """Have `scorer` cut the words, and count the orders, that suit `references`."""
        self.tokenizer = self.tokenize or tokenizer_for(self.language, references)
        self.scorer = self.made(self.tokenizer)
        if self.is_short(references):
            self.scorer = self.made(self.tokenizer, effective_order=True)

"""BLEU (Papineni et al. 2002, P02-1040), with the tokenizer that the field uses for the language."""

from __future__ import annotations

from sacrebleu.metrics import BLEU

from s2s.errors import UserError
from s2s.metrics.sacrebleu_metric import SacrebleuMetric

TOKENIZERS = {"zh": "zh", "ja": "ja-mecab", "ko": "ko-mecab"}
"""What sacrebleu cuts words with, by target language; 13a for every other."""


class Bleu(SacrebleuMetric):
    """sacrebleu's BLEU, in percent."""

    def __init__(self, *, language: str = "", tokenize: str | None = None) -> None:
        """Raises `UserError` if the tokenizer, given or the language's, is not there."""
        tokenizer = tokenize or TOKENIZERS.get(language, "13a")
        if tokenizer not in BLEU.TOKENIZERS:
            raise UserError(f"--tokenize {tokenizer}: unknown; choose from {', '.join(sorted(BLEU.TOKENIZERS))}")
        try:
            super().__init__(BLEU(tokenize=tokenizer, force=True))
        except (RuntimeError, ImportError, OSError) as error:
            if tokenizer.endswith("-mecab"):
                remedy = f'BLEU needs mecab to find the words; pip install "sacrebleu[{tokenizer[:2]}]"'
            else:
                remedy = f"it could not be set up ({' '.join(str(error).split())[:100]}); choose another"
            subject = f"target language {language}" if tokenize is None else f"--tokenize {tokenize}"
            raise UserError(f"{subject}: {remedy}") from None

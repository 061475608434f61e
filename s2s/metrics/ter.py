"""TER (Snover et al. 2006): the edits that would make a translation its reference, as a share of the reference's words."""

from __future__ import annotations

from collections.abc import Sequence

from sacrebleu.metrics import TER

from s2s.data.text.scripts import spaceless_script
from s2s.metrics.base import Doubles
from s2s.metrics.languages import tokenizer_of
from s2s.metrics.references import Reference, first_of
from s2s.metrics.sacrebleu_metric import SacrebleuMetric
from s2s.runtime.process import log

ASIAN = ("zh", "ja", "ja-mecab")
"""Scripts that sacrebleu's TER cuts itself, and the tokenizers of their languages."""
LONG, LONG_OF_CHARACTERS = 300, 60
"""Words, or characters, of a line from which sacrebleu takes seconds for it: it tries up to 1,000 shifts of them."""
WORDS_A_MINUTE = 1300
"""Or characters, of long lines that are nowhere alike, on a processor of 2024."""


class CharacterTER(TER):  # type: ignore[misc]
    """sacrebleu's TER of text each of whose characters is a word."""

    def __init__(self) -> None:
        super().__init__()
        self.tokenizer_signature = "char"

    def _preprocess_segment(self, sent: str) -> str:
        """The characters, apart by blanks."""
        return " ".join(super()._preprocess_segment(sent))


class Ter(SacrebleuMetric):
    """sacrebleu's TER, in percent; lower is better.

    Chinese and Japanese are normalised and cut by sacrebleu (``normalized`` and ``asian_support``): each Chinese character
    is a word, and so is a run of kana between them. sacrebleu leaves other text without spaces between words, such as Thai
    and Khmer, in one piece: there each character is a word, and the signature says ``tok:char``.
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
        script = spaceless_script(references)
        asian = script in ASIAN or tokenizer_of(self.language) in ASIAN
        self.by_character = asian or script == "other"
        self.scorer = CharacterTER() if script == "other" else TER(normalized=asian, asian_support=asian)

    def warn(self, predicted: Sequence[str], references: Sequence[str]) -> None:
        """Say what will take long, before it does."""
        longest = [max(line, reference, key=len) for line, reference in zip(predicted, references, strict=True)]
        if max(map(len, longest), default=0) <= min(LONG, LONG_OF_CHARACTERS):
            return
        self.suit(references)
        unit, most = ("characters", LONG_OF_CHARACTERS) if self.by_character else ("words", LONG)
        sizes = [
            len(line) if self.by_character else line.count(" ") + 1
            for line, own, reference in zip(longest, predicted, references, strict=True)
            if own != reference
        ]
        long = [size for size in sizes if size > most]
        if long:
            log(
                f"warning: TER: {len(long):,} lines have more than {most} {unit}, the longest {max(long):,}; sacrebleu takes up"
                f" to {-(-sum(long) // WORDS_A_MINUTE):,} minutes for them: leave TER out of the metrics, or cut the lines"
            )

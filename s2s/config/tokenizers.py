"""How the text of each side is cut into pieces: the options, the patterns that are known by name, and what goes together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from s2s.config.fields import option
from s2s.errors import UserError
from s2s.files import read

TokenizerKind = StrEnum("TokenizerKind", ["bpe", "unigram", "word", "char", "pattern"])
Normalize = StrEnum("Normalize", ["none", "nfc", "plain"])
ROLES = ("source", "target")
SAMPLED = (TokenizerKind.bpe, TokenizerKind.unigram)
"""Kinds that have several segmentations of a text, of which one can be drawn."""
WHOLE = (TokenizerKind.word, TokenizerKind.pattern)
"""Kinds whose pieces are those of the text, for which the share of covered characters means nothing."""
PATTERNS = {
    # Schwaller et al. 2019, arXiv:1811.02633, supporting information.
    "smiles": (
        r"(\[[^\]]+]|Br?|Cl?|N|O|S|P|F|I|b|c|n|o|s|p|\(|\)|\.|=|#|-|\+|\\|\/|:|~|@|\?|>|\*|\$|\%[0-9]{2}|[0-9])"
    ),
    "morphemes": " @@|.",
}
"""Regular expressions by name: the atoms and bonds of molecules in SMILES; characters, and the mark between morphemes."""
LARGEST_PATTERN = 1 << 16
"""Bytes of a file that holds a regular expression."""


@dataclass
class SideConfig:
    """What the vocabulary of one side has of its own."""

    kind: TokenizerKind | None = option(None, "Kind of the pieces of this side; by default tokenizer.kind.")
    size: int | None = option(None, "Number of pieces of this side; by default tokenizer.size.")
    pattern: str | None = option(None, "Pattern of this side; by default tokenizer.pattern.")


@dataclass
class TokenizerConfig:
    """The vocabularies of pieces that are learned from the training text."""

    kind: TokenizerKind = option(TokenizerKind.bpe, "Kind of pieces that text is cut into.")
    size: int | None = option(None, "Number of pieces in the vocabulary; by default it suits the amount of text.")
    joint: bool = option(True, "Whether source and target share one vocabulary.")
    extend: bool = option(
        False, "Whether the pieces of train.start_from stay, and those that this text adds come after them."
    )
    coverage: float | None = option(
        None, "Share of the text whose characters get pieces of their own; by default it suits the text."
    )
    sampling: float = option(
        0.0, "Probability of BPE-dropout for bpe, smoothing exponent of the sampling for unigram; 0 is off."
    )
    normalize: Normalize | None = option(
        None,
        "Normal form of text: none, nfc, or plain, the default, which also reads look-alikes of a source alike.",
    )
    pattern: str | None = option(
        None,
        "Regular expression whose matches are the pieces of kind pattern: a name (smiles), a file, or the expression.",
    )
    source: SideConfig = field(default_factory=SideConfig)
    target: SideConfig = field(default_factory=SideConfig)

    def of(self, role: str) -> SideConfig:
        """What holds for ``source`` or ``target``: its own options, else those of both sides. Its kind is never None."""
        own: SideConfig = getattr(self, role)
        kind = own.kind or self.kind
        pattern = (own.pattern or self.pattern) if kind is TokenizerKind.pattern else None
        return SideConfig(kind, own.size or self.size, pattern)

    def name_of(self, option: str, role: str) -> str:
        """The full name of the option that decides for ``source`` or ``target``: its own, or that of both sides."""
        return f"tokenizer.{option}" if getattr(getattr(self, role), option) is None else f"tokenizer.{role}.{option}"

    @property
    def alike(self) -> bool:
        """Whether both sides are cut by the same rules, as one vocabulary of both needs."""
        return self.of("source") == self.of("target")


def expression_of(option: str, value: str) -> str:
    """The regular expression that `value` names, holds in a file, or is. Raises `UserError` where it does not compile."""
    text, origin = PATTERNS.get(value, value), ""
    if value not in PATTERNS and is_file(value):
        try:
            text = read(Path(value), LARGEST_PATTERN).decode("utf-8-sig").strip("\r\n")
        except (OSError, ValueError) as error:
            raise UserError(f"{option}={value}: cannot be read ({error}); give a small file of text") from None
        origin = "the file holds "
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        known = ", ".join(PATTERNS)
        raise UserError(
            f"{option}={value}: {origin}no regular expression ({error}); correct it, name a file that holds one, or one of"
            f" {known}"
        ) from None
    return text


def is_file(value: str) -> bool:
    """Whether `value` is the path of a file; an expression may be too long for one, or hold what no path may."""
    try:
        return Path(value).is_file()
    except (OSError, ValueError):
        return False

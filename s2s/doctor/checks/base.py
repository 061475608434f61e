"""What every kind of finding has: a meaning, a remedy, and, where a pair shows it by itself, a test of the pair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

Side = Literal["source", "target", "pair"]
SIDES: tuple[Side, Side] = ("source", "target")


class Fix(StrEnum):
    """What ``s2s doctor --fix`` does with the lines of a finding."""

    mended = "mended"
    """The copy has them, without the fault."""
    left_out = "left out"
    refused = "refused"
    """No copy is written, for what the rest of the file holds cannot be told."""
    kept = "kept"
    """The copy has them as they are: an option or a person mends what is wrong, if anything is."""


@dataclass(frozen=True)
class Pair:
    """A source and a target, both without what `s2s.doctor.texts.oddities` finds, and not blank."""

    source: str
    target: str
    languages: tuple[str, str]
    """The codes that the user has given for them."""

    @property
    def texts(self) -> tuple[str, str]:
        """Source and target."""
        return self.source, self.target


class PairCheck:
    """A kind of fault that a pair shows by itself. A subclass overrides `sides`, and `mended` where it can be mended."""

    def sides(self, pair: Pair) -> Iterator[Side]:
        """Where the pair has the fault; nothing where it does not have it."""
        raise NotImplementedError(f"{type(self).__name__}.sides")

    def mended(self, pair: Pair) -> tuple[str, str]:
        """Source and target without the fault."""
        return pair.texts


class TextCheck(PairCheck):
    """A fault that each of the two texts shows by itself. A subclass overrides `finds`, and `mend` if it can be mended."""

    ascii: ClassVar[bool] = True
    """Whether text of ASCII alone can have the fault."""

    def finds(self, text: str) -> bool:
        """Whether `text` has the fault."""
        raise NotImplementedError(f"{type(self).__name__}.finds")

    def mend(self, text: str) -> str:
        """`text` without the fault."""
        return text

    def sides(self, pair: Pair) -> Iterator[Side]:
        """The texts that have the fault."""
        for side, text in zip(SIDES, pair.texts, strict=True):
            if (self.ascii or not text.isascii()) and self.finds(text):
                yield side

    def mended(self, pair: Pair) -> tuple[str, str]:
        """Both texts without the fault."""
        return self.mend(pair.source), self.mend(pair.target)


@dataclass(frozen=True)
class Check:
    """A row of the table of checks."""

    meaning: str
    """What is wrong, after the name of the check."""
    remedy: str
    """What the user types or does."""
    fix: Fix = Fix.left_out
    warns: bool = True
    """Whether training says so when it begins."""
    pairs: PairCheck | None = None
    """What tests a pair by itself; None where the corpus as a whole is looked at."""

"""Lines in capitals throughout, of which a model of ordinary text learns other tokens."""

from __future__ import annotations

from s2s.data.text.casing import Casing, cased, casing_of
from s2s.doctor.checks.base import TextCheck

LEAST_LETTERS, LEAST_WORDS = 10, 2
"""Fewer may be abbreviations and names: ``NATO, EU``."""
SEVERAL, LONG = 4, 5
"""So many words, or a word of so many letters, are not abbreviations alone."""


class Capitals(TextCheck):
    """Words of two capitals or more, which are most of the letters of the line, and not abbreviations alone."""

    def finds(self, text: str) -> bool:
        """Whether `text` is in capitals."""
        if not text.isupper() or casing_of(text) is not Casing.capitals:
            return False
        letters = sum(map(str.isalpha, text))
        words = [word for word in text.split() if sum(map(cased, word)) > 1 and not any(map(str.isdigit, word))]
        if len(words) < LEAST_WORDS or letters < LEAST_LETTERS:
            return False
        several = len(words) >= SEVERAL or any(sum(map(cased, word)) >= LONG for word in words)
        return several and sum(map(cased, "".join(words))) > 0.8 * letters

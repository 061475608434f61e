"""Exact match: word accuracy where each line is a word, as in pronunciation and transliteration."""

from __future__ import annotations

from s2s.metrics.match import MatchMetric
from s2s.metrics.references import canonical


class ExactMatch(MatchMetric):
    """The share of lines that are one of their references, in percent.

    Compared is text in composed form (NFC), without blanks at its ends. Tables of G2P call 100 less this the word error
    rate, WER: a word is a line there, and its tokens are phones.
    """

    def same(self, line: str, reference: str) -> bool:
        """Whether both are the same text, or the same labels, which are written in one order."""
        return canonical(line) == canonical(reference)

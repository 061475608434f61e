"""The character error rate."""

from __future__ import annotations

from s2s.metrics.edit_rate import EditRate


class CharacterErrorRate(EditRate):
    """`EditRate` over characters, which are code points of composed text; blanks between words count."""

    def units(self, text: str) -> str:
        """The characters."""
        return text

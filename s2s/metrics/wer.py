"""The error rate of tokens that stand apart by blanks: words (WER), or phones (PER)."""

from __future__ import annotations

from s2s.metrics.edit_rate import EditRate


class TokenErrorRate(EditRate):
    """`EditRate` over what stands between blanks."""

    def units(self, text: str) -> list[str]:
        """The tokens."""
        return text.split()

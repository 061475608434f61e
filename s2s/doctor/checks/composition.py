"""Text that is not in Unicode's composed form (NFC), which is canonically equal, but other characters, and so other tokens."""

from __future__ import annotations

import unicodedata

from s2s.doctor.checks.base import TextCheck


class Composition(TextCheck):
    """Unicode Standard Annex 15: a letter and its accents apart (NFD) where NFC has one character, or the other way round,
    as for the yya of Bengali, or marks in another order, as in Burmese."""

    ascii = False

    def finds(self, text: str) -> bool:
        """Whether `text` is not in NFC."""
        return not unicodedata.is_normalized("NFC", text)

    def mend(self, text: str) -> str:
        """`text` in NFC."""
        return unicodedata.normalize("NFC", text)

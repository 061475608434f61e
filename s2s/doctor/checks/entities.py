"""Character references of HTML and XML that have not been replaced: ``&amp;``, ``&#39;``."""

from __future__ import annotations

import html
import re
import unicodedata

from s2s.doctor.checks.base import TextCheck

REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Entities(TextCheck):
    """Only references that HTML knows, with their semicolon: ``R&D; AT&T`` has none."""

    def finds(self, text: str) -> bool:
        """Whether `text` has a reference to a visible character."""
        return "&" in text and self.mend(text) != text

    def mend(self, text: str) -> str:
        """`text` with the characters themselves."""
        return REFERENCE.sub(character, text) if "&" in text else text


def character(match: re.Match[str]) -> str:
    """The characters that a reference stands for; the reference itself where they are control characters or none."""
    text = html.unescape(match[0])
    is_text = all(unicodedata.category(one)[0] != "C" and one not in "\u2028\u2029\ufffd" for one in text)
    return text if is_text else match[0]

"""Characters that nobody sees where their script gives them no meaning: soft hyphens, zero-width spaces, joiners, marks."""

from __future__ import annotations

import re
import unicodedata

from s2s.data.text.normalization import IGNORED, JOINERS, kept
from s2s.doctor.checks.base import TextCheck

ANY = re.compile(f"[{IGNORED}{JOINERS}]")
SPACE, DIRECTIONS = "\u200b", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
SPACELESS = re.compile("[\u0e00-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]")
"""Thai, Lao, Tibetan, Burmese, Khmer, Tai: a zero-width space separates their words."""


class Invisible(TextCheck):
    """What `tokenizer.normalize` drops of a source, but for what separates words and for marks of text from right to left."""

    ascii = False

    def finds(self, text: str) -> bool:
        """Whether `text` has an invisible character without a meaning."""
        return ANY.search(text) is not None and self.mend(text) != text

    def mend(self, text: str) -> str:
        """`text` without them."""
        if ANY.search(text) is None:
            return text
        meaningful = DIRECTIONS if any(map(from_right, text)) else ""
        if SPACELESS.search(text):
            meaningful += SPACE
        before = None
        while text != before:  # what is between two joiners may be one
            before, text = text, ANY.sub(lambda match: match[0] if means(match, meaningful) else "", text)
        return text


def from_right(character: str) -> bool:
    """Whether it is a letter of a script that is written from right to left."""
    return unicodedata.bidirectional(character) in ("R", "AL") and character.isalpha()


def means(match: re.Match[str], meaningful: str) -> bool:
    """Whether the character has a meaning where it is, or is one of the `meaningful` ones."""
    character, text = match[0], match.string
    if meaningful and re.match(f"[{meaningful}]", character):
        return True
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return character in JOINERS and kept(character, before, after)

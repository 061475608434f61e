"""Signs that a translation has gone wrong: it is far too short for its source, or says one thing again and again."""

from __future__ import annotations

import re

LONG = 20
"""Characters of a source from which on the length of its translation tells something."""
SHORT = 0.3
"""The share of the usual length below which a translation has left something out."""
REPEATED = re.compile(r"(.{1,8}?)\1{7,}")
"""The same one to eight characters eight times."""


def suspicions(source: str, text: str, ratio: float) -> tuple[str, ...]:
    """``short`` and ``looping``, where `text` is so as a translation of `source`.

    `ratio` is how many characters a translation usually has for each of its source. What loops in the source may do so in
    the translation.
    """
    reasons = []
    written = text.strip()
    if any(map(str.isalnum, source)) and (
        not written or (len(source) >= LONG and len(written) < SHORT * ratio * len(source))
    ):
        reasons.append("short")
    if (loops(text.split()) and not loops(source.split())) or (REPEATED.search(text) and not REPEATED.search(source)):
        reasons.append("looping")
    return tuple(reasons)


def loops(words: list[str]) -> bool:
    """Whether the same one to four words stand three times in a row."""
    return any(
        words[start : start + size]
        == words[start + size : start + 2 * size]
        == words[start + 2 * size : start + 3 * size]
        for size in range(1, 5)
        for start in range(len(words) - 3 * size + 1)
    )

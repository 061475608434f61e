"""What is said of sources that a vocabulary does not hold all of."""

from __future__ import annotations


def unknown_words(count: int, lines: int, name: str = "lines") -> str:
    """That `count` of so many `lines`, called by `name`, have characters or words that the vocabulary lacks; nothing of none."""
    what = "have characters or words that the vocabulary of the source does not hold"
    return f"{count:,} of {lines:,} {name} {what}" if count else ""

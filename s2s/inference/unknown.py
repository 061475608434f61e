"""What is said of sources that a vocabulary does not hold all of."""

from __future__ import annotations


def unknown_words(count: int, lines: int) -> str:
    """That `count` of so many `lines` have characters or words that the vocabulary lacks; nothing of none."""
    what = "have characters or words that the vocabulary of the source does not hold"
    return f"{count:,} of {lines:,} lines {what}" if count else ""

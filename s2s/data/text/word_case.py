"""The case of a word, as taggers read it beside its spelling."""

from __future__ import annotations

from s2s.config.layers import CASES

NUMBERS = {name: number for number, name in enumerate(CASES)}


def case_of(word: str) -> int:
    """The number of the word's case among `s2s.config.layers.CASES`.

    ``lower`` (and), ``title`` (Ada, A), ``upper`` (NATO, COVID-19), ``mixed`` (iPhone) are told by letters alone; of words
    without letters that have case, as in many scripts, those with a digit are ``digits`` and the rest is ``other``.
    """
    letters = [letter for letter in word if letter.isupper() or letter.islower() or letter.istitle()]
    if not letters:
        return NUMBERS["digits" if any(map(str.isdigit, word)) else "other"]
    large, small = not letters[0].islower(), all(letter.islower() for letter in letters[1:])
    if small:
        return NUMBERS["title" if large else "lower"]
    return NUMBERS["mixed" if any(map(str.islower, letters)) else "upper"]

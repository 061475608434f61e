"""Text that is ALL CAPITALS or In Title Case: its ordinary casing, and a translation cased as its source was.

A model that was trained on ordinary text has hardly a piece for ``SLEEPS``, and spells what it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

Casing = StrEnum("Casing", ["capitals", "title"])

TITLE_WORDS = 4
"""Words from which on capitals at the beginning of each are a title; three may be a name."""
SHOUTED = 4
"""Letters of a single word that is taken for shouting, not for an abbreviation."""
WORD = re.compile(r"\S+")
CONTINUED = re.compile(r"\w+")
DOTTED = ("tr", "az")
"""Languages with an i that keeps its dot as a capital."""


class Exact(NamedTuple):
    """What of a text keeps its case."""

    beginning: str = ""
    """Its first characters, which may end inside a word."""
    words: tuple[str, ...] = ()


def casing_of(text: str) -> Casing | None:
    """How `text` is cased, None where that is ordinary or its script has no case.

    Capitals are at least two words, or one of four letters. In Title Case each of at least four words begins with a
    capital, and most go on in small letters.
    """
    words = [word for word in text.split() if any(map(cased, word))]
    if not any(map(small, text)):
        shouted = len(words) > 1 and any(sum(map(cased, word)) > 1 for word in words)
        return Casing.capitals if shouted or any(sum(map(cased, word)) >= SHOUTED for word in words) else None
    if len(words) < TITLE_WORDS or any(small(next(filter(cased, word))) for word in words):
        return None
    return Casing.title if 2 * sum(map(capitalised, words)) > len(words) else None


def cased(character: str) -> bool:
    """Whether the character is a capital or a small letter; many scripts have neither."""
    return character.isupper() or character.islower()


def small(character: str) -> bool:
    """Whether it is a small letter that has a capital: ß stands among capitals too."""
    return character.islower() and character.upper().lower() == character


def capitalised(word: str) -> bool:
    """Whether `word` begins with a capital and goes on in small letters."""
    letters = [character for character in word if cased(character)]
    return len(letters) > 1 and letters[0].isupper() and all(map(small, letters[1:]))


def ordinary(text: str, casing: Casing, language: str, pieces: Callable[[str], float] | None) -> str:
    """`text` as it would stand inside a text: small letters, and capitals where the language has them.

    `pieces` tells how badly the model knows a word, given with the space before it: names and German nouns are known with
    a capital. Without `pieces` the model knows none. Words of a title that are not merely capitalised, as abbreviations,
    stay as they are.
    """
    first = True

    def word(match: re.Match[str]) -> str:
        nonlocal first
        spelling = match[0]
        if not any(map(cased, spelling)):
            return spelling
        begins, first = first, False
        if casing is Casing.title and not capitalised(spelling) and sum(map(cased, spelling)) > 1:
            return spelling
        low = lower(spelling, language)
        if pieces is None:
            return low
        high = capital(low, language)
        return high if begins or pieces(high) < pieces(low) else low

    return WORD.sub(word, text)


def recased(text: str, casing: Casing, language: str) -> str:
    """`text` in capitals, or with a capital at the beginning of each word."""
    if casing is Casing.title:
        return WORD.sub(lambda match: capital(match[0], language), text)
    return (text.replace("i", "İ") if language in DOTTED else text).upper()


def recased_but(exact: Exact, text: str, casing: Casing, language: str) -> str:
    """`recased`, but what of `text` is `exact` stays as it is, and so do words that stand for themselves, not in others."""
    begin = len(exact.beginning) if text.startswith(exact.beginning) else 0
    head, rest = text[:begin], text[begin:]
    if casing is Casing.title and head[-1:].isalnum() and (inside := CONTINUED.match(rest)):
        head, rest = head + inside[0], rest[inside.end() :]
    words = sorted(filter(None, exact.words), key=len, reverse=True)
    patterns = [
        alone if re.search(alone := rf"(?<!\w){re.escape(word)}(?!\w)", rest) else re.escape(word) for word in words
    ]
    parts = re.split(f"({'|'.join(patterns)})", rest) if patterns else [rest]
    return head + "".join(part if number % 2 else recased(part, casing, language) for number, part in enumerate(parts))


def lower(text: str, language: str) -> str:
    """`text` in small letters; in languages with two kinds of i each keeps its dot or lack of one."""
    return (text.replace("I", "ı").replace("İ", "i") if language in DOTTED else text).lower()


def capital(word: str, language: str) -> str:
    """`word` with its first letter as a capital."""
    for index, character in enumerate(word):
        if character.isalpha():
            first = "İ" if character == "i" and language in DOTTED else character.title()
            return word[:index] + first + word[index + 1 :]
    return word

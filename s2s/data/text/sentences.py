"""Text in parts: its sentences, by sentencex, and the passages of a sentence that is too long to be translated at once.

sentencex (Wikimedia's, rules of some 300 languages in one wheel, no downloads) knows abbreviations, quotations and the
stops of each script, the danda and the full-width ones among them. For a language that it does not know it takes the
rules of English, with the stops of all scripts.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from functools import cache

from s2s.data.codecs.base import Codec
from s2s.data.text.ids import SPACE
from s2s.data.text.language_names import primary
from s2s.data.text.lines import whole
from s2s.data.text.scripts import HAN, KANA, OTHERS

Span = tuple[int, int]
"""Begin and end of a part of a text, in characters."""
LINE_BREAK = re.compile("\r?\n")
ORDINAL = re.compile(r"(?:^|[^\w.,])\d{1,2}\.$")
ORDINALS = frozenset("cs da de et eu fi fo hr hu is lv nb nn no pl sk sl sr tr".split())
"""Languages that write "second" as ``2.``: there a sentence that would end so goes on."""
UNSPACED = f"\u3001-\u303f\uff01-\uff65{HAN}{KANA}{OTHERS}"
"""Punctuation and letters of scripts that write no space between two sentences, inside brackets of a regular expression."""
APART = re.compile(rf"[\s{UNSPACED}]")
"""What is no part of the word that stands before it."""
BEGINS = re.compile(rf"[\s{UNSPACED}¡¿«»‹›„“”\"—–…\u200b]")
"""What may begin a sentence without a space before it, or belong to the one that ends."""
ADDRESS = re.compile(r"/\S*[!?]$")
"""The end of an address in which these are no stops."""
TITLES = "Av|Mlle|Mme|dr|mevr|ডা|মো|डॉ"
INITIAL = re.compile(rf"(?:^|[\s(\[«\"'„“‘’.–-])((?![\uac00-\ud7a3{UNSPACED}])[^\W\d_]|{TITLES})\.$")
"""A title, or one letter of a script whose letters are no syllables, before a full stop."""
TAIL = 8
"""Characters in which an abbreviation stands, with what comes before it."""

LONGEST = 1000
"""Pieces that any model reads at once. Few corpora of sentences hold more; of one that does its model reads as many."""
INSIDE = re.compile("<0x[89AB].>")
"""A byte of a character that is not its first."""
LONGEST_TEXT = 50_000
"""Characters that are encoded at once."""


def passages(text: str, tokenizer: Codec, longest: int) -> Iterator[list[int]]:
    """The ids of `text`, at most `longest` at a time, cut before a word if one begins in the second half of them."""
    begin = 0
    while begin < len(text):
        end = len(text)
        if end - begin > LONGEST_TEXT:
            space = text.rfind(" ", begin + LONGEST_TEXT // 2, begin + LONGEST_TEXT)
            end = space if space >= 0 else begin + LONGEST_TEXT
        ids = tokenizer.encode([text[begin:end]])[0]
        names = tokenizer.pieces_of(ids)
        words = [index for index, name in enumerate(names) if name.startswith(SPACE)]
        first = 0
        while len(ids) - first > longest:
            inside = words[bisect(words, first + longest // 2) : bisect(words, first + longest)]
            last = inside[-1] if inside else first + longest
            while last > first + 1 and INSIDE.fullmatch(names[last]):
                last -= 1
            yield ids[first:last]
            first = last
        yield ids[first:]
        begin = end


def sentences(text: str, language: str) -> list[Span]:
    """Where the sentences of `text` stand, without the white space around them; none where it is blank.

    `language` is a code such as ``en``, ``zh-Hans`` or ``deu``. A line break always ends a sentence. What has no letter,
    as ``1.`` before a title, is a part of the sentence after it, at the end of a line of the one before.
    """
    code = primary(language)
    spans: list[Span] = []
    for begin, end in lines_of(text):
        spans += sentences_of_line(text[begin:end], begin, code)
    return spans


def lines_of(text: str) -> list[Span]:
    """The lines of `text` that are not blank, without the white space around them."""
    breaks = [match.span() for match in LINE_BREAK.finditer(text)]
    edges = zip([0, *(end for _, end in breaks)], [*(begin for begin, _ in breaks), len(text)], strict=True)
    return [span for begin, end in edges if (span := trimmed(text, begin, end))[0] < span[1]]


def sentences_of_line(line: str, offset: int, code: str) -> list[Span]:
    """The sentences of one line, which begins at `offset` of the text; `code` is that of the language."""
    import sentencex

    spans: list[Span] = []
    begin = position = 0
    parts = sentencex.segment(code, whole(line))  # halves of characters, which it refuses, count as one each
    for number, part in enumerate(parts, 1):
        position += len(part)
        if number < len(parts) and goes_on(part, line[position : position + 1], code):
            continue
        span = trimmed(line, begin, position)
        text = line[slice(*span)]
        if number < len(parts) and not lettered(text):
            continue
        if spans and not lettered(text):
            spans[-1] = spans[-1][0], span[1]
        elif span[0] < span[1]:
            spans.append(span)
        begin = position
    return [(offset + first, offset + last) for first, last in spans]


def goes_on(part: str, following: str, code: str) -> bool:
    """Whether the sentence that `part` would end goes on with the character `following`.

    It does in the middle of a word, and after an ordinal, a title or an initial, which is no small letter. Where
    sentencex knows a Latin one, it tells that from a letter that ends a sentence, as in "So did I."
    """
    if (part.endswith(".") or ADDRESS.search(part)) and not BEGINS.match(following):
        return True
    tail = part.rstrip()[-TAIL:]
    if code in ORDINALS and ORDINAL.search(tail):
        return True
    found = INITIAL.search(tail)
    if found is None or len(found[1]) > 1:
        return found is not None and code != "en"
    return not found[1].islower() and not (found[1].isascii() and knows_initial(found[1], code))


@cache
def knows_initial(letter: str, code: str) -> bool:
    """Whether sentencex's rules for a language let a letter with a full stop stand before a name."""
    import sentencex

    return len(sentencex.segment(code, f"a song of {letter}. Miller is old")) == 1


def trimmed(text: str, begin: int, end: int) -> Span:
    """`begin` and `end` of a part of `text`, without the white space at its ends."""
    part = text[begin:end]
    begin += len(part) - len(part.lstrip())
    return begin, max(begin, begin + len(part.strip()))


def lettered(text: str) -> bool:
    """Whether there is any letter in `text`."""
    return any(character.isalpha() for character in text)

"""Text that is too long to be translated at once, in parts: time and memory then grow with its length, not its square."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

from s2s.data.codecs.base import Codec
from s2s.data.text.ids import SPACE

LONGEST = 1000
"""Pieces of a part. Nothing so long is in a corpus of sentences."""
INSIDE = re.compile("<0x[89AB].>")
"""A byte of a character that is not its first."""
LONGEST_TEXT = 50_000
"""Characters that are encoded at once."""


def passages(text: str, tokenizer: Codec) -> Iterator[list[int]]:
    """The ids of `text`, at most `LONGEST` at a time, cut before a word if one begins in the second half of them."""
    begin = 0
    while begin < len(text):
        end = len(text)
        if end - begin > LONGEST_TEXT:
            space = text.rfind(" ", begin + LONGEST_TEXT // 2, begin + LONGEST_TEXT)
            end = space if space >= 0 else begin + LONGEST_TEXT
        ids = tokenizer.encode([text[begin:end]])[0]
        names = tokenizer.pieces_of(ids)
        words = [place for place, name in enumerate(names) if name.startswith(SPACE)]
        first = 0
        while len(ids) - first > LONGEST:
            inside = words[bisect(words, first + LONGEST // 2) : bisect(words, first + LONGEST)]
            last = inside[-1] if inside else first + LONGEST
            while last > first + 1 and INSIDE.fullmatch(names[last]):
                last -= 1
            yield ids[first:last]
            first = last
        yield ids[first:]
        begin = end

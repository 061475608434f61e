"""Lines of several sentences, where sentences are mostly alone on theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from s2s.data.text.sentences import sentences
from s2s.doctor.checks.base import Pair, PairCheck, Side

INNER = re.compile(r"[.!?…؟]\W*\s\W*\w|[。！？।]\W*\w")
"""Where a sentence may end within a line."""


END = re.compile(r"[.!?…؟。！？।॥]\W*$")
BEGIN = re.compile(r"\W*(?![B-DF-HJ-NP-TV-XZ](?![\w'’]))\w")
"""A sentence begins with no lower-case letter, nor with the initial of a name."""


class Sentences(PairCheck):
    """Both sides have several, and as many, by sentencex: a dot of an abbreviation is hardly one on both."""

    def sides(self, pair: Pair) -> Iterator[Side]:
        """The pair, if it has several sentences."""
        if INNER.search(pair.source) and INNER.search(pair.target):
            parts = [
                [text[begin:end] for begin, end in sentences(text, code)]
                for text, code in zip(pair.texts, pair.languages, strict=True)
            ]
            if len(parts[0]) == len(parts[1]) > 1 and all(whole(part) for side in parts for part in side):
                yield "pair"


def whole(part: str) -> bool:
    """Whether `part` begins and ends as a sentence does."""
    begin = BEGIN.match(part)
    return begin is not None and not begin[0][-1:].islower() and END.search(part) is not None

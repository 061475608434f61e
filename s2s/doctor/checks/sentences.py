"""Lines of several sentences, where sentences are mostly alone on theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from s2s.data.text.sentences import sentences
from s2s.doctor.checks.base import Pair, PairCheck, Side

INNER = re.compile(r"[.!?…؟]\W*\s\W*\w|[。！？।]\W*\w")
"""Where a sentence may end within a line."""


class Sentences(PairCheck):
    """Both sides have several, and as many, by sentencex: a dot of an abbreviation is hardly one on both."""

    def sides(self, pair: Pair) -> Iterator[Side]:
        """The pair, if it has several sentences."""
        if INNER.search(pair.source) and INNER.search(pair.target):
            counts = [len(sentences(text, code)) for text, code in zip(pair.texts, pair.languages, strict=True)]
            if counts[0] == counts[1] > 1:
                yield "pair"

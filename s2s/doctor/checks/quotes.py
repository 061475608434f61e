"""Quotation marks that a spreadsheet has left around or inside a text, or that stand for an apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from s2s.doctor.checks.base import SIDES, Pair, PairCheck, Side

DOUBLED = re.compile(r'"(?:.*[\s(])?""\w.*[\w.!?…,]""(?:[\s.,;:!?)].*)?"')
"""A cell as a spreadsheet writes it: quotes around it, and those of the text itself doubled."""
WITHIN = re.compile(r'(?<=[A-Za-zÀ-ɏ])"(?=[A-Za-zÀ-ɏ])')
"""Hebrew has such marks within words, Latin letters have an apostrophe."""
SPEECH = re.compile("[\"“”„‟«»‘’‚‹›'`「」『』《》〝〞〟״–—-]")
"""Any of these on the other side may stand for the quotes of this one."""


class Quotes(PairCheck):
    """Quotes that the text itself has, or that have a counterpart on the other side, are none of these."""

    def sides(self, pair: Pair) -> Iterator[Side]:
        """The texts that have such quotes."""
        if '"' not in pair.source and '"' not in pair.target:
            return
        for side, text, mended in zip(SIDES, pair.texts, self.mended(pair), strict=True):
            if text != mended:
                yield side

    def mended(self, pair: Pair) -> tuple[str, str]:
        """Both texts with the quotes of the text itself alone."""
        return mended(pair.source, pair.target), mended(pair.target, pair.source)


def mended(text: str, other: str) -> str:
    """`text` without a spreadsheet's quotes, given its translation `other`."""
    if DOUBLED.fullmatch(text):
        return text[1:-1].replace('""', '"')
    if len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1] and not SPEECH.search(other):
        return text[1:-1].strip()
    if text.count('"') % 2 and WITHIN.search(text):
        return WITHIN.sub("'", text, count=1)
    return text

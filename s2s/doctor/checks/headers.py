"""A row that names the columns where a pair should be: at the top, or where files were put together."""

from __future__ import annotations

from collections.abc import Iterator

from s2s.data.corpora.formats.headers import SOURCES, TARGETS, is_language, language_of, plain
from s2s.doctor.checks.base import Pair, PairCheck, Side

LONGEST = 30
SHORTEST = 3
"""Characters of a name: shorter ones are codes, and codes are words (it, no, es)."""


class Headers(PairCheck):
    """Both texts name the languages of their sides, or one is called source and the other target."""

    def sides(self, pair: Pair) -> Iterator[Side]:
        """The pair, if both texts are names."""
        if len(pair.source) > LONGEST or len(pair.target) > LONGEST:
            return
        names = [plain(text) for text in pair.texts]
        if (names[0] in SOURCES and names[1] in TARGETS) or (
            min(map(len, names)) > SHORTEST
            and all(
                language_of(name) and is_language(name, code) for name, code in zip(names, pair.languages, strict=True)
            )
        ):
            yield "pair"

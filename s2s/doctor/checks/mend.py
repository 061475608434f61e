"""A pair without all that can be mended in it."""

from __future__ import annotations

from s2s.doctor.checks.base import Fix, Pair
from s2s.doctor.checks.registry import CHECKS, PAIR_CHECKS
from s2s.doctor.texts import repaired

MENDING = [kind for check, kind in PAIR_CHECKS.items() if CHECKS[check].fix is Fix.mended]


def mended_pair(source: str, target: str, languages: tuple[str, str]) -> tuple[str, str]:
    """Source and target without what is odd in them by itself; what is taken out may join what is odd."""
    texts = source, target
    before: tuple[str, str] | None = None
    while texts != before:
        before = texts
        texts = repaired(texts[0]), repaired(texts[1])
        for kind in MENDING:
            pair = Pair(texts[0].strip(), texts[1].strip(), languages)
            if pair.source and pair.target and any(True for _ in kind.sides(pair)):
                texts = kind.mended(pair)
    return texts

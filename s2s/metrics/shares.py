"""How translations fail: shares of those that are empty, copied, looping or too long."""

from __future__ import annotations

from collections.abc import Sequence

from s2s.data.text.suspicious import loops
from s2s.metrics.references import Reference, alternatives


def shares(sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[Reference]) -> dict[str, float]:
    """The share of translations that are empty, a copy of the source, looping, or over twice the reference's words.

    Of several references of a line, none is its source, and the longest is meant.
    Looping means that the same one to four words stand three times in a row.
    """
    rows = list(zip(sources, hypotheses, map(alternatives, references), strict=True))
    counts = {
        "empty": sum(not h.strip() for _, h, _ in rows),
        "copied": sum(h.strip() == s.strip() and s.strip() not in map(str.strip, r) for s, h, r in rows),
        "looping": sum(loops(h.split()) for _, h, _ in rows),
        "too long": sum(len(h.split()) > 2 * max(len(one.split()) for one in r) for _, h, r in rows),
    }
    return {name: count / len(rows) for name, count in counts.items()}

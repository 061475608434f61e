"""How translations fail: shares of those that are empty, copied, looping or too long."""

from __future__ import annotations

from collections.abc import Sequence

from s2s.data.text.suspicious import loops


def shares(sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]) -> dict[str, float]:
    """The share of translations that are empty, a copy of the source, looping, or over twice the reference's words.

    Looping means that the same one to four words stand three times in a row.
    """
    rows = list(zip(sources, hypotheses, references, strict=True))
    counts = {
        "empty": sum(not h.strip() for _, h, _ in rows),
        "copied": sum(h.strip() == s.strip() != r.strip() for s, h, r in rows),
        "looping": sum(loops(h.split()) for _, h, _ in rows),
        "too long": sum(len(h.split()) > 2 * len(r.split()) for _, h, r in rows),
    }
    return {name: count / len(rows) for name, count in counts.items()}

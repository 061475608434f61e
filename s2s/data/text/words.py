"""Words of a text that was cut into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from s2s.data.text.ids import END, SPACE, UNKNOWN


def groups(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """First and last + 1 of the pieces of each word: a word begins with a space; eos and an unknown word stand alone."""
    starts = [
        index for index, piece in enumerate(pieces) if not index or piece.startswith(SPACE) or piece in (END, UNKNOWN)
    ]
    return list(pairwise([*starts, len(pieces)]))

"""Words of a text that was cut into pieces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from s2s.data.text.ids import END, SPACE


def groups(pieces: Sequence[str]) -> list[tuple[int, int]]:
    """First and last + 1 of the pieces of each word: a word begins with a space, and eos stands alone."""
    starts = [index for index, piece in enumerate(pieces) if not index or piece.startswith(SPACE) or piece == END]
    return list(pairwise([*starts, len(pieces)]))

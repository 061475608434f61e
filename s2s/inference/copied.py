"""What a model that copies has taken from its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from s2s.data.codecs.base import Codec
from s2s.data.text.ids import UNK, OpenPiece

Sides = tuple[Codec, Codec]
"""The codecs of the source and of the target."""


def named(codecs: Sides, tokens: Sequence[int], source: Sequence[Any]) -> list[int]:
    """The ids that a search has written for `source`, those that were copied as the pieces of it that they are."""
    size = codecs[1].size
    if not codecs[1].opens:
        return list(tokens)
    names = codecs[0].pieces_of(source)
    return [OpenPiece.of(names[token - size]) if token >= size else token for token in tokens]


def unknown(codecs: Sides, ids: Sequence[int], source: Sequence[Any]) -> int:
    """How many of the target's `ids` stand for what neither its vocabulary nor, where it may be copied, the source holds."""
    if not codecs[1].opens:
        return ids.count(UNK)
    names = set(codecs[0].pieces_of(source))
    return sum(one.name not in names if isinstance(one, OpenPiece) else one == UNK for one in ids)

"""What is kept of every pair, and reading again those that are of interest: texts themselves are never kept."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy
from numpy.typing import NDArray

from s2s.data.corpora.formats.base import Row
from s2s.errors import UserError

BLOCK, CHARACTERS = 4096, 1 << 20
"""Pairs that are worked on together, and the characters that are enough even of fewer."""
Rows = Callable[[], Iterator[Row]]
Sentences = tuple[list[str], list[str]]
"""The sources and the targets of some pairs."""
Mask = NDArray[numpy.bool_]


@dataclass
class Columns:
    """About 50 bytes of each pair, whatever its length."""

    lines: array[int] = field(default_factory=lambda: array("q"))
    keys: tuple[array[int], array[int]] = field(default_factory=lambda: (array("q"), array("q")))
    """Hashes of source and target."""
    lengths: tuple[array[int], array[int]] = field(default_factory=lambda: (array("q"), array("q")))
    """Characters of source and target."""
    sound: bytearray = field(default_factory=bytearray)
    """1 where two texts could be read that are not blank and not equal: only those are compared to each other."""
    featured: bool = False
    """Whether sources have features, for many of which one and the same target may be right."""

    @property
    def mask(self) -> Mask:
        """`sound` as booleans, one for each pair: a view, not a copy."""
        return numpy.frombuffer(self.sound, numpy.bool_)

    def of_sound(self, column: array[int]) -> NDArray[numpy.int64]:
        """The values of one of the columns, for the sound pairs only."""
        return numpy.frombuffer(column, numpy.int64)[self.mask]


def again(name: str, rows: Rows, wanted: Mask) -> Iterator[tuple[Sentences, NDArray[numpy.int64]]]:
    """Read anew; the texts of the pairs that are `wanted`, in blocks, with their places among all pairs."""
    flags = wanted.tobytes()
    texts: Sentences = [], []
    places: list[int] = []
    size = 0
    for index, row in enumerate(rows()):
        if index == len(flags):
            raise UserError(f"{name}: has grown while it was read; try again when it is whole")
        if not flags[index]:
            continue
        places.append(index)
        for side, text in zip(texts, row[1:3], strict=True):
            side.append(text)
            size += len(text)
        if len(places) == BLOCK or size > CHARACTERS:
            yield texts, numpy.array(places)
            texts, places, size = ([], []), [], 0
    if places:
        yield texts, numpy.array(places)

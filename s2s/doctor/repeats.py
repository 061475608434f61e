"""Which pairs, or sides of them, come again: by the hashes of their texts, which is all that is kept of them."""

from __future__ import annotations

import numpy
from numpy.typing import NDArray

from s2s.data.text.normalization import equal_text

Hashes = NDArray[numpy.int64]
Rows = NDArray[numpy.int64]
ODD_FACTOR = numpy.int64(-7046029254386353131)  # 2^64 / the golden ratio; the sum keeps source and target apart


def key_of(text: str) -> int:
    """A hash of `text`, equal for what is canonically equal and differs in spaces.

    Python keys it anew in each process: no text can aim at another's.
    """
    return hash(" ".join(equal_text(text).split()))


def of_pairs(sources: Hashes, targets: Hashes) -> Hashes:
    """One hash for each pair, which depends on the order of its two."""
    with numpy.errstate(over="ignore"):
        return sources * ODD_FACTOR + targets


def repeated(keys: Hashes) -> tuple[Rows, Rows]:
    """The rows whose key has been there before, in order, and for each the first row that has it."""
    order = numpy.argsort(keys, kind="stable")
    fresh = numpy.ones(len(keys), dtype=bool)
    fresh[1:] = keys[order[1:]] != keys[order[:-1]]
    first = numpy.empty_like(order)
    first[order] = order[numpy.maximum.accumulate(numpy.where(fresh, numpy.arange(len(keys)), 0))]
    rows = numpy.flatnonzero(first != numpy.arange(len(keys)))
    return rows, first[rows]


def crowded(keys: Hashes, others: Hashes, limit: int) -> tuple[Rows, Rows]:
    """The rows that hold a further text for a key that has had `limit` different ones, and the first row of the key.

    `others` are the hashes of the texts. Rows that repeat a pair are none of them.
    """
    new = numpy.ones(len(keys), dtype=bool)
    new[repeated(of_pairs(keys, others))[0]] = False
    distinct = numpy.flatnonzero(new)
    order = distinct[numpy.argsort(keys[distinct], kind="stable")]
    fresh = numpy.ones(len(order), dtype=bool)
    fresh[1:] = keys[order[1:]] != keys[order[:-1]]
    places = numpy.arange(len(order))
    start = numpy.maximum.accumulate(numpy.where(fresh, places, 0))
    late = places - start >= limit
    rows, first = order[late], order[start[late]]
    by_row = numpy.argsort(rows)
    return rows[by_row], first[by_row]


def members(keys: Hashes, held: Hashes) -> tuple[Rows, Rows]:
    """The rows whose key is among `held`, and for each the first place there."""
    if not len(held):
        return numpy.empty(0, numpy.int64), numpy.empty(0, numpy.int64)
    order = numpy.argsort(held, kind="stable")
    position = numpy.minimum(numpy.searchsorted(held, keys, sorter=order), len(held) - 1)
    rows = numpy.flatnonzero(held[order[position]] == keys)
    return rows, order[position[rows]]

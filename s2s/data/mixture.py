"""Which rows an epoch has where there are several directions, of which small ones come more often than their size says.

A direction of n pairs gets a share of the epoch in proportion to n^(1/T), T the temperature (Arivazhagan et al. 2019,
arXiv:1907.05019, §4.2): with T = 1 every pair comes once, with a large T all directions come alike. An epoch has as many pairs as
there are. Of several corpora, each pair counts as its corpus's weight says, for the size of its direction too, so that a corpus of
twice the weight of another has each of its pairs come twice as often beside those of the other. What gets more than it has comes
whole so many times, and for the rest, as what gets less, by a draw without replacement; which pairs these are is a pure function
of (seed, epoch).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy

DIRECTION = "direction"
"""The column of a row's direction by its number, or, of a training pair of several corpora, of its group."""


class Mixture:
    """The rows of each epoch, of directions and corpora that stand one after the other in a table."""

    def __init__(
        self,
        spans: Sequence[range],
        temperature: float,
        seed: int,
        chunk: int = 2**16,
        block: int = 2**8,
        *,
        weights: Sequence[float] | None = None,
        directions: Sequence[int] | None = None,
    ) -> None:
        """`spans` are the rows of each direction, or, with their `weights` and the numbers of their `directions`, of each
        corpus of each of these.

        More than `chunk` rows are drawn in blocks of neighbours, of which `block` divides `chunk`: single ones would be slow to
        find.
        """
        self.seed, sizes = seed, numpy.array([len(span) for span in spans])
        self.block = 1 if sizes.sum() <= chunk else block
        self.spans = spans
        self.blocks = -(-sizes // self.block)
        """How many blocks each of them has."""
        counted = sizes if weights is None else sizes * numpy.array(weights)
        owners = numpy.arange(len(sizes)) if directions is None else numpy.array(directions)
        shares = shares_of(counted, temperature, owners)
        self.quotas = apportioned(*in_blocks(shares, sizes, self.blocks))
        """How many of them an epoch has."""
        self.in_chunk = chunk // self.block
        self.chunks = -(-int(self.quotas.sum()) // self.in_chunk)
        """Parts of an epoch."""
        self.rows = self.quotas * sizes / self.blocks
        """How many pairs of each an epoch has; of blocks that are cut short at the end of one, about."""
        self.size = round(float(self.rows.sum()))
        """Pairs of an epoch; of blocks that are cut short at the end of one, about."""

    def starts(self, epoch: int) -> numpy.ndarray:
        """(N, 2): the first row of each block of an epoch and the one after its last, in random order."""
        random = numpy.random.default_rng((self.seed, epoch))
        drawn = []
        for span, count, quota in zip(self.spans, self.blocks.tolist(), self.quotas.tolist(), strict=True):
            numbers = numpy.concatenate(
                [numpy.tile(numpy.arange(count), quota // count), random.choice(count, quota % count, replace=False)]
            )
            begin = span.start + self.block * numbers
            drawn.append(numpy.stack([begin, numpy.minimum(begin + self.block, span.stop)], axis=1))
        edges = numpy.concatenate(drawn)
        return edges[random.permutation(len(edges))]

    def read(self, examples: Any, epoch: int, chunk: int) -> Mapping[str, Sequence[Any]]:
        """The examples of one chunk of an epoch, by their columns."""
        edges = self.starts(epoch)[chunk * self.in_chunk : (chunk + 1) * self.in_chunk]
        if self.block == 1:
            rows: Mapping[str, Sequence[Any]] = examples[edges[:, 0].tolist()]
            return rows
        parts = [examples[begin:end] for begin, end in edges.tolist()]
        return {name: [value for part in parts for value in part[name]] for name in ("source", "target", DIRECTION)}


def shares_of(sizes: numpy.ndarray, temperature: float, owners: numpy.ndarray) -> numpy.ndarray:
    """p_l = n_l^(1/T) / Σ n^(1/T), for directions of n_l pairs; of a direction of several corpora each gets its part by size.

    `sizes` are those of the corpora, with their weights, and `owners` the numbers of their directions.
    """
    whole = numpy.bincount(owners, weights=sizes)
    weights = (whole / whole.max()) ** (1 / temperature)
    shares: numpy.ndarray = (weights / weights.sum())[owners] * (sizes / whole[owners])
    return shares


def in_blocks(shares: numpy.ndarray, sizes: numpy.ndarray, blocks: numpy.ndarray) -> tuple[int, numpy.ndarray]:
    """How many blocks an epoch has, and the share of each direction in them, that its rows may have theirs.

    The last block of a direction is shorter than others, which counts where a direction has few.
    """
    if (blocks == sizes).all():
        return int(sizes.sum()), shares
    exact = sizes.sum() * shares * blocks / sizes
    return round(float(exact.sum())), exact / exact.sum()


def apportioned(total: int, shares: numpy.ndarray) -> numpy.ndarray:
    """`total` in whole numbers, at least one each, as near to the `shares` as can be: the largest remainders are rounded up."""
    exact = total * shares
    counts = numpy.floor(exact).astype(numpy.int64)
    rest = numpy.argsort(counts - exact, kind="stable")[: int(total - counts.sum())]
    counts[rest] += 1
    least: numpy.ndarray = numpy.maximum(counts, 1)
    return least

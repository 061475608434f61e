"""The endless stream of training batches, and the place in it that a checkpoint remembers.

An epoch is cut into chunks of sentences; a chunk is read, encoded and batched in a background thread while the one
before it is trained on. What comes at a place is a pure function of (seed, epoch, chunk, batch).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, Protocol

import numpy

from s2s.data.batching import Batch, Pair, collate, plan
from s2s.data.sides import Side

CHUNK = 2**16
"""Sentence pairs in memory at a time."""


class Place(NamedTuple):
    """The next batch of the stream."""

    epoch: int = 0
    chunk: int = 0
    batch: int = 0


class Examples(Protocol):
    """What a `datasets.Dataset` with columns ``source`` and ``target`` offers."""

    def __len__(self) -> int: ...
    def __getitem__(self, rows: list[int]) -> Mapping[str, Sequence[Any]]: ...


class Chunk(NamedTuple):
    pairs: list[Pair]
    batches: list[numpy.ndarray]
    dropped: int
    """Pairs longer than the limit, which are left out."""


class Stream:
    """Training batches without end, from any `Place`."""

    def __init__(
        self,
        examples: Examples,
        sides: tuple[Side, Side],
        *,
        budget: int,
        max_length: int,
        sampling: float,
        seed: int,
        chunk: int = CHUNK,
        collate: Callable[[Sequence[Pair]], Batch] = collate,
    ) -> None:
        self.examples, self.sides, self.collate = examples, sides, collate
        self.budget, self.max_length, self.sampling, self.seed, self.size = budget, max_length, sampling, seed, chunk
        self.chunks = -(-len(examples) // chunk)
        self.kept: list[Pair] | None = None

    def encode(self, texts: Mapping[str, Sequence[Any]], seed: int) -> list[Pair]:
        """Source and target ids of the sentences; subwords are sampled anew for each `seed`."""
        source, target = self.sides
        sources = source.encode(list(texts["source"]), sampling=self.sampling, seed=2 * seed)
        targets = target.encode(list(texts["target"]), sampling=self.sampling, seed=2 * seed + 1)
        return list(zip(sources, targets, strict=True))

    def encode_plain(self, texts: Mapping[str, Sequence[Any]]) -> list[Pair]:
        """Source and target ids of the sentences, each in its one best segmentation."""
        encoded = [
            side.encode(list(texts[name])) for name, side in zip(("source", "target"), self.sides, strict=True)
        ]
        return list(zip(*encoded, strict=True))

    def load(self, epoch: int, chunk: int) -> Chunk:
        """Read, encode and batch one chunk."""
        count, number = len(self.examples), epoch * self.chunks + chunk
        if self.kept is not None:
            pairs = self.kept
        else:
            order = numpy.arange(count)
            if self.chunks > 1:
                order = numpy.random.default_rng((self.seed, epoch)).permutation(count)
            rows = order[chunk * self.size : (chunk + 1) * self.size]
            pairs = self.encode(self.examples[rows.tolist()], self.seed * 1_000_003 + number)
            if self.chunks == 1 and self.sampling == 0:
                self.kept = pairs
        lengths = numpy.array([[len(source) + 1, len(target) + 1] for source, target in pairs])
        short = numpy.flatnonzero(lengths.max(axis=1) <= self.max_length + 1)
        batches = [short[rows] for rows in plan(lengths[short], self.budget, self.seed, number)] if len(short) else []
        return Chunk(pairs, batches, len(pairs) - len(short))

    def batches_per_epoch(self) -> tuple[int, int]:
        """How many batches an epoch has and how many pairs it leaves out, judged by the first chunk."""
        first = self.load(0, 0)
        share = len(self.examples) / len(first.pairs)
        return round(len(first.batches) * share), round(first.dropped * share)

    def run(self, place: Place) -> Iterator[tuple[Place, Batch]]:
        """Batches from `place` on, each with the place after it."""
        epoch, number, skip = place
        with ThreadPoolExecutor(1, thread_name_prefix="s2s-batches") as pool:
            waiting = pool.submit(self.load, epoch, number)
            while True:
                chunk = waiting.result()
                after = (epoch, number + 1) if number + 1 < self.chunks else (epoch + 1, 0)
                waiting = pool.submit(self.load, *after)
                for index in range(skip, len(chunk.batches)):
                    last = index + 1 == len(chunk.batches)
                    following = Place(*after, 0) if last else Place(epoch, number, index + 1)
                    yield following, self.collate([chunk.pairs[row] for row in chunk.batches[index]])
                (epoch, number), skip = after, 0

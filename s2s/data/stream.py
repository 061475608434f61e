"""The endless stream of training batches, and the place in it that a checkpoint remembers.

An epoch is cut into chunks of sentences; a chunk is read, encoded and batched in a background thread while the one
before it is trained on, and each batch is made into tensors while the one before it is. A chunk of a large corpus is made
of blocks of neighbours from all over it, drawn anew in each epoch: single sentences would be slow to find, and an order of
them all large. What comes at a place is a pure function of (seed, epoch, chunk, batch).
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, NamedTuple, Protocol

import numpy

from s2s.data.batching import Batch, Pair, collate
from s2s.data.codecs.files import Codecs
from s2s.data.mixture import DIRECTION, Mixture
from s2s.data.planning import plan
from s2s.data.text.preparation import behind

CHUNK = 2**16
"""Sentence pairs in memory at a time."""
BLOCK = 2**8
"""Neighbours that come in the same chunk."""
POLL = 0.1
"""Seconds between two looks at whether training has stopped, while a chunk is waited for."""


class Place(NamedTuple):
    """The next batch of the stream."""

    epoch: int = 0
    chunk: int = 0
    batch: int = 0


class Examples(Protocol):
    """What a `datasets.Dataset` with columns ``source`` and ``target`` offers."""

    def __len__(self) -> int: ...
    def __getitem__(self, rows: slice) -> Mapping[str, Sequence[Any]]: ...


class Chunk(NamedTuple):
    """A part of an epoch, encoded: its pairs, and for each batch the numbers of its pairs."""

    pairs: list[Pair]
    batches: list[numpy.ndarray]
    dropped: int
    """Pairs longer than the limit, which are left out."""


class Stream:
    """Training batches without end, from any `Place`."""

    def __init__(
        self,
        examples: Examples,
        codecs: Codecs,
        *,
        budget: int,
        max_length: int,
        sampling: float,
        seed: int,
        chunk: int = CHUNK,
        block: int = BLOCK,
        collate: Callable[[Sequence[Pair]], Batch] = collate,
        release: Callable[[], None] = lambda: None,
        mixture: Mixture | None = None,
        tags: Sequence[Sequence[int]] = (),
        ready: Callable[[Batch], Batch] = lambda batch: batch,
    ) -> None:
        """`block` divides `chunk`; `release` is called whenever a chunk has been read from `examples`.

        `ready` is done to each batch of `run`, in the thread that makes it. Of several directions or corpora `mixture` says which rows an epoch has, and `tags` what stands before the sources of
        each group of them.
        """
        self.examples, self.codecs, self.collate = examples, codecs, collate
        self.budget, self.max_length, self.sampling, self.seed = budget, max_length, sampling, seed
        self.block, self.blocks, self.release = block, chunk // block, release
        self.mixture, self.tags, self.ready = mixture, tags, ready
        self.chunks = -(-len(examples) // chunk) if mixture is None else mixture.chunks
        self.kept: list[Pair] | None = None
        self.first: Chunk | None = None

    def encode(self, texts: Mapping[str, Sequence[Any]], seed: int) -> list[Pair]:
        """Source and target ids of the sentences; subwords are sampled anew for each `seed`."""
        source, target = self.codecs
        sources = self.tagged(source.encode(list(texts["source"]), sampling=self.sampling, seed=2 * seed), texts)
        targets = target.encode(list(texts["target"]), sampling=self.sampling, seed=2 * seed + 1)
        return list(zip(sources, targets, strict=True))

    def encode_plain(self, texts: Mapping[str, Sequence[Any]]) -> list[Pair]:
        """Source and target ids of the sentences, each in its one best segmentation."""
        sources, targets = (
            codec.encode(list(texts[name])) for name, codec in zip(("source", "target"), self.codecs, strict=True)
        )
        return list(zip(self.tagged(sources, texts), targets, strict=True))

    def tagged(self, sources: list[Any], texts: Mapping[str, Sequence[Any]]) -> list[Any]:
        """`sources`, each behind the tags of its group, where there are several; held-out pairs of one direction have none."""
        if not self.tags or DIRECTION not in texts:
            return sources
        return behind(self.tags, texts[DIRECTION], sources)

    def read(self, epoch: int, chunk: int) -> Mapping[str, Sequence[Any]]:
        """The sentences of one chunk."""
        if self.mixture is not None:
            return self.mixture.read(self.examples, epoch, chunk)
        if self.chunks == 1:
            return self.examples[:]
        order = numpy.random.default_rng((self.seed, epoch)).permutation(-(-len(self.examples) // self.block))
        starts = self.block * order[chunk * self.blocks : (chunk + 1) * self.blocks]
        parts = [self.examples[start : start + self.block] for start in starts.tolist()]
        return {name: [text for part in parts for text in part[name]] for name in ("source", "target")}

    def load(self, epoch: int, chunk: int) -> Chunk:
        """Read, encode and batch one chunk."""
        if self.first is not None and epoch == chunk == 0:
            return self.first
        number = epoch * self.chunks + chunk
        pairs = self.kept
        if pairs is None:
            pairs = self.encode(self.read(epoch, chunk), self.seed * 1_000_003 + number)
            self.release()
            if self.chunks == 1 and self.sampling == 0 and self.mixture is None:
                self.kept = pairs
        sides = [numpy.fromiter((len(pair[side]) for pair in pairs), numpy.int64, len(pairs)) for side in (0, 1)]
        lengths = 1 + numpy.stack(sides, axis=1)
        short = numpy.flatnonzero(lengths.max(axis=1) <= self.max_length + 1)
        batches = [short[rows] for rows in plan(lengths[short], self.budget, self.seed, number)] if len(short) else []
        return Chunk(pairs, batches, len(pairs) - len(short))

    def batches_per_epoch(self) -> tuple[int, int]:
        """How many batches an epoch has and how many pairs it leaves out, judged by the first chunk."""
        self.first = self.load(0, 0)
        size = len(self.examples) if self.mixture is None else self.mixture.size
        share = size / len(self.first.pairs)
        return round(len(self.first.batches) * share), round(self.first.dropped * share)

    def run(
        self, place: Place, batches: int = 1, rank: int = 0, world: int = 1
    ) -> Generator[tuple[Place, list[Batch]], None, None]:
        """From `place` on `batches` at a time, with the place after them.

        Each of `world` processes makes every `world`-th of these only, from number `rank` on.
        """
        closed = threading.Event()
        walk = self.walk(place, closed)

        def make() -> tuple[Place, list[Batch]]:
            steps = [next(walk) for _ in range(batches)]
            return steps[-1][0], [self.ready(self.collate(pairs)) for _, pairs in steps[rank::world]]

        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.closing(walk))
            pool = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="s2s-next-batch"))
            stack.callback(closed.set)  # before the pool waits for its thread, which may wait for a chunk
            waiting = pool.submit(make)
            while True:
                result = waiting.result()
                waiting = pool.submit(make)
                yield result

    def walk(self, place: Place, closed: threading.Event) -> Generator[tuple[Place, list[Pair]], None, None]:
        """The pairs of each batch from `place` on, with the place after it."""
        epoch, number, skip = place
        with contextlib.ExitStack() as stack:
            pool = ThreadPoolExecutor(1, thread_name_prefix="s2s-batches")
            # Nobody waits for the chunk that is being made when training stops: its state is saved meanwhile.
            stack.callback(pool.shutdown, wait=False, cancel_futures=True)
            waiting = pool.submit(self.load, epoch, number)
            while True:
                while not wait([waiting], POLL).done:
                    if closed.is_set():
                        return
                chunk = waiting.result()
                self.first = None
                after = (epoch, number + 1) if number + 1 < self.chunks else (epoch + 1, 0)
                waiting = pool.submit(self.load, *after)
                for index in range(skip, len(chunk.batches)):
                    last = index + 1 == len(chunk.batches)
                    following = Place(*after, 0) if last else Place(epoch, number, index + 1)
                    yield following, [chunk.pairs[row] for row in chunk.batches[index]]
                (epoch, number), skip = after, 0

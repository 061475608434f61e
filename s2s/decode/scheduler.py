"""From a stream of sentences to batches, and back into the order given.

Sentences are read a window at a time and sorted by length, longest first. Finished rows leave the batch and waiting
sentences take their places; both copy the memory of the whole batch, so they wait until a quarter of the rows is free.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy

from s2s.decode.backend import Backend, Hypothesis, Ints, Joining, Settings
from s2s.decode.beam import BeamSearch
from s2s.decode.greedy import GreedySearch
from s2s.decode.rows import Result, Search, Sentence
from s2s.decode.sampling import SampleSearch
from s2s.decode.score import limit

WINDOW = 2000
"""Sentences sorted by length at a time. Fewer than twice as many are held; output comes about a window later."""
FREE = 0.25
"""The share of rows that must be free before a batch is copied."""

Entry = tuple[Sentence, Sequence[Any]]
Waiting = deque[Entry]


def decode(
    backend: Backend, sources: Iterable[Sequence[Any]], settings: Settings, window: int = WINDOW, first: int = 0
) -> Iterator[list[Hypothesis]]:
    """The hypotheses of each source (ids ending in eos), best first, in the order given.

    An empty source yields one empty hypothesis and never reaches the backend. With a `window` of 1 each sentence comes
    out before the next is read. `first` is the place of the first source in a longer input that comes in parts; what is
    sampled for a sentence depends on its place.
    """
    joining = backend if isinstance(backend, Joining) else None
    numbered = enumerate(sources, first)
    waiting: Waiting = deque()
    flight: Flight | None = None
    found: dict[int, list[Hypothesis]] = {}
    read = written = first
    more = True
    while more or waiting or flight is not None:
        if more and not waiting and read - written < window and (flight is None or (joining and flight.room(0))):
            chunk = list(itertools.islice(numbered, window))
            more, read = len(chunk) == window, read + len(chunk)
            found |= {number: [Hypothesis((), 0.0, 0.0)] for number, source in chunk if len(source) == 0}
            waiting.extend(longest_first(chunk, settings))
        flight, results = admit(backend, joining, waiting, flight, settings)
        if flight is not None:
            results += flight.step()
            flight = flight if flight.live else None
        for sentence, hypotheses in results:
            found[sentence.number] = hypotheses
        while written in found:
            yield found.pop(written)
            written += 1


def longest_first(chunk: Sequence[tuple[int, Sequence[Any]]], settings: Settings) -> Waiting:
    """The sources that are not empty, longest first: the last batches to run are short ones."""
    kept = [(Sentence(n, len(ids), limit(len(ids), settings)), ids) for n, ids in chunk if len(ids)]
    return deque(sorted(kept, key=lambda entry: -entry[0].length))


def admit(
    backend: Backend, joining: Joining | None, waiting: Waiting, flight: Flight | None, settings: Settings
) -> tuple[Flight | None, list[Result]]:
    """Let waiting sentences into `flight`, as many as it has room for, or begin one; and what they finished with.

    `joining` is the backend if its batches can grow.
    """
    if not waiting or (flight is not None and joining is None):
        return flight, []
    length = waiting[0][0].length
    count = capacity(length, settings) if flight is None else flight.room(length)
    if count == 0:
        return flight, []
    entering = [waiting.popleft() for _ in range(min(count, len(waiting)))]
    fresh = Flight(backend, entering, settings)
    if flight is None or joining is None:
        return fresh, []
    results: list[Result] = []
    while fresh.live and fresh.width < flight.width:
        results += fresh.step()
    if fresh.live:
        flight.join(joining, fresh)
    return flight, results


def capacity(length: int, settings: Settings) -> int:
    """How many rows of `length` source positions are decoded side by side."""
    return max(1, settings.batch_tokens // length)


def search_for(sentences: Sequence[Sentence], settings: Settings) -> Search:
    if settings.sample:
        return SampleSearch(sentences, settings)
    return (GreedySearch if settings.greedy else BeamSearch)(sentences, settings)


class Flight:
    """The sentences that are being decoded now. Finished ones stay until enough of them can leave together."""

    def __init__(self, backend: Backend, entering: Sequence[Entry], settings: Settings) -> None:
        self.backend, self.settings = backend, settings
        self.looking = settings.attention or settings.coverage_penalty > 0
        self.search = search_for([sentence for sentence, _ in entering], settings)
        self.memory, self.state = backend.encode([ids for _, ids in entering])
        self.count = self.live = len(entering)
        self.longest = max(sentence.length for sentence, _ in entering)
        self.place(None)

    @property
    def width(self) -> int:
        """K, how many hypotheses each sentence has now."""
        return int(self.search.tokens.shape[1])

    def step(self) -> list[Result]:
        """One more token for every hypothesis; the sentences that this finished."""
        search = self.search
        step = self.backend.step(self.memory, self.state, search.tokens, search.candidates, self.looking)
        self.state = step.state
        results = search.advance(step)
        if results:
            self.live -= len(results)
            if self.live and self.count - self.live >= FREE * self.count:
                self.place(search.live.nonzero()[0])
                return results
        if search.parents is not None and self.live:
            self.place(None)
        return results

    def place(self, rows: Ints | None) -> None:
        """Bring memory and state to what the search wants to feed next, with only `rows` if they are given."""
        search, beams = self.search, self.search.parents
        if rows is not None:
            search.keep(rows)
            beams = numpy.tile(numpy.arange(self.width), (len(rows), 1)) if beams is None else beams[rows]
            self.count, self.longest = len(rows), max(sentence.length for sentence in search.sentences)
        if beams is not None:
            self.memory, self.state = self.backend.select(self.memory, self.state, rows, beams)
            search.parents = None

    def room(self, length: int) -> int:
        """How many sentences of at most `length` may come in now: none until a good part of the rows is free."""
        most = capacity(max(self.longest, length), self.settings)
        free = most - self.count
        return free if free >= max(1, FREE * most) else 0

    def join(self, backend: Joining, other: Flight) -> None:
        self.memory, self.state = backend.join([self.memory, other.memory], [self.state, other.state])
        self.search.join(other.search)
        self.count, self.live = self.count + other.count, self.live + other.live
        self.longest = max(self.longest, other.longest)

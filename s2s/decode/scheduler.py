"""From a stream of sentences to batches of like length, and back into the order given."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from s2s.decode import beam, sequential
from s2s.decode.backend import Backend, Hypothesis, Settings

WINDOW = 2000
"""Sentences sorted by length at a time; output comes a window behind the input."""


def decode(
    backend: Backend, sources: Iterable[Sequence[int]], settings: Settings, window: int = WINDOW
) -> Iterator[list[Hypothesis]]:
    """The hypotheses of each source (ids ending in eos), in the order given; an empty source yields an empty one."""
    numbered = enumerate(sources)
    while chunk := list(itertools.islice(numbered, window)):
        found: dict[int, list[Hypothesis]] = {n: [Hypothesis((), 0.0, 0.0)] for n, source in chunk if not source}
        waiting = sorted((entry for entry in chunk if entry[1]), key=lambda entry: (-len(entry[1]), entry[0]))
        for group in batches(waiting, settings.batch_tokens):
            numbers, texts = [number for number, _ in group], [source for _, source in group]
            if settings.sample or (settings.beam == 1 and settings.coverage_penalty == 0):
                results = sequential.decode_batch(backend, texts, numbers, settings)
            else:
                results = beam.decode_batch(backend, texts, settings)
            found.update(zip(numbers, results, strict=True))
        yield from (found[number] for number, _ in chunk)


def batches(sources: Sequence[tuple[int, Sequence[int]]], budget: int) -> Iterator[Sequence[tuple[int, Sequence[int]]]]:
    """Cut sentences, longest first, into groups of at most `budget` padded source positions."""
    begin = 0
    while begin < len(sources):
        size = max(1, budget // len(sources[begin][1]))
        yield sources[begin : begin + size]
        begin += size

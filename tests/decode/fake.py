"""A model that is nothing but chance, and a backend for it that checks what decoding asks of a backend."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy

from s2s.decode.backend import Doubles, Step

PAD, BOS, EOS, UNK = range(4)
Ids = tuple[int, ...]


class Chance:
    """Next-token distributions that depend on the whole source and on all that was written."""

    def __init__(self, vocabulary: int = 12, seed: int = 0, spread: float = 2.0, ending: float = 0.2) -> None:
        self.vocabulary, self.seed, self.spread, self.ending = vocabulary, seed, spread, ending
        self.next = lru_cache(maxsize=None)(self.draw)

    def draw(self, source: Ids, prefix: Ids) -> tuple[numpy.ndarray, numpy.ndarray]:
        """log P (V,) of the next token after `prefix` (without bos), and attention (S,), both float32."""
        random = numpy.random.default_rng((self.seed, *source, 10**6, *prefix))
        logits = random.normal(size=self.vocabulary) * self.spread
        logits[EOS] += self.ending * len(prefix) - 1
        attention = random.dirichlet(numpy.full(len(source), 0.5))
        log_probs = logits - numpy.log(numpy.exp(logits).sum())
        return log_probs.astype(numpy.float32), attention.astype(numpy.float32)


class Model(Protocol):
    """What a `FakeBackend` decodes."""

    vocabulary: int

    @property
    def next(self) -> Callable[..., tuple[Any, Any]]:
        """log P of the next token and the attention, for a source and a prefix."""


class FakeBackend:
    """Decodes `Chance`, or anything with `vocabulary` and `next`. The memory is a padded array (B, S), the state an array
    (B, K) of what was fed so far."""

    def __init__(self, model: Model, attends: bool = True) -> None:
        self.model, self.vocabulary, self.attends = model, model.vocabulary, attends
        self.encoded: list[Ids] = []
        self.steps = self.selections = 0
        self.shapes: list[tuple[int, int, int]] = []

    def encode(
        self, sources: Sequence[Sequence[int]], demanded: Sequence[Collection[int]] | None = None
    ) -> tuple[numpy.ndarray, numpy.ndarray]:
        assert demanded is None or len(demanded) == len(sources)
        assert sources and all(source and source[-1] == EOS for source in sources)
        self.encoded += [tuple(source) for source in sources]
        memory = numpy.zeros((len(sources), max(map(len, sources))), numpy.int64)
        for row, source in enumerate(sources):
            memory[row, : len(source)] = source
        return memory, objects((len(sources), 1), lambda row, beam: ())

    def step(
        self,
        memory: numpy.ndarray,
        state: numpy.ndarray,
        tokens: numpy.ndarray,
        candidates: int,
        attention: bool,
        wanted: numpy.ndarray | None = None,
    ) -> Step:
        assert tokens.dtype == numpy.int64 and tokens.flags.writeable and tokens.shape == state.shape
        assert len(memory) == len(state)
        self.steps += 1
        self.shapes.append((*state.shape, memory.shape[1]))
        count = min(candidates, self.vocabulary - 3)
        after: Any = objects(state.shape, lambda row, beam: (*state[row, beam], int(tokens[row, beam])))
        log_probs = numpy.zeros((*state.shape, count), numpy.float32)
        chosen = numpy.zeros((*state.shape, count), numpy.int64)
        weights = numpy.zeros((*state.shape, memory.shape[1]), numpy.float32)
        asked: Any = None if wanted is None else numpy.zeros(wanted.shape, numpy.float32)
        for row, beam in numpy.ndindex(state.shape):
            source = tuple(memory[row][memory[row] != PAD].tolist())
            assert after[row, beam][0] == BOS
            likely, looks = self.model.next(source, after[row, beam][1:])
            allowed = [token for token in range(self.vocabulary) if token not in (PAD, BOS, UNK)]
            best = sorted(allowed, key=lambda token: -likely[token])[:count]
            log_probs[row, beam], chosen[row, beam] = likely[best], best
            if wanted is not None:
                asked[row, beam] = likely[wanted[row, beam]]
            weights[row, beam, : len(source)] = looks
        return Step(after, log_probs, chosen, weights if attention and self.attends else None, asked)

    def select(
        self, memory: numpy.ndarray, state: numpy.ndarray, rows: numpy.ndarray | None, beams: numpy.ndarray
    ) -> tuple[numpy.ndarray, numpy.ndarray]:
        self.selections += 1
        assert beams.dtype == numpy.int64 and beams.ndim == 2 and beams.flags.writeable and beams.size
        if rows is None:
            assert len(beams) == len(state)
            return memory, state[numpy.arange(len(state))[:, None], beams]
        assert rows.dtype == numpy.int64 and len(rows) == len(beams) and (numpy.diff(rows) > 0).all()
        memory = memory[rows]
        return memory[:, : int((memory != PAD).sum(axis=1).max())], state[rows[:, None], beams]

    def follow(self, memory: Any, state: Any, targets: Sequence[Sequence[int]]) -> Doubles:
        raise AssertionError("no search asks for this")

    def contents(self) -> Iterator[bytes]:
        yield from ()


def objects(shape: tuple[int, ...], make: Callable[..., Any]) -> numpy.ndarray:
    """An array of Python objects, `make` called with each place."""
    array = numpy.empty(shape, object)
    for place in numpy.ndindex(*shape):
        array[place] = make(*place)
    return array


def sentences(count: int, seed: int = 0, vocabulary: int = 12, longest: int = 9) -> list[list[int]]:
    """Sources of 0 to `longest` ids and eos; some are empty (and have no eos)."""
    random = numpy.random.default_rng(seed)
    made = []
    for _ in range(count):
        length = int(random.integers(0, longest + 1))
        made.append([*random.integers(4, vocabulary, length).tolist(), EOS] if length else [])
    return made

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import pytest
from decode.fake import EOS, Chance, FakeBackend, sentences
from grids import thinned

from s2s.decode.backend import Hypothesis, Settings
from s2s.decode.scheduler import FREE, decode

KINDS = {
    "greedy": Settings(beam=1),
    "beam": Settings(beam=4, nbest=2),
    "coverage": Settings(beam=3, coverage_penalty=0.2, attention=True),
    "sample": Settings(search="sample", nbest=2),
}


def translations(
    backend: FakeBackend, sources: Iterable[Sequence[int]], settings: Settings, **options: Any
) -> list[list[tuple[int, ...]]]:
    return [[hypothesis.tokens for hypothesis in found] for found in decode(backend, sources, settings, **options)]


def with_budget(settings: Settings, tokens: int) -> Settings:
    return Settings(**{**vars(settings), "batch_tokens": tokens})


@pytest.mark.parametrize(
    ("kind", "window", "tokens"), thinned(itertools.product(KINDS, (1, 2, 7, 100), (1, 12, 60, 10_000)), 5)
)
def test_batch_and_window_change_nothing(kind: str, window: int, tokens: int) -> None:
    model, sources = Chance(seed=11), sentences(30, seed=11)
    alone = translations(FakeBackend(model), sources, with_budget(KINDS[kind], 1), window=1)
    assert len(alone) == len(sources)
    backend = FakeBackend(model)
    assert translations(backend, sources, with_budget(KINDS[kind], tokens), window=window) == alone
    assert sorted(backend.encoded) == sorted(tuple(source) for source in sources if source)


@pytest.mark.parametrize("kind", ["greedy", "beam", "coverage"])
def test_order_changes_nothing(kind: str) -> None:
    model, sources = Chance(seed=12), sentences(30, seed=12)
    places = list(range(30))
    random.Random(0).shuffle(places)
    plain = translations(FakeBackend(model), sources, with_budget(KINDS[kind], 40))
    shuffled = translations(FakeBackend(model), [sources[place] for place in places], with_budget(KINDS[kind], 40))
    assert shuffled == [plain[place] for place in places]


def test_nothing_in_nothing_out() -> None:
    assert list(decode(FakeBackend(Chance()), [], Settings())) == []


@pytest.mark.parametrize("window", [1, 2, 3, 100])
def test_empty_sources_never_reach_the_backend(window: int) -> None:
    backend = FakeBackend(Chance())
    assert list(decode(backend, [[], [], []], Settings(), window)) == [[Hypothesis((), 0.0, 0.0)]] * 3
    assert not backend.encoded
    found = list(decode(backend, [[], [4, EOS], []], Settings(), window))
    assert [bool(hypotheses[0].log_prob) for hypotheses in found] == [False, True, False]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("window", [1, 4, 10])
def test_results_stream_out_while_the_input_is_read(kind: str, window: int) -> None:
    taken = 0

    def counted() -> Iterator[list[int]]:
        nonlocal taken
        for source in sentences(60, seed=13):
            taken += 1
            yield source

    held = []
    for written, _ in enumerate(decode(FakeBackend(Chance()), counted(), with_budget(KINDS[kind], 20), window)):
        held.append(taken - written)
    assert held[0] <= window
    assert max(held) <= window


@pytest.mark.parametrize("kind", KINDS)
def test_finished_rows_leave_the_batch(kind: str) -> None:
    backend, sources = FakeBackend(Chance(seed=14, ending=0.4)), [[4 + n % 8, 4 + n % 5, EOS] for n in range(60)]
    list(decode(backend, sources, KINDS[kind]))
    counts = [rows for rows, _, _ in backend.shapes]
    assert counts == sorted(counts, reverse=True) and counts[0] == 60 and counts[-1] < 20
    # Copies of the memory are rare: rows go together.
    assert all(after <= (1 - FREE) * before for before, after in pairwise(counts) if after < before)


def test_a_batch_holds_at_most_so_many_source_positions() -> None:
    sources = sentences(200, seed=15, longest=20)
    for tokens in (30, 100):
        backend = FakeBackend(Chance())
        list(decode(backend, sources, Settings(beam=1, batch_tokens=tokens), window=64))
        assert max(rows * length for rows, _, length in backend.shapes if rows > 1) <= tokens
        busy = sum(rows for rows, _, _ in backend.shapes)
        assert busy / len(backend.shapes) > 1.5

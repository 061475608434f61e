"""The search with constraints: against all sequences that hold the phrases, and against the plain beam search."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy
import pytest
from decode import reference
from decode.fake import BOS, EOS, Chance, FakeBackend, sentences
from grids import thinned

from s2s.decode import scheduler
from s2s.decode.backend import Hypothesis, Settings
from s2s.decode.constrained import shares
from s2s.decode.constraints import FREE, Beginning, Constraints, Phrase, Spelling
from s2s.decode.scheduler import decode

SOURCE = (4, 6, 5, EOS)


def phrase(*tokens: int, closed: Sequence[int] = ()) -> Phrase:
    return Phrase((Spelling(tokens),), frozenset(closed))


def searched(model: Chance, constraints: Constraints, settings: Settings) -> list[Hypothesis]:
    return next(decode(FakeBackend(model), [SOURCE], settings, constraints=iter([constraints])))


def holds(tokens: Sequence[int], phrases: Sequence[Sequence[int]]) -> bool:
    """Whether the phrases stand in `tokens`, none in the other's place: all ways are tried."""
    if not phrases:
        return True
    first, rest = tuple(phrases[0]), phrases[1:]
    for begin in range(len(tokens) - len(first) + 1):
        if tuple(tokens[begin : begin + len(first)]) == first:
            taken = [*tokens[:begin], *[-1] * len(first), *tokens[begin + len(first) :]]
            if holds(taken, rest):
                return True
    return False


@cache
def everything(seed: int, most: int) -> list[reference.Found]:
    return reference.exhaustive(Chance(vocabulary=7, seed=seed), SOURCE, most, 0.6, 0.0)


SETS = [
    ([(4,)]),
    ([(4, 5)]),
    ([(4, 4)]),
    ([(4,), (4,)]),
    ([(4,), (5,)]),
    ([(4, 5), (5, 6)]),
    ([(4, 5), (4, 6)]),
    ([(5,), (4, 5)]),
    ([(4, 5, 6), (4,)]),
    ([(6, 5), (6, 5)]),
]


@pytest.mark.parametrize(("seed", "phrases"), thinned(itertools.product([3, 4], SETS), 3))
def test_a_wide_beam_finds_every_sequence_that_holds_the_phrases(
    monkeypatch: pytest.MonkeyPatch, phrases: list[tuple[int, ...]], seed: int
) -> None:
    most = 5
    monkeypatch.setattr(scheduler, "sentence_of", limited(most))
    expected = [one for one in everything(seed, most) if holds(one.tokens, phrases)]
    constraints = Constraints(tuple(phrase(*one) for one in phrases))
    settings = Settings(beam=2000, nbest=2000, length_penalty=0.6)
    found = searched(Chance(vocabulary=7, seed=seed), constraints, settings)
    assert [one.tokens for one in found] == [one.tokens for one in expected]
    assert [one.score for one in found] == pytest.approx([one.score for one in expected], rel=1e-6)
    best = searched(Chance(vocabulary=7, seed=seed), constraints, Settings(beam=500, nbest=1, length_penalty=0.6))
    assert best[0].tokens == expected[0].tokens


def limited(most: int) -> Callable[..., Any]:
    original = scheduler.sentence_of
    return lambda *given: original(*given)._replace(limit=most)


@pytest.mark.parametrize("width", [1, 2, 5])
@pytest.mark.parametrize("beta", [0.0, 0.3])
def test_every_phrase_is_met_whatever_the_beam_and_the_limit(width: int, beta: float) -> None:
    model, sources, random = Chance(vocabulary=12), sentences(40, seed=width), numpy.random.default_rng(width)
    demands = []
    for _ in sources:
        count = int(random.integers(0, 6))
        own = [tuple(random.integers(4, 12, int(random.integers(1, 4))).tolist()) for _ in range(count)]
        demands.append(own)
    constraints = [Constraints(tuple(phrase(*one) for one in own)) if own else None for own in demands]
    settings = Settings(
        beam=width, nbest=width, coverage_penalty=beta, max_length=6, attention=True, token_log_probs=True
    )
    found = list(decode(FakeBackend(model), sources, settings, constraints=iter(constraints)))
    alone = [
        next(decode(FakeBackend(model), [one], settings, constraints=iter([own])))
        for one, own in zip(sources, constraints, strict=True)
    ]
    for source, own, hypotheses, single in zip(sources, demands, found, alone, strict=True):
        assert [one.tokens for one in hypotheses] == [one.tokens for one in single], "whatever stands beside it"
        assert len({one.tokens for one in hypotheses}) == len(hypotheses) >= 1
        for one in hypotheses if source else []:
            assert holds(one.tokens, own)
            assert len(one.tokens) <= max(6, sum(map(len, own)))
            assert one.attention is not None and one.attention.shape == (len(one.tokens), len(source))
            assert one.token_log_probs is not None
            expected = [model.next(tuple(source), one.tokens[:n])[0][t] for n, t in enumerate(one.tokens)]
            assert one.token_log_probs == pytest.approx(expected, rel=1e-4, abs=1e-5)


def test_without_phrases_it_is_the_beam_search_and_others_do_not_change() -> None:
    model, sources = Chance(seed=6), sentences(30, seed=6)
    for width, nbest in ((1, 1), (3, 2), (5, 5)):
        settings = Settings(beam=width, nbest=nbest, coverage_penalty=0.2, batch_tokens=40)
        plain = list(decode(FakeBackend(model), sources, settings))
        empty = decode(FakeBackend(model), sources, settings, constraints=itertools.repeat(Constraints()))
        named = decode(FakeBackend(model), sources, Settings(width, nbest, 1.0, 0.2, search="constrained"))
        mixed = [Constraints((phrase(4, 5),)) if n % 3 == 0 else None for n in range(len(sources))]
        some = list(decode(FakeBackend(model), sources, settings, constraints=iter(mixed)))
        for number, (one, other, third, fourth) in enumerate(zip(plain, empty, named, some, strict=True)):
            assert [h.tokens for h in one] == [h.tokens for h in other] == [h.tokens for h in third]
            assert [h.score for h in one] == pytest.approx([h.score for h in other])
            if number % 3:
                assert [h.tokens for h in one] == [h.tokens for h in fourth]
                assert [h.score for h in one] == pytest.approx([h.score for h in fourth])


def test_a_phrase_with_two_spellings_and_what_may_stand_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "sentence_of", limited(4))
    either = Phrase((Spelling((4, 5)), Spelling((5,), frozenset({6}))), closed=frozenset({4}))
    settings = Settings(beam=400, nbest=400, length_penalty=0.6)
    found = {one.tokens for one in searched(Chance(vocabulary=7, seed=3), Constraints((either,)), settings)}

    def good(tokens: tuple[int, ...]) -> bool:
        for n in range(len(tokens)):
            for spelling, allowed in (((4, 5), None), ((5,), 6)):
                end = n + len(spelling)
                follows = allowed is None or (n > 0 and tokens[n - 1] == allowed)
                if tokens[n:end] == spelling and follows and tokens[end : end + 1] != (4,):
                    return True
        return False

    assert found and all(map(good, found))
    assert {one.tokens for one in everything(3, 4)} >= found
    at_first = Phrase((Spelling((4,), frozenset({BOS})), Spelling((5, 6), frozenset({4, 5, 6}))))
    for one in searched(Chance(vocabulary=7, seed=3), Constraints((at_first,)), settings):
        assert one.tokens[0] == 4 or holds(one.tokens, [(5, 6)])


def test_a_beginning_is_kept_and_what_follows_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "sentence_of", limited(5))
    model, settings = Chance(vocabulary=7, seed=4), Settings(beam=900, nbest=900, length_penalty=0.6)
    fork = Beginning(({4: 1}, {5: 2, 6: FREE}, {4: FREE}), closed=frozenset({4}))
    found = searched(model, Constraints((), fork), settings)
    expected = [
        one
        for one in everything(4, 5)
        if (one.tokens[:2] == (4, 6) and one.tokens[2:3] != (4,))
        or (one.tokens[:3] == (4, 5, 4) and one.tokens[3:4] != (4,))
    ]
    assert [one.tokens for one in found] == [one.tokens for one in expected]
    with_phrase = searched(model, Constraints((phrase(6, 5),), fork), settings)
    assert {one.tokens for one in with_phrase} == {
        one.tokens for one in expected if holds(one.tokens[1 if one.tokens[1] == 6 else 3 :], [(6, 5)])
    }
    whole = Beginning(({4: 1}, {5: 2}, {EOS: FREE}))
    assert [one.tokens for one in searched(model, Constraints((), whole), Settings(beam=3, nbest=3))] == [(4, 5)]
    assert Constraints((phrase(4, 5),), whole).length == 4


@pytest.mark.parametrize(
    ("counts", "width", "expected"),
    [
        ([9], 5, [5]),
        ([9, 9], 5, [2, 3]),
        ([1, 9, 9], 6, [1, 2, 3]),
        ([9, 0, 1], 6, [5, 0, 1]),
        ([9, 9, 0], 6, [3, 3, 0]),
        ([9, 9, 9], 2, [0, 0, 2]),
    ],
)
def test_the_beam_is_shared_out(counts: list[int], width: int, expected: list[int]) -> None:
    assert shares(counts, width) == expected


def test_a_long_and_costly_phrase_is_written_early_enough_by_a_narrow_beam() -> None:
    """Without an outlook every step would begin it anew, and only the limit would end it."""
    model = Chance(vocabulary=30, spread=4.0, ending=2.0)
    demand = Constraints((phrase(*range(10, 18)),))
    for beam in (1, 3, 5):
        (found, *_) = searched(model, demand, Settings(beam=beam))
        assert holds(found.tokens, [tuple(range(10, 18))]) and found.ended and len(found.tokens) < 26

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy
import pytest
from decode import reference
from decode.fake import EOS, Chance, FakeBackend, Ids, sentences
from grids import thinned

from s2s.decode import beam, scheduler
from s2s.decode.backend import Settings
from s2s.decode.scheduler import decode
from s2s.decode.score import limit
from s2s.errors import UserError


@pytest.mark.parametrize("alpha", [0.0, 0.6, 1.5])
@pytest.mark.parametrize("beta", [0.0, 0.4])
def test_a_beam_as_wide_as_the_search_space_finds_every_translation(
    monkeypatch: pytest.MonkeyPatch, alpha: float, beta: float
) -> None:
    monkeypatch.setattr(scheduler, "limit", lambda length, settings, facts: 4)
    model, source = Chance(vocabulary=7, seed=3), (4, 6, 5, EOS)
    expected = reference.exhaustive(model, source, 4, alpha, beta)
    # 1 + 3 + 9 + 27 that end in eos and 81 that do not.
    assert len(expected) == 121
    settings = Settings(beam=121, nbest=121, length_penalty=alpha, coverage_penalty=beta)
    found = next(decode(FakeBackend(model), [source], settings))
    assert [hypothesis.tokens for hypothesis in found] == [best.tokens for best in expected]
    assert [hypothesis.score for hypothesis in found] == pytest.approx([best.score for best in expected], rel=1e-6)
    first = next(decode(FakeBackend(model), [source], Settings(121, 1, alpha, beta)))
    assert [hypothesis.tokens for hypothesis in first] == [expected[0].tokens]


@pytest.mark.parametrize(("alpha", "beta"), [(0.0, 0.0), (1.0, 0.0), (0.7, 0.3)])
@pytest.mark.parametrize(("width", "vocabulary"), thinned(itertools.product([2, 3, 5, 8], [6, 12]), 3))
def test_each_sentence_is_decoded_as_by_the_plain_search(
    width: int, alpha: float, beta: float, vocabulary: int
) -> None:
    model = Chance(vocabulary, seed=width)
    sources = sentences(25, seed=width, vocabulary=vocabulary)
    for nbest in {1, width - 1, width}:
        settings = Settings(width, nbest, alpha, beta, batch_tokens=35)
        for source, found in zip(sources, decode(FakeBackend(model), sources, settings), strict=True):
            if not source:
                continue
            expected = reference.beam(model, tuple(source), width, limit(len(source), settings), alpha, beta)[:nbest]
            assert [hypothesis.tokens for hypothesis in found] == [best.tokens for best in expected]
            for hypothesis, best in zip(found, expected, strict=True):
                assert hypothesis.score == pytest.approx(best.score, rel=1e-6)
                assert hypothesis.log_prob == pytest.approx(best.log_prob, rel=1e-6)


@pytest.mark.parametrize("beta", [0.0, 0.3])
def test_a_beam_of_one_is_greedy(monkeypatch: pytest.MonkeyPatch, beta: float) -> None:
    model, sources = Chance(seed=5), sentences(30, seed=5)
    settings = Settings(beam=1, attention=True, coverage_penalty=beta, batch_tokens=30)
    greedy = list(decode(FakeBackend(model), sources, settings))
    monkeypatch.setattr(scheduler, "search_for", beam.BeamSearch)
    for one, other in zip(greedy, decode(FakeBackend(model), sources, settings), strict=True):
        assert (one[0].tokens, one[0].score, one[0].log_prob) == (other[0].tokens, other[0].score, other[0].log_prob)
        if one[0].attention is not None:
            assert other[0].attention is not None and numpy.array_equal(one[0].attention, other[0].attention)


def test_the_nbest_are_sorted_and_distinct() -> None:
    sources = sentences(20, seed=8)
    for source, found in zip(sources, decode(FakeBackend(Chance()), sources, Settings(6, 6)), strict=True):
        assert len(found) == (6 if source else 1)
        assert len({hypothesis.tokens for hypothesis in found}) == len(found)
        assert [hypothesis.score for hypothesis in found] == sorted((h.score for h in found), reverse=True)


def test_attention_follows_each_hypothesis_back_to_its_own_steps() -> None:
    model, sources = Chance(seed=2), sentences(20, seed=2)
    settings = Settings(4, 4, attention=True, batch_tokens=25)
    for source, found in zip(sources, decode(FakeBackend(model), sources, settings), strict=True):
        for hypothesis in found if source else []:
            assert hypothesis.attention is not None and hypothesis.attention.shape == (
                len(hypothesis.tokens),
                len(source),
            )
            for j, row in enumerate(hypothesis.attention):
                assert numpy.array_equal(row, model.next(tuple(source), hypothesis.tokens[:j])[1])


@pytest.mark.parametrize("forced", [1, 2, 7])
def test_a_forced_length_is_kept(forced: int) -> None:
    model, sources = Chance(seed=6), sentences(12, seed=6)
    settings = Settings(3, 3, forced_length=forced, batch_tokens=20)
    for source, found in zip(sources, decode(FakeBackend(model), sources, settings), strict=True):
        if source:
            expected = reference.beam(model, tuple(source), 3, forced, 1.0, 0.0, forced=True)
            assert [hypothesis.tokens for hypothesis in found] == [best.tokens for best in expected[:3]]
            assert {len(hypothesis.tokens) for hypothesis in found} == {forced}


def test_a_beam_wider_than_the_search_space_finds_what_there_is() -> None:
    """Two words and eos: after one token there are two hypotheses, however wide the beam."""
    model, source = Chance(vocabulary=6), (4, EOS)
    for length, count in ((1, 2), (2, 4), (4, 16)):
        expected = reference.beam(model, source, 20, length, 1.0, 0.0, forced=True)
        assert len(expected) == count
        found = next(decode(FakeBackend(model), [source], Settings(20, 20, forced_length=length)))
        assert [hypothesis.tokens for hypothesis in found] == [best.tokens for best in expected]


def test_the_search_stops_when_nothing_live_can_win() -> None:
    """With no length penalty log P only falls, so the search may stop long before the limit, and finds the same."""
    model, source = Chance(vocabulary=9, seed=1, spread=3.0), (5, 4, 6, EOS)
    one, all_of_them = FakeBackend(model), FakeBackend(model)
    best = next(decode(one, [source], Settings(8, 1, length_penalty=0.0)))
    assert best == next(decode(all_of_them, [source], Settings(8, 8, length_penalty=0.0)))[:1]
    assert one.steps < all_of_them.steps


@pytest.mark.parametrize("width", [2, 5, 8])
@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_a_model_that_is_sure_is_not_cut_short(width: int, alpha: float) -> None:
    """Of every token it is sure by 0.9; the rest says: end. So K hypotheses have ended long before the likely one does."""
    path = (5, 8, 6, 6, 7, 5, 8, 7, 6, 5, 7, 8, EOS)

    class Sure(Chance):
        def draw(self, source: Ids, prefix: Ids) -> tuple[numpy.ndarray, numpy.ndarray]:
            probabilities = numpy.full(self.vocabulary, 0.001, numpy.float32)
            probabilities[EOS] = 0.09
            probabilities[path[len(prefix)] if prefix == path[: len(prefix)] else EOS] = 0.9
            return numpy.log(probabilities), numpy.full(len(source), 1 / len(source), numpy.float32)

    found = next(decode(FakeBackend(Sure()), [[4, EOS]], Settings(width, length_penalty=alpha, max_length=20)))
    assert found[0].tokens == path[:-1]


def test_beams_that_keep_their_order_are_not_copied() -> None:
    class Straight(Chance):
        def draw(self, source: Ids, prefix: Ids) -> tuple[numpy.ndarray, numpy.ndarray]:
            # The first token makes all the difference; afterwards everybody is as sure, and the order stays.
            log_probs = numpy.full(self.vocabulary, -50.0, numpy.float32)
            log_probs[5:8] = [-1.0, -2.0, -3.0] if not prefix else [-0.01, -40.0, -41.0]
            return log_probs, numpy.full(len(source), 1 / len(source), numpy.float32)

    backend = FakeBackend(Straight())
    list(decode(backend, [[4, EOS]], Settings(3, forced_length=9)))
    assert (backend.steps, backend.selections) == (9, 1)


def test_a_coverage_penalty_needs_attention() -> None:
    message = "^coverage_penalty=0.2: has no effect on a model without attention; set it to 0$"
    for width in (1, 3):
        with pytest.raises(UserError, match=message):
            list(decode(FakeBackend(Chance(), attends=False), [[4, EOS]], Settings(width, coverage_penalty=0.2)))
    found = list(decode(FakeBackend(Chance(), attends=False), [[4, EOS]], Settings(attention=True)))
    assert found[0][0].attention is None


@pytest.mark.parametrize("options", [{"beam": 1}, {"beam": 4, "nbest": 4}, {"search": "sample", "nbest": 3}])
@pytest.mark.parametrize("forced", [None, 5])
def test_each_token_has_the_log_probability_that_the_model_gave_it(
    options: Mapping[str, Any], forced: int | None
) -> None:
    model, sources = Chance(seed=4), sentences(25, seed=4)
    settings = Settings(**options, token_log_probs=True, forced_length=forced, batch_tokens=25)
    plain = Settings(**options, forced_length=forced, batch_tokens=25)
    every = list(decode(FakeBackend(model), sources, settings))
    for source, found in zip(sources, every, strict=True):
        for hypothesis in found if source else []:
            expected = [
                model.next(tuple(source), hypothesis.tokens[:j])[0][token] for j, token in enumerate(hypothesis.tokens)
            ]
            assert hypothesis.token_log_probs == pytest.approx(expected, rel=1e-5)
    for found, other in zip(every, decode(FakeBackend(model), sources, plain), strict=True):
        assert [(one.tokens, one.score) for one in found] == [(one.tokens, one.score) for one in other]
        assert all(one.token_log_probs is None for one in other)

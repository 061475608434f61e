from __future__ import annotations

import numpy
import pytest
from decode import reference
from decode.fake import Chance, FakeBackend, sentences

from s2s.decode.backend import Settings
from s2s.decode.scheduler import decode
from s2s.decode.score import limit


@pytest.mark.parametrize("forced", [None, 1, 6])
@pytest.mark.parametrize(("alpha", "beta"), [(0.0, 0.0), (1.0, 0.3)])
def test_each_sentence_is_decoded_as_by_the_plain_loop(forced: int | None, alpha: float, beta: float) -> None:
    model, sources = Chance(seed=4), sentences(40, seed=4)
    settings = Settings(1, 1, alpha, beta, forced_length=forced, attention=True, batch_tokens=40)
    for source, (found,) in zip(sources, decode(FakeBackend(model), sources, settings), strict=True):
        if not source:
            assert (found.tokens, found.score, found.log_prob) == ((), 0.0, 0.0)
            continue
        most = limit(len(source), settings)
        predicted = reference.greedy(model, tuple(source), most, forced is not None)
        expected = reference.score(model, tuple(source), predicted, alpha, beta)
        assert found.tokens == expected.tokens
        assert found.score == pytest.approx(expected.score, rel=1e-6)
        assert found.log_prob == pytest.approx(expected.log_prob, rel=1e-6)
        assert found.attention is not None and found.attention.shape == (len(found.tokens), len(source))
        for j, row in enumerate(found.attention):
            assert numpy.array_equal(row, model.next(tuple(source), found.tokens[:j])[1])


def test_a_model_that_never_ends_is_stopped_at_the_limit() -> None:
    backend = FakeBackend(Chance(ending=-50.0))
    ((found,),) = decode(backend, [[4, 5, 2]], Settings(beam=1))
    assert len(found.tokens) == limit(3, Settings()) == 16 == backend.steps


def test_one_sentence_pays_for_nothing_but_its_steps() -> None:
    backend = FakeBackend(Chance())
    list(decode(backend, [[4, 5, 2]], Settings(beam=1, forced_length=7)))
    assert (backend.steps, backend.selections) == (7, 0)

from __future__ import annotations

import numpy
import pytest

from s2s.decode.backend import best

RANDOM = numpy.random.default_rng(0)


@pytest.mark.parametrize("vocabulary", [5, 9, 200, 4096, 5003])
@pytest.mark.parametrize("candidates", [1, 2, 6, 40, 10_000])
def test_the_best_are_those_of_a_full_sort(vocabulary, candidates):
    logits = (RANDOM.normal(size=(7, vocabulary)) * 4).astype(numpy.float32)
    before = logits.copy()
    log_probs, ids = best(logits, candidates)
    assert numpy.array_equal(logits, before)
    assert log_probs.dtype == numpy.float32 and ids.dtype == numpy.int64
    assert ids.shape == log_probs.shape == (7, min(candidates, vocabulary - 3))
    exact = logits - numpy.log(numpy.exp(logits.astype(numpy.float64)).sum(axis=1, keepdims=True))
    for row in range(7):
        order = sorted(set(range(vocabulary)) - {0, 1, 3}, key=lambda token: (-logits[row, token], token))
        assert ids[row].tolist() == order[:candidates]
        assert log_probs[row] == pytest.approx(exact[row, ids[row]], abs=2e-6)


def test_large_logits_stay_finite():
    log_probs, ids = best(numpy.array([[0, 0, 1e4, 0, -1e4]], numpy.float32), 2)
    assert (ids.tolist(), log_probs.tolist()) == ([[2, 4]], [[0.0, -2e4]])

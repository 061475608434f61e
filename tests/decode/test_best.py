from __future__ import annotations

import numpy
import pytest
from grids import thinned

from s2s.decode.backend import best


@pytest.mark.parametrize("rows", [1, 40])
def test_what_is_impossible_comes_last_and_nothing_twice(rows: int) -> None:
    given = numpy.full((rows, 4096), -numpy.inf, numpy.float32)
    given[:, [256, 512, 777]] = [-1.0, -2.0, -0.5]
    log_probs, ids = best(given, 6)
    assert (ids[:, :3] == [777, 256, 512]).all()
    assert (log_probs[:, :3] == [-0.5, -1.0, -2.0]).all() and (log_probs[:, 3:] == -numpy.inf).all()


@pytest.mark.parametrize("vocabulary", [5, 9, 200, 4096, 5003])
@pytest.mark.parametrize("candidates", [1, 2, 6, 16, 17, 40, 10_000])
@pytest.mark.parametrize("rows", thinned([7, 1, 40], 3))
def test_the_best_are_those_of_a_full_sort(vocabulary: int, candidates: int, rows: int) -> None:
    given = (numpy.random.default_rng(0).normal(size=(rows, vocabulary)) * 4).astype(numpy.float32)
    given[0, -2:] = given[0, 2]  # equal tokens
    log_probs, ids = best(given.copy(), candidates)
    allowed = sorted(set(range(vocabulary)) - {0, 1, 3})
    assert log_probs.dtype == numpy.float32 and ids.dtype == numpy.int64
    assert ids.shape == log_probs.shape == (rows, min(candidates, vocabulary - 3))
    for row in range(rows):
        order = sorted(allowed, key=lambda token: (-given[row, token], token))
        assert log_probs[row].tolist() == given[row, order[:candidates]].tolist()
        assert row == 0 or ids[row].tolist() == order[:candidates]

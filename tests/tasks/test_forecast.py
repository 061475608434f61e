"""What forecasts are compared with."""

from __future__ import annotations

import numpy
import pytest

from s2s.tasks.forecast import baselines


def test_least_squares_finds_a_linear_law() -> None:
    chance = numpy.random.default_rng(1)

    def split(count: int) -> tuple[list[object], list[object]]:
        windows = chance.normal(size=(count, 5, 1))
        return list(windows), [numpy.array([[2 * w[4, 0] - w[1, 0] + 3]]) for w in windows]

    test = split(50)
    found = baselines(split(100), test)
    assert found["linear"] == pytest.approx(0, abs=1e-9)
    naive = numpy.mean([(numpy.asarray(s)[-1, 0] - numpy.asarray(t)[0, 0]) ** 2 for s, t in zip(*test, strict=True)])
    assert found["naive"] == pytest.approx(naive)

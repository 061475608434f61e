"""The figures of each task, and what forecasts are compared with."""

from __future__ import annotations

import numpy
import pytest

from s2s.config.schema import DataConfig, RunConfig
from s2s.metrics.results import baselines, figures


def config(task: str, corpus: str = "files") -> RunConfig:
    return RunConfig(task=task, data=DataConfig(corpus=corpus))


def test_what_fits_the_task() -> None:
    labels = ["a", "b", "a", "a"], ["a", "b", "b", "a"]
    assert figures(config("classify"), [""] * 4, *labels)["accuracy"] == 75
    tags = figures(config("tag"), ["x y"], ["B-A O"], ["B-A I-A"])
    assert tags["accuracy"] == 50 and tags["span F1"] == 0
    assert "span F1" not in figures(config("tag"), ["x"], ["NOUN"], ["NOUN"])
    assert figures(config("regress"), [""], ["2.5"], ["2"]) == {"mse": 0.25, "mae": 0.5}
    every_step = figures(config("forecast"), [[[0.0]]], ["9 9 1 3"], [[[9.0, 9], [1, 2]]])
    assert every_step == {"mse": 0.5, "mae": 0.5}  # of the last step's two numbers
    digits = figures(config("generate", "digits"), [[0]], ["a bold one"], ["a thin one"])
    assert digits == {"right digit": 100}
    assert figures(config("generate", "tunes"), ["G 3/4"], ["G6 |]"], [""]) == {"valid tunes": 100}


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

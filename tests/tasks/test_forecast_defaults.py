"""A forecaster that is trained by the defaults against least squares from the window, made here another way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy
import pytest

from s2s.cli import main
from s2s.data.corpora.series import signal

WINDOW, HORIZON = 50, 10


def linear_error(values: Any) -> float:
    """The mean squared error over the last tenth of a series, of least squares on all windows in its first eight tenths."""
    count = len(values)
    held = int(0.1 * count)
    first = range(WINDOW, count - 2 * held - HORIZON + 1)
    last = range(count - held, count - HORIZON + 1)

    def windows(origins: range) -> tuple[Any, Any]:
        inputs = numpy.array([[*values[origin - WINDOW : origin], 1.0] for origin in origins])
        return inputs, numpy.array([values[origin : origin + HORIZON] for origin in origins])

    inputs, wanted = windows(first)
    coefficients = numpy.linalg.solve(inputs.T @ inputs + 10 * numpy.eye(WINDOW + 1), inputs.T @ wanted)
    inputs, wanted = windows(last)
    return float(((inputs @ coefficients - wanted) ** 2).mean())


def noisy_sine() -> Any:
    chance, steps = numpy.random.default_rng(1), numpy.arange(600.0)
    return numpy.sin(2 * numpy.pi * steps / 25) + 0.8 * chance.standard_normal(600)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("series", "most"), [(noisy_sine(), 1.05), (signal(2000, 1)[:, 0], 0.5)], ids=["noisy sine", "chaotic"]
)
def test_the_defaults_are_as_good_as_least_squares_and_better_where_nothing_is_linear(
    series: Any, most: float, tmp_path: Path
) -> None:
    """Measured on one core: 0.918 against 0.877 of the noisy sine, 0.00074 against 0.0083 of the chaotic series."""
    file = tmp_path / "series.csv"
    file.write_text("".join(f"{value:.6f}\n" for value in series), encoding="utf-8")
    given = ["task=forecast", "data=files", f"data.train={file}", f"runs={tmp_path}", "device=cpu", "threads=1"]
    assert main(["train", *given]) == 0
    results = json.loads((tmp_path / "run-1" / "results.json").read_text(encoding="utf-8"))
    scores = {name: one["score"] for name, one in results["test"]["scores"].items()}
    assert scores["mse"] < most * linear_error(series)
    assert 85 < scores["coverage"] <= 100

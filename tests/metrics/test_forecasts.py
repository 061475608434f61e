"""The metrics of forecasts against their definitions, written out number by number."""

from __future__ import annotations

import math

import numpy
import pytest

from s2s.errors import UserError
from s2s.metrics.base import build
from s2s.metrics.forecasts import Forecast, Future

SEASON, AHEAD, LEVELS = 4, 6, (0.025, 0.5, 0.975)


def example(missing: int | None = None, seed: int = 1) -> tuple[Forecast, Future]:
    chance = numpy.random.default_rng(seed)
    values = chance.normal(10, 3, AHEAD)
    history = chance.normal(10, 3, (20, 1))
    if missing is not None:
        values[missing] = math.nan
        history[2] = math.nan
    quantiles = numpy.sort(chance.normal(10, 3, (len(LEVELS), AHEAD)), axis=0)
    return Forecast(quantiles[1], dict(zip(LEVELS, quantiles, strict=True))), Future(values, history, SEASON)


def numbers(name: str, forecast: Forecast, future: Future) -> list[float]:
    """What the metric is the mean of."""
    history = future.history[:, 0].tolist()
    naive = [abs(history[step] - history[step - SEASON]) for step in range(SEASON, len(history))]
    known = [error for error in naive if not math.isnan(error)]
    scale = sum(known) / len(known)
    found = []
    for step, right in enumerate(future.values.tolist()):
        if math.isnan(right):
            continue
        point, low, high = (
            float(one[step]) for one in (forecast.point, *(forecast.quantiles[q] for q in (0.025, 0.975)))
        )
        match name:
            case "mse":
                found.append((point - right) ** 2)
            case "mae":
                found.append(abs(point - right))
            case "smape":
                found.append(200 * abs(point - right) / (abs(point) + abs(right)))
            case "mase":
                found.append(abs(point - right) / scale)
            case "coverage":
                found.append(100.0 if low <= right <= high else 0.0)
            case "msis":
                width = high - low
                width += 40 * (low - right) if right < low else 40 * (right - high) if right > high else 0
                found.append(width / scale)
            case "pinball":
                for level in LEVELS:
                    quantile = float(forecast.quantiles[level][step])
                    found.append(level * (right - quantile) if right > quantile else (1 - level) * (quantile - right))
    return found


@pytest.mark.parametrize("name", ["mse", "mae", "smape", "mase", "pinball", "coverage", "msis"])
def test_the_mean_over_all_numbers_that_are_there(name: str) -> None:
    examples = [example(), example(missing=3, seed=2), example(seed=3)]
    every = [number for one in examples for number in numbers(name, *one)]
    forecasts, futures = zip(*examples, strict=True)
    assert build(name).score(forecasts, futures) == pytest.approx(sum(every) / len(every))


def test_a_perfect_forecast_and_one_of_zeros() -> None:
    _, future = example()
    assert build("smape").score([future.values], [future]) == 0
    assert build("smape").score([numpy.zeros(2)], [numpy.zeros(2)]) == 0
    assert build("mase").score([future.values], [future]) == 0


def test_a_history_that_never_changes_has_no_scale() -> None:
    constant = Future(numpy.ones(2), numpy.ones((9, 1)), SEASON)
    forecast, future = example()
    alone = build("mase").score([forecast], [future])
    assert build("mase").score([forecast, Forecast(numpy.zeros(2))], [future, constant]) == alone
    assert math.isnan(build("mase").score([Forecast(numpy.zeros(2))], [constant]))


@pytest.mark.parametrize(
    ("name", "forecast", "future", "said"),
    [
        ("mase", numpy.zeros(2), numpy.zeros(2), "mase: needs the history"),
        ("pinball", numpy.zeros(2), numpy.zeros(2), "pinball: needs quantiles"),
        ("msis", Forecast(numpy.zeros(2), {0.5: numpy.zeros(2)}), None, r"quantiles=\[0.025,0.5\]"),
    ],
)
def test_what_a_metric_lacks(name: str, forecast: object, future: object, said: str) -> None:
    with pytest.raises(UserError, match=said):
        build(name).score([forecast], [example()[1] if future is None else future])

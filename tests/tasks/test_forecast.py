"""What forecasts learn before the first update, and what they are compared with."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy
import pytest
import yaml
from omegaconf import OmegaConf

from s2s.config.conf import CONF
from s2s.config.options import get, put
from s2s.config.schema import Precision, RunConfig
from s2s.data.codecs.files import load_codecs, save_codecs
from s2s.data.codecs.windows import Ahead, Past
from s2s.data.season import season_of
from s2s.data.series import Series, Window, Windows
from s2s.errors import UserError
from s2s.metrics.base import build
from s2s.metrics.forecasts import Forecast, Future
from s2s.metrics.scores import Score
from s2s.runtime.process import say_once
from s2s.tasks import baselines
from s2s.tasks.evaluation import Evaluation, Examples
from s2s.tasks.forecast import Forecast as ForecastTask
from s2s.tasks.loaded import Written
from s2s.tasks.parts import by_series, by_step
from s2s.tasks.windows import as_line, first_quantiles, fitted, found_season, future, of_line, simple
from s2s.training.resume import LATER, as_settled
from s2s.training.validation import JUDGED, judged

TIME = numpy.arange(240.0)


def wave(size: int = 240, season: float = 12, noise: float = 0.0, level: float = 0.0, seed: int = 1) -> Any:
    steps, drawn = numpy.arange(float(size)), numpy.random.default_rng(seed).normal(size=size)
    return (level + numpy.sin(2 * numpy.pi * steps / season) + noise * drawn)[:, None]


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ([wave(noise=0.5)], 12),
        ([wave(season=12.4)], 12),
        ([wave(noise=0.2) + 0.05 * TIME[:, None]], 12),
        ([wave(700, 24) + 0.3 * wave(700, 168)], 24),
        ([numpy.random.default_rng(2).normal(size=(240, 1))], 1),
        ([numpy.random.default_rng(3).normal(size=(240, 1)).cumsum(axis=0)], 1),
        ([numpy.ones((240, 1))], 1),
        ([numpy.arange(97.0)[:, None]], 1),
        ([wave(8)], 1),
    ],
    ids=["noisy", "no whole number", "trend", "day and week", "noise", "random walk", "constant", "straight", "short"],
)
def test_the_season(series: list[Any], expected: int) -> None:
    assert season_of([one[:, 0] for one in series], 60) == expected


def test_a_season_is_found_without_what_comes_after_the_training_windows() -> None:
    values = numpy.concatenate([wave(120, 10), wave(2000, 15)])
    values[5] = math.nan
    rows = Windows([Series("", values)], 40, 5, spans=[(40, 115)])[:]
    assert found_season(rows["source"], 1) == 10


def test_least_squares_finds_a_linear_law() -> None:
    windows = numpy.random.default_rng(1).normal(size=(300, 6, 1))
    wanted = numpy.concatenate([2 * windows[:, 5:] - windows[:, 2:3], windows[:, :1]], axis=1)
    wanted[3, 1] = math.nan
    coefficients = baselines.least_squares(windows, wanted)
    expected = numpy.zeros((1, 6, 2))
    expected[0, 5, 0], expected[0, 2, 0], expected[0, 0, 1] = 2, -1, 1
    assert coefficients == pytest.approx(expected, abs=0.01)
    assert not baselines.ridge(windows[..., 0], numpy.full((300, 2), math.nan)).any()
    every_other = numpy.arange(300) % 2 == 1
    wanted[every_other, 0], wanted[~every_other, 1] = math.nan, math.nan  # no row is whole
    assert baselines.least_squares(windows, wanted) == pytest.approx(expected, abs=0.01)


def test_a_day_of_each_week_may_be_missing() -> None:
    values = wave(400, 7, level=20, noise=0.01)
    values[6::7] = math.nan
    table = Windows([Series("", values)], 14, 7)
    source, target = Past.learn(table[:40]["source"], 1, 7), Ahead(1, 7, (0.1, 0.5, 0.9))
    coefficients, errors = fitted(table, source, target)
    assert numpy.nanmean(errors**2) < 0.02 and (numpy.abs(coefficients).sum(axis=1) > 0.5).all()
    low, median, high = first_quantiles(errors, target, 21).reshape(7, 3).T
    assert (low < median).all() and (median < high).all()


def test_forecasts_without_a_network() -> None:
    table = Windows([Series("", wave(level=20, noise=0.01))], 30, 18)
    source = Past.learn(table[:40]["source"], 1, 12)
    rows = table[-3:]
    found = simple(fitted(table, source, Ahead(1, 18))[0], source, Ahead(1, 18), rows["source"])
    for row, window in enumerate(rows["source"]):
        values = window.inputs[:, 0]
        assert found["naive"][row] == pytest.approx([values[-1]] * 18)
        assert found["seasonal naive"][row] == pytest.approx([values[-12 + ahead % 12] for ahead in range(18)])
        assert found["linear"][row] == pytest.approx(window.wanted[:, 0], abs=0.1)


def test_the_linear_forecast_is_the_same_in_other_units() -> None:
    def forecasts(factor: float, shift: float) -> Any:
        table = Windows([Series("", wave_values * factor + shift)], 30, 4)
        source = Past.learn(table[:]["source"], 1, 12)
        return simple(fitted(table, source, Ahead(1, 4))[0], source, Ahead(1, 4), table[-2:]["source"])["linear"]

    wave_values = wave(noise=0.3)
    first, second = forecasts(1, 0), forecasts(1000, 500)
    assert numpy.array(second) == pytest.approx(numpy.array(first) * 1000 + 500, rel=1e-4)


def test_codecs_of_windows(tmp_path: Any) -> None:
    values = wave(60, level=5)
    values[10] = math.nan
    series = Series("", values, past=numpy.arange(60.0)[:, None], future=numpy.arange(100.0, 165)[:, None])
    rows = Windows([series], 12, 3)[:]
    past, ahead = Past.learn(rows["source"], 1, 12), Ahead(1, 3, (0.1, 0.9))
    save_codecs(tmp_path, past, ahead)
    assert load_codecs(tmp_path) == (past, ahead)
    (encoded,) = past.encode([Window(series, 15, 12, 3)])
    assert encoded.shape == (12, 4) and past.size == 4
    filled = (values[9, 0] + values[11, 0]) / 2
    assert encoded[7] == pytest.approx([filled, 10, 110, 113])
    assert math.isnan(ahead.encode([Window(series, 9, 9, 3).wanted.reshape(1, -1)])[0][0, 1])
    with pytest.raises(UserError, match="known ahead"):
        past.encode([numpy.ones((12, 4))])


@pytest.mark.parametrize("horizon", [1, 4, 5, 9, 12, 14])
def test_what_is_known_ahead_is_read_for_each_step_of_the_horizon(horizon: int) -> None:
    series = Series("", wave(60), future=numpy.arange(100.0, 160)[:, None])
    window = Window(series, 30, 4, horizon)
    past = Past.learn([window], 1, 1)
    (encoded,) = past.encode([window])
    assert {*encoded[:, 1:].ravel()} == {*map(float, range(126, 130 + horizon))}
    earlier = replace(past, mean=past.mean[:3], scale=past.scale[:3])
    assert earlier.encode([window])[0][:, 1:].tolist() == [[126 + n, 126 + n + horizon] for n in range(4)]


def test_windows_of_numbers_are_long_enough_or_refused() -> None:
    past = Past.learn([wave(12), wave(12)], 1, 1)
    longer = list(range(20))
    assert past.encode([longer, " ".join(map(str, longer))])[1][:, 0].tolist() == longer[8:]
    with pytest.raises(UserError, match=r"5 steps where the run reads data.window=12"):
        past.encode([longer[:5]])


def test_a_line_holds_a_forecast_and_its_quantiles() -> None:
    class Prediction:
        text, quantiles = "1 2", {0.1: numpy.array([0.5, 1]), 0.9: numpy.array([3, 4.25])}

    found = of_line(as_line(Prediction()))
    assert found.point.tolist() == [1, 2]
    assert {level: one.tolist() for level, one in found.quantiles.items()} == {0.1: [0.5, 1], 0.9: [3, 4.25]}
    assert not of_line("1 2").quantiles


def test_scores_by_step_and_by_series() -> None:
    history, chance = wave(30), numpy.random.default_rng(1)
    right = [Future(chance.normal(size=4), history, 12, name) for name in ("a", "b", "a")]
    right[1].values[2:] = math.nan
    predicted = [Forecast(chance.normal(size=4)) for _ in right]
    steps = by_step(["mae", "mase"], predicted, right, 2)
    errors = numpy.array([numpy.abs(one.point - other.values) for one, other in zip(predicted, right, strict=True)])
    assert steps["mae"] == pytest.approx([errors[:, :2].mean(), numpy.nanmean(errors[:, 2:])])
    assert steps["mase"] == pytest.approx([value / right[0].scales[0] for value in steps["mae"]])
    series = by_series(["mae"], predicted, right)
    assert series == {
        "a": {"mae": pytest.approx(errors[::2].mean())},
        "b": {"mae": pytest.approx(errors[1, :2].mean())},
    }
    assert by_series(["mae"], predicted[:1], right[:1]) == {}


def test_the_scale_of_mase_is_measured_on_the_whole_history() -> None:
    series = Series("store", wave(100, noise=1))
    window = Window(series, 80, 20, 4)
    past = Past.learn([window], 1, 12)
    found = future(window, window.wanted, past)
    assert found.scales[0] == pytest.approx(numpy.abs(series.values[12:80] - series.values[:68]).mean())
    assert found.series == "store" and build("mae").score([numpy.zeros(4)], [found]) > 0
    assert future(numpy.asarray(window), window.wanted, past).history.tolist() == window.inputs.tolist()


def test_coefficients_of_training_windows() -> None:
    table = Windows([Series("", wave(noise=0.1)), Series("", wave(noise=0.1, level=1000, seed=2))], 24, 6)
    source = Past.learn(table[::9]["source"], 1, 12)
    coefficients, errors = fitted(table, source, Ahead(1, 6))
    assert coefficients.shape == (1, 24, 6) and errors.shape == (len(table), 6, 1)
    scaled, level, scale = baselines.scaled(numpy.array([row["source"].inputs for row in table]), source, 12)
    wanted = numpy.array([row["source"].wanted for row in table])
    assert scaled[..., 0] @ coefficients[0] + errors[..., 0] == pytest.approx(
        ((wanted - level) / scale)[..., 0], abs=1e-4
    )


def test_what_quantiles_begin_with() -> None:
    errors = numpy.random.default_rng(1).normal(size=(50, 2, 1)) * [[1.0], [3.0]]
    ahead = Ahead(1, 2, (0.1, 0.5, 0.9))
    expected = [[numpy.quantile(errors[:, step, 0], level) for level in ahead.quantiles] for step in range(2)]
    assert first_quantiles(errors, ahead, 6) == pytest.approx(numpy.ravel(expected))
    assert first_quantiles(errors, ahead, 8)[::4] == pytest.approx(errors.mean(axis=0)[:, 0])
    together = [numpy.quantile(errors, level) for level in ahead.quantiles]
    assert first_quantiles(errors, ahead, 4)[1:] == pytest.approx(together)
    assert not first_quantiles(numpy.full((3, 2, 1), math.nan), ahead, 6).any()
    errors[::2, 0], errors[:, 1] = math.nan, math.nan
    there = [numpy.quantile(errors[1::2, 0, 0], level) for level in ahead.quantiles]
    assert first_quantiles(errors, ahead, 6) == pytest.approx([*there, 0, 0, 0])
    assert first_quantiles(errors, ahead, 8)[::4] == pytest.approx([errors[1::2, 0, 0].mean(), 0])


def test_validations_draw_from_many_windows() -> None:
    table = Windows([Series("", wave(JUDGED + 500))], 20, 5)
    parts: Any = SimpleNamespace(
        corpus=SimpleNamespace(validation=table, spans={}), config=SimpleNamespace(data_seed=1)
    )
    examples = judged(parts)
    origins = [source.origin for source in examples.sources or ()]
    assert len(examples.targets) == len({*origins}) == JUDGED and origins == sorted(origins)


def test_a_run_of_an_earlier_version_goes_on_as_it_was() -> None:
    group = yaml.safe_load((CONF / "task" / "forecast.yaml").read_text(encoding="utf-8"))
    now = RunConfig(task="forecast")
    for option, value in LATER.items():
        assert get(OmegaConf.create(group), option) == value
        now = put(now, option, value)
    before = RunConfig(task="forecast", precision=Precision.bf16)
    assert as_settled(now, before) == before
    typed = put(now, "data.max_length", 300)
    assert as_settled(typed, before) == put(before, "data.max_length", 300)


def test_a_metric_of_the_user_s_own_has_no_steps() -> None:
    window = Window(Series("store", wave(60)), 50, 20, 4)
    model = Written(RunConfig(task="forecast"), ["1 2 3 4"], (Past.learn([window], 1, 12), Ahead(1, 4)))
    scores = {"bias": Score(1.0, "own:Bias"), "mae": Score(2.0, "mae")}
    task, evaluation = ForecastTask(), Evaluation(1, scores=scores, predicted=["1 2 3 4"])
    examples = task.prepared(model.config, model.codecs, Examples([window], [window.wanted.T]))
    assert list(task.detailed(model, examples, evaluation, {}).steps) == ["mae"]


NEVER, SHORT = (
    "every season of the series is like the one before it",
    "no more than a season, 12 steps, is known before",
)


@pytest.mark.parametrize(("history", "reason"), [(numpy.ones((30, 1)), NEVER), (wave(12, noise=1), SHORT)])
def test_what_has_no_scale_has_no_scaled_scores(history: Any, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    names = ("mse", "mase", "msis")
    without, changing = Future(numpy.ones(4), history, 12), Future(numpy.ones(4), wave(30, noise=1), 12)
    task = ForecastTask()
    say_once.cache_clear()
    assert task.fitting(names, Examples(None, [without])) == ("mse",)
    assert f"mase and msis are left out: {reason}" in capfd.readouterr().err
    assert task.fitting(names, Examples(None, [without, changing])) == names


def test_windows_without_a_series_are_scaled_by_themselves_and_that_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    series = Series("store", numpy.concatenate([wave(60, noise=3), wave(40, noise=1, seed=2)]))
    window = Window(series, 90, 20, 4)
    config, codecs = RunConfig(task="forecast"), (Past.learn([window], 1, 12), Ahead(1, 4))
    model = Written(config, ["1 2 3 4"], codecs)
    for source, history, said in ((window, series.values[:90], False), (window.inputs, window.inputs, True)):
        say_once.cache_clear()
        found = ForecastTask().evaluate(model, Examples([source], [window.wanted.T]), metrics=("mase",))
        scale = numpy.abs(history[12:] - history[:-12]).mean()
        error = numpy.abs([1, 2, 3, 4] - window.wanted[:, 0]).mean()
        assert found.scores["mase"].score == pytest.approx(error / scale)
        assert (
            "MASE and MSIS are in units of the seasonal naive error within each window" in capfd.readouterr().err
        ) == said

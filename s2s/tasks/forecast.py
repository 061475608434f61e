"""A window of a series → the steps after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy

from s2s.config.forecast_rules import forecasts_windows, quantiles_of
from s2s.config.metrics import AUTO, LOSS, METRICS
from s2s.config.schema import ModelConfig, RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.base import Codec
from s2s.data.codecs.features import numbers_of
from s2s.data.codecs.files import Codecs
from s2s.data.codecs.windows import Ahead, Past
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.series import HORIZON
from s2s.data.series import Window
from s2s.metrics.base import build
from s2s.metrics.forecasts import Future
from s2s.runtime.process import say_once
from s2s.tasks.base import Task
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples
from s2s.tasks.exhibits import of_series
from s2s.tasks.parts import by_series, by_step
from s2s.tasks.regress import Regress
from s2s.tasks.windows import (
    SEPARATOR,
    as_line,
    first_quantiles,
    fitted,
    found_season,
    future,
    of_line,
    recent,
    simple,
    some,
)

if TYPE_CHECKING:
    from torch import nn

INTERVALS = ("pinball", "coverage", "msis")
"""Metrics of quantiles."""
SCALED = ("mase", "msis")
"""Metrics in units of what the seasonal naive forecast errs over the history."""
OWN_SCALE = (
    "MASE and MSIS are in units of the seasonal naive error within each window, as no series is known before it; those of"
    " the run's own test set are in units of that error over the whole series before, and not comparable"
)
"""What to know of windows that are no part of a series."""
OF_WINDOWS = ("smape", "mase", *INTERVALS)
"""Metrics of runs that forecast what follows a window, which those of earlier releases and of model.pooling=none are not."""
BAND = (0.025, 0.975)
"""The quantiles that MSIS is of."""
JUDGED = 2000
"""Windows from which scales and seasons are learned, and by which a run is compared with forecasts without a network."""

Judged = Callable[[Examples, str], dict[str, float]]
"""Examples and a metric → the scores of forecasts without a network."""


class Forecast(Regress):
    """Numbers after the window, or after each of its steps."""

    name = "forecast"
    rules = rules_of("forecast")
    finally_scored: ClassVar[tuple[str, ...]] = ("mse", "mae", "smape", "mase", "pinball", "coverage", "msis")
    evaluated: ClassVar[tuple[str, ...]] = finally_scored

    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Of windows and of what follows them, in the units of the series; where every step has a target, of vectors."""
        if not forecasts_windows(config):
            return super().codecs(config, corpus)
        return window_codecs(config, corpus, quantiles_of(config))

    def check(self, codecs: Codecs, examples: Examples) -> None:
        """A step may have a target of its own."""
        Task.check(self, codecs, examples)

    def network(self, config: ModelConfig, source: Codec, target: Codec) -> nn.Module:
        """window → scaled → a linear forecast, and what a recurrent network adds to it; or numbers at every step."""
        if not isinstance(source, Past) or not isinstance(target, Ahead):
            return super().network(config, source, target)
        from s2s.nn.forecaster import Form, WindowScale
        from s2s.nn.model import forecaster

        segment = source.season if 1 < source.season <= source.window // 2 else 1
        form = Form(source.window, target.horizon, target.targets, segment, recent(source))
        scaling = WindowScale(form=form, floor=source.floor, mean=source.mean, scale=source.scale)
        return forecaster(config, form, scaling, source.size)

    def begin(self, network: nn.Module, corpus: Corpus, codecs: Codecs) -> None:
        """The linear part begins with least squares on the training windows, the quantiles with those of what that misses."""
        source, target = codecs
        if isinstance(source, Past) and isinstance(target, Ahead):
            import torch

            coefficients, rest = fitted(corpus.train, source, target)
            bias, linear = network.get_parameter("bias"), network.get_parameter("linear")
            with torch.no_grad():
                linear.copy_(torch.from_numpy(coefficients))
                if target.quantiles:
                    bias.copy_(torch.from_numpy(first_quantiles(rest, target, len(bias))))

    def input_file(self, config: RunConfig) -> str | None:
        """The series that were trained on, which `s2s predict` forecasts the future of; runs of earlier versions read lines."""
        return None if config.data.held is None else config.data.train or "FILE.csv"

    # How it is judged

    def available(self, config: RunConfig, names: Sequence[str], *needed: str) -> tuple[str, ...]:
        """Those that have what they need: quantiles, and a history where a window has one target."""
        levels, without = quantiles_of(config), set[str]()
        if not forecasts_windows(config):
            without |= {*OF_WINDOWS}
        if not levels:
            without |= {*INTERVALS}
        if not {*BAND} <= {*levels}:
            without |= {"msis"}
        return super().available(config, [name for name in names if name not in without or name in needed], *needed)

    def write(self, reader: Any, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """The numbers ahead of each source in a line, and behind bars the quantiles."""
        return [as_line(prediction) for prediction in reader.predict(list(sources))]

    def evaluate(self, model: Evaluated, examples: Examples, **how: Any) -> Evaluation:
        """As of any task; what is right is known with the history before it."""
        examples = self.prepared(model.config, model.codecs, examples)
        if not all(isinstance(target, Future) for target in examples.targets):
            names = self.evaluated if how.get("metrics") is None else how["metrics"]
            kept = tuple(name for name in names if name not in OF_WINDOWS) or tuple(names)
            return super().evaluate(model, examples, **{**how, "metrics": kept if names else names})
        if how.get("metrics"):
            how["metrics"] = self.fitting(how["metrics"], examples) or tuple(how["metrics"])
        names = self.evaluated if how.get("metrics") is None else how["metrics"]
        alone = not any(isinstance(source, Window) for source in examples.sources or ())
        if alone and {*SCALED} & {*names} and not self.without_value(SCALED, examples):
            say_once(OWN_SCALE)
        evaluation = super().evaluate(model, examples, **how)
        return replace(evaluation, predicted=[line.split(SEPARATOR)[0] for line in evaluation.predicted])

    def prepared(self, config: RunConfig, codecs: Codecs, examples: Examples) -> Examples:
        """What follows each window, with the history before it."""
        source = codecs[0] if codecs else None
        if not isinstance(source, Past) or examples.sources is None:
            return examples
        pairs = zip(examples.sources, examples.targets, strict=True)
        return examples._replace(targets=[future(*pair, source) for pair in pairs])

    def without_value(self, names: Sequence[str], examples: Examples) -> dict[str, str]:
        """Those that are scaled where no history has a scale, as the seasonal naive forecast never errs there."""
        futures = [target for target in examples.targets if isinstance(target, Future)]
        if not futures or any(numpy.isfinite(target.scales).any() for target in futures):
            return {}
        season = futures[0].season
        if all(len(target.history) <= season for target in futures):
            reason = f"no more than a season, {season} steps, is known before what was forecast"
        else:
            reason = "every season of the series is like the one before it"
        return dict.fromkeys(sorted({*SCALED} & {*names}), reason)

    def detailed(
        self, model: Evaluated, examples: Examples, evaluation: Evaluation, settings: Mapping[str, Any]
    ) -> Evaluation:
        """With the scores of each step ahead and of each series, where there are several, but for metrics of the user's own."""
        target = model.codecs[1] if model.codecs else None
        names = [name for name in evaluation.scores if name in METRICS.names]
        if not isinstance(target, Ahead) or not names:
            return evaluation
        predicted, right = self.comparable(evaluation.predicted, examples.targets)
        return replace(
            evaluation,
            steps=by_step(names, predicted, right, target.targets),
            series=by_series(names, predicted, right),
        )

    def comparable(self, predicted: Sequence[str], targets: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """Forecasts with their quantiles, and futures with their history; of targets at every step those of the last."""
        if all(isinstance(target, Future) for target in targets):
            return [of_line(line) for line in predicted], list(targets)
        right = [numbers_of(target, None, missing=True)[-1] for target in targets]
        points = (numbers_of(line.split(SEPARATOR)[0], None, missing=False).ravel() for line in predicted)
        return [point[-len(last) :] for point, last in zip(points, right, strict=True)], right

    def compared(self, model: Evaluated, corpus: Corpus, examples: Examples) -> tuple[dict[str, float], list[str]]:
        """Errors of forecasts without a network, and whether one of them is better on the validation windows."""
        judged = baselines(model, corpus)
        errors = judged(examples, "mse")
        return {f"mse, {name} baseline": value for name, value in errors.items()}, self.verdict(model, corpus, judged)

    def verdict(self, model: Evaluated, corpus: Corpus, judged: Judged) -> list[str]:
        """Whether a forecast without a network is better on the validation windows."""
        rows = some(corpus.validation, JUDGED)
        examples, name = Examples(list(rows["source"]), list(rows["target"])), model.config.train.metric
        if name in (LOSS, AUTO) or name in INTERVALS or name not in METRICS.names:
            name = "mase" if of_many(model, examples) else "mse"
        own = self.evaluate(model, examples, metrics=(name,), details=False).scores[name]
        others = judged(examples, name)
        best = min(others, key=lambda other: others[other])
        if others[best] >= own.score:
            return [
                f"on validation no forecast without a network is better: {own.label} {own.score:.4g}, {best} {others[best]:.4g}"
            ]
        return [
            f"warning: on validation the {best} forecast, without a network, is better: {own.label} {others[best]:.4g} against"
            f" {own.score:.4g} of this run; use it, or give more data, a longer data.window or longer training"
        ]

    def exhibits(self, reader: Any, examples: Examples, evaluation: Evaluation, how: Any) -> dict[str, Any]:
        """Windows, with what follows them and what was forecast."""
        predicted, right = self.comparable(evaluation.predicted, examples.targets)
        return of_series(examples, predicted, right, getattr(reader.source, "targets", None))


def of_many(model: Evaluated, examples: Examples) -> bool:
    """Whether the windows are of several series that have a scale, so that errors in units of each are fair."""
    sources, codec = list(examples.sources or ()), model.codecs[0]
    if not isinstance(codec, Past) or len({one.series.name for one in sources if isinstance(one, Window)}) < 2:
        return False
    return any(map(has_scale, (future(*pair, codec) for pair in zip(sources, examples.targets, strict=True))))


def has_scale(target: Future) -> bool:
    """Whether the history of a forecast changes from one season to the next."""
    return not bool(numpy.isnan(target.scales).all())


def window_codecs(config: RunConfig, corpus: Corpus, quantiles: Sequence[float]) -> tuple[Past, Ahead]:
    """What reads windows and what follows them, learned from the training windows."""
    rows, horizon = some(corpus.train, JUDGED), config.data.horizon or HORIZON
    sources, targets = list(rows["source"]), numpy.asarray(rows["target"][0]).shape[-1] // horizon
    season = config.data.season or found_season(sources, targets)
    return Past.learn(sources, targets, season), Ahead(targets, horizon, tuple(quantiles))


def baselines(model: Evaluated, corpus: Corpus) -> Judged:
    """What scores forecasts without a network, by what they are called; the linear one is fitted here, once."""
    source, target = model.codecs
    if not isinstance(source, Past) or not isinstance(target, Ahead):
        source, target = window_codecs(model.config, corpus, ())
    coefficients, _ = fitted(corpus.train, source, target)

    def scores(examples: Examples, metric: str) -> dict[str, float]:
        sources, judge = list(examples.sources or ()), build(metric)
        pairs = zip(sources, (numpy.asarray(one)[-1:] for one in examples.targets), strict=True)
        right = [future(*pair, source) for pair in pairs]
        found = simple(coefficients, source, target, sources)
        return {name: judge.score(forecasts, right) for name, forecasts in found.items()}

    return scores

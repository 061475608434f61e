"""The figures of each task, from what was predicted and what is right: at the end of training, and by `s2s evaluate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.config.corpora import CORPORA
from s2s.config.metrics import METRICS
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.features import steps
from s2s.metrics.base import build
from s2s.metrics.span_f1 import are_spans


def figures(
    config: RunConfig, sources: Sequence[Any], predicted: Sequence[str], targets: Sequence[Any]
) -> dict[str, float]:
    """What fits the task, by name; shares in percent. All but translation, whose scores are `s2s.metrics.scores`'s."""
    output = rules_of(config.task).output
    match output:
        case "labels" | "tags":
            rows, right = comparable(output, predicted, targets)
            names = ["accuracy", "f1"]
            if output == "tags" and are_spans(right) and any(tag != "O" for tags in (*rows, *right) for tag in tags):
                names.append("span_f1")
            return {METRICS.facts(name).label: build(name).score(rows, right) for name in names}
        case "numbers":
            numbers, right = comparable(output, predicted, targets)
            return {name: build(name).score(numbers, right) for name in ("mse", "mae")}
        case _:
            if not CORPORA.facts(config.data.corpus).judged:
                return {}
            name, good = CORPORA.load(config.data.corpus)().judge(sources, predicted, targets)
            return {name: share(good)}


def comparable(output: str, predicted: Sequence[str], targets: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What was predicted and what is right, as metrics of this kind of output take them; of steps the last."""
    if output == "tags":
        return [line.split(" ") for line in predicted], [line.split(" ") for line in targets]
    if output != "numbers":
        return list(predicted), list(targets)
    right = [steps(target, None)[-1] for target in targets]
    return [steps(text, None).ravel()[-len(last) :] for text, last in zip(predicted, right, strict=True)], right


def share(right: Any) -> float:
    return 100 * float(numpy.mean(list(right)))


def baselines(
    train: tuple[Sequence[Any], Sequence[Any]], test: tuple[Sequence[Any], Sequence[Any]]
) -> dict[str, float]:
    """Mean square errors of forecasts without a network, on sources and targets of windows.

    ``naive`` repeats the last step; ``linear`` is least squares from the whole window to all that follows it.
    """
    last = [numpy.asarray(target)[-1] for target in test[1]]
    widths = (numpy.asarray(test[0][0]).shape[1], len(last[0]))
    naive = [numpy.tile(numpy.asarray(source)[-1], widths[1] // widths[0]) for source in test[0]]
    inputs, wanted = (numpy.array([numpy.ravel(one) for one in side]) for side in (train[0], [t[-1] for t in train[1]]))
    weights = numpy.linalg.lstsq(with_one(inputs), wanted, rcond=None)[0]
    linear = with_one(numpy.array([numpy.ravel(source) for source in test[0]])) @ weights
    metric = build("mse")
    return {"naive": metric.score(naive, last), "linear": metric.score(list(linear), last)}


def with_one(rows: Any) -> Any:
    return numpy.concatenate([rows, numpy.ones((len(rows), 1))], axis=1)

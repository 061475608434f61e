"""The figures of each task, from what was predicted and what is right: at the end of training, and by `s2s evaluate`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.config.corpora import CORPORA
from s2s.config.schema import RunConfig, Task
from s2s.data.codecs import steps
from s2s.metrics.labels import accuracy, errors, macro_f1, span_f1


def figures(
    config: RunConfig, sources: Sequence[Any], predicted: Sequence[str], targets: Sequence[Any]
) -> dict[str, float]:
    """What fits the task, by name; shares in percent. All but translation, whose scores are `s2s.metrics.translation`'s."""
    match config.task:
        case Task.classify | Task.tag:
            each = config.task is Task.tag
            found = {"accuracy": accuracy(predicted, targets, each), "macro F1": macro_f1(predicted, targets, each)}
            spans = span_f1(predicted, targets) if each else None
            return found if spans is None else {**found, "span F1": spans}
        case Task.regress | Task.forecast:
            right = [steps(target, None)[-1] for target in targets]  # of forecasts at every step the last
            numbers = [steps(text, None).ravel()[-len(last) :] for text, last in zip(predicted, right, strict=True)]
            return errors(numbers, right)
        case _:
            if not CORPORA.facts(config.data.corpus).judged:
                return {}
            name, good = CORPORA.load(config.data.corpus)().judge(sources, predicted, targets)
            return {name: share(good)}


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
    return {"naive": errors(naive, last)["mse"], "linear": errors(list(linear), last)["mse"]}


def with_one(rows: Any) -> Any:
    return numpy.concatenate([rows, numpy.ones((len(rows), 1))], axis=1)

"""A window of a series → the steps after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.config.tasks import rules_of
from s2s.data.codecs.files import Codecs
from s2s.data.corpora.corpus import Corpus
from s2s.data.series import Window
from s2s.metrics.base import build
from s2s.tasks.base import Task
from s2s.tasks.evaluation import Evaluation, Examples
from s2s.tasks.exhibits import of_series
from s2s.tasks.regress import Regress


class Forecast(Regress):
    """Numbers after the window, or after each of its steps."""

    name = "forecast"
    rules = rules_of("forecast")

    def check(self, codecs: Codecs, examples: Examples) -> None:
        """A step may have a target of its own."""
        Task.check(self, codecs, examples)

    def compared(self, corpus: Corpus, examples: Examples) -> dict[str, float]:
        """Errors of forecasts without a network."""
        train = corpus.train[:]
        simple = baselines((train["source"], train["target"]), (examples.sources or (), examples.targets))
        return {f"mse, {name} baseline": value for name, value in simple.items()}

    def exhibits(self, reader: Any, examples: Examples, evaluation: Evaluation, how: Any) -> dict[str, Any]:
        """Windows, with what follows them and what was forecast."""
        return of_series(examples, *self.comparable(evaluation.predicted, examples.targets))


def baselines(
    train: tuple[Sequence[Any], Sequence[Any]], test: tuple[Sequence[Any], Sequence[Any]]
) -> dict[str, float]:
    """Mean square errors of forecasts without a network, on sources and targets of windows.

    ``naive`` repeats the last step; ``linear`` is least squares from the whole window to all that follows it.
    """
    last = [numpy.asarray(target)[-1] for target in test[1]]
    first = test[0][0]
    width = first.series.values.shape[1] if isinstance(first, Window) else numpy.asarray(first).shape[1]
    naive = [numpy.tile(numpy.asarray(source)[-1, :width], len(last[0]) // width) for source in test[0]]
    inputs, wanted = (numpy.array([numpy.ravel(one) for one in some]) for some in (train[0], [t[-1] for t in train[1]]))
    weights = numpy.linalg.lstsq(with_one(inputs), wanted, rcond=None)[0]
    linear = with_one(numpy.array([numpy.ravel(source) for source in test[0]])) @ weights
    metric = build("mse")
    return {"naive": metric.score(naive, last), "linear": metric.score(list(linear), last)}


def with_one(rows: Any) -> Any:
    """Each row with a 1 at its end, whose weight is the constant."""
    return numpy.concatenate([rows, numpy.ones((len(rows), 1))], axis=1)

"""The export of what labels or predicts numbers: held against the model by what both predict for real examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy
import torch
from onnx import GraphProto
from torch import nn

from s2s.config.schema import Pooling
from s2s.data.planning import plan
from s2s.decode.backends.exported import LABELLER, read_export
from s2s.decode.backends.onnx_labels import OnnxLabels
from s2s.decode.backends.torch_labels import TorchLabels
from s2s.decode.labels import Labels
from s2s.errors import UserError
from s2s.export.exporter import BATCH, LEAST_EQUAL, Exporter, Report, unlike
from s2s.export.forecaster import forecasts
from s2s.export.graph import Ranges
from s2s.export.labeller import OUTPUT, labels
from s2s.export.ranges import measured
from s2s.inference.predictor import Prediction, Predictor
from s2s.metrics.scores import Score
from s2s.nn.forecaster import Forecaster
from s2s.nn.labeller import Labeller
from s2s.tasks.base import task_of
from s2s.tasks.loaded import Written

MOST_APART = 1e-3
"""By how much fp32 may differ in a probability, or in a number as a share of the largest."""
MOST_LOST = {True: 1.0, False: 0.05}
"""What int8 may cost: points of a score of which more is better, or else the share by which an error grows."""


@dataclass(frozen=True)
class Predictions(Report):
    """Predictions for the same examples."""

    examples: int
    equal: float | None
    """The share of labels, of tags those of all words, that are the same; None of numbers."""
    apart: float
    """The largest difference of a probability, or of a number as a share of the largest."""
    scores: Mapping[str, Score]
    """Of the export, by the names of the metrics of the task."""
    torch_scores: Mapping[str, Score]

    def __str__(self) -> str:
        """The share, and both scores by each metric."""
        scores = [
            f"{one.label} {one.score:.4g} (the model: {other.score:.4g})"
            for one, other in zip(self.scores.values(), self.torch_scores.values(), strict=True)
        ]
        equal = [] if self.equal is None else [f"{self.equal:.1%} of the labels are the same"]
        return f"on {self.examples:,} examples {', '.join([*equal, *scores])}"

    def judge(self, int8: bool) -> None:
        """By the first metric, or in fp32 by the labels and their probabilities."""
        if not int8:
            if self.equal is not None and self.equal < LEAST_EQUAL:
                raise unlike("labels", f"{1 - self.equal:.1%} of the words or lines of {self.examples:,} examples")
            if not self.apart <= MOST_APART:
                raise unlike("predicts", f"by {self.apart:.1g}")
        for one, other in zip(self.scores.values(), self.torch_scores.values(), strict=True):
            lost = other.score - one.score if one.higher_is_better else one.score / max(other.score, 1e-12) - 1
            if int8 and not lost <= MOST_LOST[one.higher_is_better]:
                raise UserError(
                    f"--int8: {one.label} {one.score:.4g} instead of {other.score:.4g} on {self.examples:,} examples;"
                    " export without --int8"
                )


@dataclass(frozen=True)
class Again:
    """What stands for a predictor where its predictions are there already."""

    predictions: Sequence[Prediction]

    def predict(self, sources: Sequence[Any]) -> list[Prediction]:
        """The predictions, as nothing more is to be said of unknown words."""
        return [replace(prediction, unknown=0) for prediction in self.predictions]


class Predicting(Exporter):
    """Of a `s2s.nn.labeller.Labeller`, or of what forecasts windows."""

    network: ClassVar[tuple[type[nn.Module], ...]] = (Labeller, Forecaster)

    def graphs(self, ranges: Ranges) -> dict[str, GraphProto]:
        """One."""
        build = forecasts if isinstance(self.model, Forecaster) else labels
        return {LABELLER: build(self.model, ranges)}

    def ranges(self) -> Mapping[str, float]:
        """Over the sources."""
        backend, sources = TorchLabels(self.model, torch.device("cpu")), self.encoded("source", self.examples.sources)
        lengths = numpy.array([[len(source) + 1] * 2 for source in sources])

        def feed() -> None:
            for rows in plan(lengths, BATCH, seed=0, epoch=0):
                backend.predict(*self.codecs[0].pad([sources[row] for row in rows], "source"))

        return measured(self.model, feed, {OUTPUT: self.model.dropout})

    def compare(self, folder: Path) -> Predictions:
        """By the model and by the export."""
        each = self.config.model.pooling is Pooling.none
        exact = self.predicted(TorchLabels(self.model, torch.device("cpu")))
        ours = self.predicted(OnnxLabels(read_export(folder, (LABELLER,)), *self.codecs, each))
        pairs = [pair for pair in zip(ours, exact, strict=True) if pair[1].values is not None]
        apart = max(float(numpy.abs(numbers(one) - numbers(other)).max()) for one, other in pairs)
        equal = None
        if self.codecs[1].labels:
            named = [list(task_of(self.config).labels(one.text for one in column)) for column in (ours, exact)]
            equal = sum(map(str.__eq__, *named)) / len(named[1])
        else:
            apart /= max(float(numpy.abs(numbers(other)).max()) for _, other in pairs)
        return Predictions(len(pairs), equal, apart, self.scored(ours), self.scored(exact))

    def predicted(self, backend: Labels) -> list[Prediction]:
        """What `backend` predicts for the sources."""
        return Predictor(self.config, *self.codecs, backend).predict(list(self.examples.sources or ()))

    def scored(self, predictions: Sequence[Any]) -> Mapping[str, Score]:
        """The scores of the metrics that the end of a training has."""
        task = task_of(self.config)
        lines = task.write(Again(predictions), list(self.examples.sources or ()), {})
        metrics = task.available(self.config, task.fitting(task.finally_scored, self.examples))
        return task.evaluate(
            Written(self.config, lines, self.codecs), self.examples, metrics=metrics, details=False
        ).scores


def numbers(prediction: Prediction) -> Any:
    """All that is predicted: the probabilities of labels, or the numbers, and of a forecast its quantiles too."""
    return numpy.concatenate([numpy.ravel(part) for part in (prediction.values, *prediction.quantiles.values())])

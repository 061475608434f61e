"""A sentence or a vector → its label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import Codecs
from s2s.data.codecs.labels import Labels
from s2s.data.corpora.corpus import Corpus
from s2s.metrics.confusion import confusion
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples
from s2s.tasks.predicting import PredictingTask


class Classify(PredictingTask):
    """One label for the whole sequence."""

    name = "classify"
    rules = rules_of("classify")
    validated: ClassVar[tuple[str, ...]] = ("accuracy", "f1")
    finally_scored: ClassVar[tuple[str, ...]] = ("accuracy", "f1")
    evaluated: ClassVar[tuple[str, ...]] = ("accuracy", "f1")

    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Of text or vectors, and of labels."""
        return self.source_codec(config, corpus), Labels.learn(all_targets(corpus), each=False)

    def reference(self, model: Evaluated, source: str, target: str, each: bool) -> str:
        """A label that may have spaces at its ends."""
        return target if target in model.codecs[1].labels else target.strip()

    def detailed(
        self, model: Evaluated, examples: Examples, evaluation: Evaluation, settings: Mapping[str, Any]
    ) -> Evaluation:
        """With the confusion matrix."""
        predicted, right = self.comparable(evaluation.predicted, examples.targets)
        return replace(evaluation, confusion=confusion(predicted, right))


def all_targets(corpus: Corpus) -> Iterator[str]:
    """Of every split: a rare label that training lacks is no reason to stop, only impossible to get right."""
    splits = [split for split in (corpus.train, corpus.validation, corpus.test) if split is not None]
    return (value for split in splits for value in split["target"])

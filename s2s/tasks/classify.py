"""A sentence or a vector → its label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from s2s.config.schema import ClassWeights, RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import Codecs
from s2s.data.codecs.json_codec import shortened
from s2s.data.codecs.labels import Labels
from s2s.data.corpora.corpus import Corpus
from s2s.metrics.confusion import all_labels, by_label, confusion
from s2s.runtime.process import log
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples
from s2s.tasks.predicting import PredictingTask

RARE = 0.05
"""The share of the training examples below which a label is rare."""


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

    def warnings(self, config: RunConfig, corpus: Corpus) -> list[str]:
        """Labels that training lacks, and rare ones."""
        counts, lines = Counter(self.labels(corpus.train["target"])), []
        for split, examples in (("validation", corpus.validation), ("test", corpus.test)):
            unknown = sorted({*self.labels(() if examples is None else examples["target"])} - {*counts})
            if unknown:
                lines.append(
                    f"data.{split}: has labels that training lacks, which count as wrong: {shortened(unknown)}"
                )
        return lines + self.rare(config, counts)

    def rare(self, config: RunConfig, counts: Counter[str]) -> list[str]:
        """A line where labels have less than a twentieth of the examples, and half of an even share."""
        total = sum(counts.values())
        few = sorted(name for name in counts if counts[name] < total * min(RARE, 0.5 / len(counts)))
        if not few or config.train.class_weights is not ClassWeights.none:
            return []
        names = shortened([f"{name} {counts[name]:,}" for name in few])
        return [
            f"of {total:,} training examples few have these labels: {names}; train.class_weights=balanced makes them count"
            " more, and train.metric=f1 judges all labels alike"
        ]

    def reference(self, model: Evaluated, source: str, target: str, each: bool) -> str:
        """A label that may have spaces at its ends."""
        return target if target in model.codecs[1].labels else target.strip()

    def detailed(
        self, model: Evaluated, examples: Examples, evaluation: Evaluation, settings: Mapping[str, Any]
    ) -> Evaluation:
        """With the confusion matrix, and the measures of each label."""
        predicted, right = self.comparable(evaluation.predicted, examples.targets)
        known = model.codecs[1].labels if model.codecs else ()
        unknown = sorted({*all_labels(right)} - {*known})
        if known and unknown:
            log(f"labels that the run does not know, which count as wrong: {shortened(unknown)}")
        matrix = confusion(predicted, right)
        return replace(evaluation, confusion=matrix, types=by_label(*matrix))


def all_targets(corpus: Corpus) -> Iterator[str]:
    """Of every split: a rare label that training lacks is no reason to stop, only impossible to get right."""
    splits = [split for split in (corpus.train, corpus.validation, corpus.test) if split is not None]
    return (value for split in splits for value in split["target"])

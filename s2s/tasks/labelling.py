"""What the tasks have in common that predict labels: of whole texts, or of every word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from s2s.config.schema import RunConfig
from s2s.data.codecs.json_codec import shortened
from s2s.data.corpora.corpus import Corpus
from s2s.metrics.confusion import all_labels, by_label, confusion
from s2s.runtime.process import log
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples
from s2s.tasks.predicting import PredictingTask


class Labelling(PredictingTask):
    """A task whose output is labels."""

    validated: ClassVar[tuple[str, ...]] = ("accuracy", "f1")
    finally_scored: ClassVar[tuple[str, ...]] = ("accuracy", "f1")

    def warnings(self, config: RunConfig, corpus: Corpus) -> list[str]:
        """Labels that training lacks, and what else is odd about those that it has."""
        counts, lines = Counter(self.names_in(config, corpus.train["target"])), list[str]()
        for split, examples in (("validation", corpus.validation), ("test", corpus.test)):
            targets = () if examples is None else examples["target"]
            unknown = sorted({*self.names_in(config, targets)} - {*counts})
            if unknown:
                lines.append(
                    f"data.{split}: has labels that training lacks, which count as wrong: {shortened(unknown)}"
                )
        return lines + self.odd(config, counts, len(corpus.train))

    def names_in(self, config: RunConfig, targets: Iterable[Any]) -> Iterator[str]:
        """Every label in `targets`, one after the other."""
        return self.labels(targets)

    def odd(self, config: RunConfig, counts: Counter[str], examples: int) -> list[str]:
        """What is odd about the labels of so many training examples, which are counted, a line each."""
        return []

    def detailed(
        self, model: Evaluated, examples: Examples, evaluation: Evaluation, settings: Mapping[str, Any]
    ) -> Evaluation:
        """With the confusion matrix and the measures of each label; labels that the run does not know are said."""
        predicted, right = self.comparable(evaluation.predicted, examples.targets)
        known = model.codecs[1].labels if model.codecs else ()
        unknown = sorted({*all_labels(right)} - {*known})
        if known and unknown:
            log(f"labels that the run does not know, which count as wrong: {shortened(unknown)}")
        return self.by_kind(evaluation, predicted, right)

    def by_kind(self, evaluation: Evaluation, predicted: Sequence[Any], right: Sequence[Any]) -> Evaluation:
        """The `evaluation` with the measures of each label, and how they are confused."""
        matrix = confusion(predicted, right)
        return replace(evaluation, confusion=matrix, types=by_label(*matrix))


def all_targets(corpus: Corpus) -> Iterator[str]:
    """Of every split: a rare label that training lacks is no reason to stop, only impossible to get right."""
    splits = [split for split in (corpus.train, corpus.validation, corpus.test) if split is not None]
    return (value for split in splits for value in split["target"])

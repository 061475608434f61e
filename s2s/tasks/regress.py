"""A sentence or a vector → a number, or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.features import Features, steps
from s2s.data.codecs.files import Codecs
from s2s.data.corpora.corpus import Corpus
from s2s.errors import UserError
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples
from s2s.tasks.exhibits import of_numbers
from s2s.tasks.predicting import PredictingTask


class Regress(PredictingTask):
    """Numbers for the whole sequence."""

    name = "regress"
    rules = rules_of("regress")
    finally_scored: ClassVar[tuple[str, ...]] = ("mse", "mae")
    evaluated: ClassVar[tuple[str, ...]] = ("mse", "mae")

    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Of text or vectors, and of numbers."""
        return self.source_codec(config, corpus), Features.learn(corpus.train["target"])

    def check(self, codecs: Codecs, examples: Examples) -> None:
        """Each has as many numbers as in training."""
        codecs[0].encode(list(examples.sources or ()))
        if any(len(target) > 1 for target in codecs[1].encode(list(examples.targets))):
            raise UserError("has several numbers where training has one; check its labels")

    def reference(self, model: Evaluated, source: str, target: str, each: bool) -> str:
        """As many numbers as the run predicts; of those of several steps the last."""
        count, size = steps(target, None).size, model.codecs[1].size
        if count % size or (count > size and not each):
            raise UserError(f"{count} numbers where the run predicts {size}; give as many")
        return " ".join(map(str, steps(target, size)[-1].tolist()))

    def comparable(self, predicted: Sequence[str], targets: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """The numbers of each example, of several steps those of the last."""
        right = [steps(target, None)[-1] for target in targets]
        return [steps(text, None).ravel()[-len(last) :] for text, last in zip(predicted, right, strict=True)], right

    def exhibits(self, reader: Any, examples: Examples, evaluation: Evaluation, how: Any) -> dict[str, Any]:
        """Predicted numbers beside the right ones."""
        return of_numbers(*self.comparable(evaluation.predicted, examples.targets))

"""A label or a vector → a text; without either, a language model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy

from s2s.config.corpora import CORPORA
from s2s.config.metrics import LOSS
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import Codecs
from s2s.data.corpora.corpus import Corpus
from s2s.data.text.ids import UNK
from s2s.data.text.preparation import preparation
from s2s.errors import UserError
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples, Lines
from s2s.tasks.vectors import vector_codec
from s2s.tasks.writing import WritingTask, learned


class Generate(WritingTask):
    """Texts, each with the label or the vector that it is written for."""

    name = "generate"
    rules = rules_of("generate")

    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Of labels or vectors, and a tokenizer."""
        return vector_codec(corpus.train["source"]), learned(config, corpus, "target")

    def suited(self, corpus: Corpus) -> str:
        """The loss of a language model, which may write what it likes."""
        return LOSS if not any(map(has_words, corpus.all_of("source"))) else super().suited(corpus)

    def settings(self, model: Evaluated) -> dict[str, Any]:
        """Sampled, where a search would find the same text ever again: the best of all, or one for each of few labels."""
        sampled = CORPORA.facts(model.config.data.corpus).sampled or model.codecs[0].is_empty
        return {"sample": True} if sampled else {}

    def reads_outputs(self, config: RunConfig) -> bool:
        """Where a rule says how good a text is."""
        return CORPORA.facts(config.data.corpus).judged

    def takes(self, config: RunConfig, metrics: Sequence[str]) -> frozenset[str]:
        """A beam, where texts are searched for."""
        searched = (metrics or self.reads_outputs(config)) and not CORPORA.facts(config.data.corpus).sampled
        return frozenset({"search", "beam_size", "max_length"} if searched else ())

    def given(self, model: Evaluated, source: Lines | None, reference: Lines | None) -> Examples:
        """As for every task; of a language model, which has no sources, the lines of a text."""
        if not model.codecs[0].is_empty:
            return super().given(model, source, reference)
        if source is not None or reference is None:
            option = "" if source is None else source.option
            raise UserError(f"{option}: has no effect on a language model; give --reference FILE alone")
        is_blank = preparation(model.config, "target").blank
        texts = [self.reference(model, "", text, False) for text in reference.values if not is_blank(text)]
        if not texts:
            raise UserError(f"{reference.option}: every line is blank; give lines with text")
        return Examples([""] * len(texts), texts)

    def reference(self, model: Evaluated, source: str, target: str, each: bool) -> str:
        """In the normal form and the case of the training text."""
        text: str = model.codecs[1].clean(target, preparation(model.config, "target"))
        return text

    def evaluate(
        self, model: Evaluated, examples: Examples, *, loss: bool = False, details: bool = True, **how: Any
    ) -> Evaluation:
        """As every task, but perplexities need the loss."""
        return super().evaluate(model, examples, loss=loss or details, details=details, **how)

    def detailed(
        self, model: Evaluated, examples: Examples, evaluation: Evaluation, settings: Mapping[str, Any]
    ) -> Evaluation:
        """With perplexities, the share of unknown pieces, and what a rule says of the texts."""
        from s2s.metrics.perplexity import perplexities

        figures = perplexities(evaluation.nats, evaluation.positions, examples.targets)
        unknown = sum(ids.count(UNK) for ids in model.codecs[1].encode(list(examples.targets)))
        if unknown:  # all of them count as one and the same
            figures["unknown pieces"] = 100 * unknown / evaluation.positions
        if self.reads_outputs(model.config):
            corpus = CORPORA.load(model.config.data.corpus)()
            name, good = corpus.judge(examples.sources, evaluation.predicted, examples.targets)
            figures[name] = share(good)
        return replace(evaluation, figures=figures)


def has_words(source: Any) -> bool:
    """Whether a source says something: a vector does, and a label of one word or more."""
    return not isinstance(source, str) or bool(source.split())


def share(right: Sequence[bool]) -> float:
    """In percent."""
    return 100 * float(numpy.mean(list(right)))

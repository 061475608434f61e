"""Every word of a sentence → its tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from s2s.config.corpora import FILES
from s2s.config.networks import HEADS
from s2s.config.options import refuse
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs, load_codecs
from s2s.data.codecs.labels import Labels
from s2s.data.codecs.words import Words
from s2s.data.corpora.corpus import Corpus
from s2s.data.tags import Allowed, allowed, check_marks, scheme_of
from s2s.data.text.lines import words_of
from s2s.data.text.tokenizer import Tokenizer
from s2s.data.text.vectors import with_words_of
from s2s.errors import UserError
from s2s.metrics.span_f1 import are_spans, by_type
from s2s.runs.find import find_run
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples
from s2s.tasks.labelling import Labelling, all_targets

if TYPE_CHECKING:
    from torch import nn


class Tag(Labelling):
    """A label at each position."""

    name = "tag"
    rules = rules_of("tag")
    evaluated: ClassVar[tuple[str, ...]] = ("accuracy", "f1", "span_f1")
    finally_scored: ClassVar[tuple[str, ...]] = ("accuracy", "f1", "span_f1")

    def read(self, config: RunConfig, splits: Sequence[str] = FILES) -> Corpus:
        """With the scheme of the training tags, which is said where they mark spans. Raises `UserError` for a mixture."""
        corpus = super().read(config, splits)
        if "train" not in splits:
            return corpus
        count = scheme_of((line.split(" ") for line in corpus.train["target"]), named(config, "train"))
        notes = [count.said()] if count else []
        if chained(config):
            notes.append(f"model.head={config.model.head}: sentences are learned as wholes, without label smoothing")
        return replace(corpus, scheme=count.scheme if count else "", notes=(*corpus.notes, *notes))

    def suited(self, corpus: Corpus) -> str:
        """F1 over spans where the tags mark some, those of validation too, else accuracy."""
        judged = corpus.scheme and marks_spans([line.split(" ") for line in corpus.validation["target"]])
        return "span_f1" if judged else "accuracy"

    def source_codec(self, config: RunConfig, corpus: Corpus) -> Codec:
        """Words, each with an id of its own and the pieces that it is spelled with."""
        pieces = super().source_codec(config, corpus)
        assert isinstance(pieces, Tokenizer)
        frequent = Tokenizer.train(corpus.lines(["source"]), kind="word", size=None, coverage=None)
        vectors = config.model.vectors
        if vectors is not None:
            frequent = with_words_of(vectors, frequent, corpus.lines(["source"]), config.model.embedding)
        words = Words(pieces, frequent)
        if config.train.start_from is None:
            return words
        before = load_codecs(find_run(config.train.start_from))
        other = before[0] if isinstance(before[0], Words) else before[1]
        if not words.shares(other):
            remedy = "has none of the words and pieces of the training text; use a run on text of the same language"
            refuse("train.start_from", config.train.start_from, remedy)
        return words.after(other)

    def take_over(self, network: nn.Module, folder: Path, config: RunConfig, codecs: Codecs) -> str:
        """What belongs to words, pieces and tags that the run in `folder` has too, and the layers of a tagger."""
        from s2s.runs.transfer import into_tagger

        whole = isinstance(load_codecs(folder)[0], Words)
        return f"train.start_from={folder}: {into_tagger(network, folder, codecs, whole)}"

    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Of words, and of their tags; a head that knows what may follow what has their scheme.

        Raises `UserError` for a few tags that are mistyped among tags that mark spans.
        """
        for split in FILES:
            if (examples := getattr(corpus, split)) is not None:
                option = "train" if corpus.held_out and split == "validation" else split
                check_marks((line.split(" ") for line in examples["target"]), named(config, option))
        scheme = corpus.scheme if chained(config) and corpus.scheme else None
        return self.source_codec(config, corpus), Labels.learn(all_targets(corpus), each=True, scheme=scheme)

    def labels(self, targets: Iterable[Any]) -> Iterator[str]:
        """The tags of all words."""
        return (tag for line in targets for tag in line.split(" "))

    def allowed(self, target: Codec) -> Allowed | None:
        """What the scheme of the tags allows."""
        scheme = getattr(target, "scheme", None)
        return None if scheme is None else allowed(target.labels, scheme)

    def reference(self, model: Evaluated, source: str, target: str, each: bool) -> str:
        """A tag for each word."""
        words, tags = words_of(source), words_of(target)
        if len(words) != len(tags):
            raise UserError(f"{len(tags)} tags for {len(words)} words; give one for each word")
        return " ".join(tags)

    def comparable(self, predicted: Sequence[str], targets: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """The tags of each sentence as a list."""
        return [line.split(" ") for line in predicted], [line.split(" ") for line in targets]

    def without_value(self, names: Sequence[str], examples: Examples) -> dict[str, str]:
        """Spans are scored where the tags mark some."""
        if marks_spans([line.split(" ") for line in examples.targets]):
            return {}
        return {name: "the tags mark no spans" for name in names if name.startswith("span_f1")}

    def fitting(self, names: Sequence[str], examples: Examples) -> tuple[str, ...]:
        """Those of the metrics that can judge the examples; of tags that mark no spans, such as parts of speech, nobody expects any."""
        without = self.without_value(names, examples)
        return tuple(name for name in names if name not in without)

    def by_kind(self, evaluation: Evaluation, predicted: Sequence[Any], right: Sequence[Any]) -> Evaluation:
        """Where the tags mark spans, with the measures of each kind of span in place of those of each tag."""
        evaluation = super().by_kind(evaluation, predicted, right)
        return replace(evaluation, types=by_type(predicted, right)) if marks_spans(right) else evaluation


def named(config: RunConfig, split: str) -> str:
    """The option that names the examples of a `split`, with its value."""
    value = getattr(config.data, split)
    return f"data.{split}={value}" if value else f"data.{split}"


def chained(config: RunConfig) -> bool:
    """Whether the head scores which tag follows which."""
    return config.model.head is not None and HEADS.facts(config.model.head).chained


def marks_spans(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the tags of all lines mark spans, and there is one."""
    return are_spans(lines) and any(tag != "O" for line in lines for tag in line)

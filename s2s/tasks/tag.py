"""Every word of a sentence → its tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs
from s2s.data.codecs.labels import Labels
from s2s.data.codecs.words import Words
from s2s.data.corpora.load import Corpus
from s2s.data.text.lines import words_of
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.metrics.span_f1 import are_spans
from s2s.tasks.classify import Classify, all_targets
from s2s.tasks.evaluation import Evaluated, Examples


class Tag(Classify):
    """A label at each position."""

    name = "tag"
    rules = rules_of("tag")
    evaluated: ClassVar[tuple[str, ...]] = ("accuracy", "f1", "span_f1")
    finally_scored: ClassVar[tuple[str, ...]] = ("accuracy", "f1", "span_f1")

    def source_codec(self, config: RunConfig, corpus: Corpus) -> Codec:
        """Words, each with an id of its own and the pieces that it is spelled with."""
        pieces = super().source_codec(config, corpus)
        assert isinstance(pieces, Tokenizer)
        return Words(pieces, Tokenizer.train(corpus.lines(["source"]), kind="word", size=None, coverage=None))

    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Of words, and of their tags."""
        return self.source_codec(config, corpus), Labels.learn(all_targets(corpus), each=True)

    def reference(self, model: Evaluated, source: str, target: str, each: bool) -> str:
        """A tag for each word."""
        words, tags = words_of(source), words_of(target)
        if len(words) != len(tags):
            raise UserError(f"{len(tags)} tags for {len(words)} words; give one for each word")
        return " ".join(tags)

    def comparable(self, predicted: Sequence[str], targets: Sequence[Any]) -> tuple[list[Any], list[Any]]:
        """The tags of each sentence as a list."""
        return [line.split(" ") for line in predicted], [line.split(" ") for line in targets]

    def fitting(self, names: Sequence[str], examples: Examples) -> tuple[str, ...]:
        """Spans are scored where the tags mark some."""
        tags = [line.split(" ") for line in examples.targets]
        marked = are_spans(tags) and any(tag != "O" for line in tags for tag in line)
        return tuple(name for name in names if marked or name != "span_f1")

"""What the tasks that write text have in common: an encoder and a decoder, and a search over what it may write."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from s2s.config.schema import DataConfig, ModelConfig, RunConfig
from s2s.config.tokenizers import WHOLE, expression_of
from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs
from s2s.data.codecs.pattern import Pattern
from s2s.data.corpora.corpus import Corpus
from s2s.data.text.facts import Facts
from s2s.data.text.tokenizer import Tokenizer
from s2s.inference.arguments import texts_of
from s2s.inference.scorer import score_lines
from s2s.inference.unknown import unknown_words
from s2s.runtime.process import log, say_once, world
from s2s.runtime.progress import counted
from s2s.tasks.base import Task
from s2s.tasks.evaluation import Evaluation, Examples

if TYPE_CHECKING:
    from torch import device, nn

    from s2s.inference.translator import Translator

BATCH = 2000
"""Positions that are scored side by side."""


class WritingTask(Task):
    """A task whose output is text."""

    command: ClassVar[str] = "translate"
    exporter: ClassVar[str] = "s2s.export.generating:Generating"
    validated: ClassVar[tuple[str, ...]] = ("bleu", "chrf")
    greedy: ClassVar[Mapping[str, Any]] = {"search": "greedy"}

    @abstractmethod
    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Those of source and target, of which the target's must write tokens."""

    def network(self, config: ModelConfig, source: Codec, target: Codec) -> nn.Module:
        """source → encoder → bridge → decoder → tokens."""
        from s2s.nn.model import seq2seq

        network = seq2seq(config, source.size, target.size)
        if not config.copy:
            return network
        import torch

        from s2s.data.codecs.opened import copies, opened
        from s2s.nn.copying import CopyingSeq2Seq

        with torch.device("cpu"):  # where all else may be shapes alone
            copied = torch.from_numpy(copies(*opened((source, target))))
        return CopyingSeq2Seq(encoder=network.encoder, bridge=network.bridge, decoder=network.decoder, copied=copied)

    def reader(self, config: RunConfig, codecs: Codecs, network: nn.Module, device: device, facts: Facts) -> Translator:
        """A translator, which searches for what the network holds probable."""
        from s2s.inference.translator import Translator

        return Translator.of(config, codecs, [network], device, facts)

    def load(
        self, folders: Sequence[Any], device: str, backend: str, threads: int | None, allow_code: bool
    ) -> Translator:
        """A translator, whose folders may be several."""
        from s2s.inference.translator import Translator

        return Translator.load(folders, device, backend, threads, allow_code)

    def write(self, reader: Translator, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """The best text for each source, or with ``nbest`` so many, as `s2s translate --nbest` writes them.

        Says how many of the best ones, in all processes of a job, are cut off; of a run of several directions in which one.
        """
        each = settings.get("nbest") or 1
        how = {**settings, "nbest": each}
        split = how.pop("split", None)
        to, from_ = how.pop("to", None), how.pop("from_", None)
        turned = reader.facing(to, from_)
        lines, _ = texts_of(list(sources), numbers=reader.source.takes_vectors)
        results = list(counted(turned.stream(lines, reader.settings(**how), split=split), "line", len(lines)))
        direction = "" if to is None else f"to {to}" if from_ is None else f"{from_}-{to}"
        report_truncated(sum("truncated" in several[0].flags for several in results), len(results), direction)
        if remark := unknown_words(sum(several[0].unknown > 0 for several in results), len(results)):
            say_once(remark)  # the validation set stays as it is
        return [several[min(rank, len(several) - 1)].text for several in results for rank in range(each)]

    def exhibits(self, reader: Translator, examples: Examples, evaluation: Evaluation, how: Any) -> dict[str, Any]:
        """Perplexity by position, sentences with their alignments, and lengths.

        The first is of one direction; the others are left out where texts are sampled, or written for no source.
        """
        from s2s.tasks.exhibits import by_position, of_texts

        found = {} if examples.directions is not None else {"perplexity": by_position(reader, examples)}
        if reader.source.is_empty or how.get("sample"):
            return found
        return found | of_texts(reader, examples, evaluation, how, self.language(reader.config))

    def likelihood(self, reader: Translator, examples: Examples) -> tuple[float, float]:
        """By the search's own steps."""
        sources = None if reader.source.is_empty else list(examples.sources or ())
        scored = list(score_lines(reader, sources, list(examples.targets), False, BATCH))
        return -sum(one.log_prob for one in scored), sum(len(one.pieces) for one in scored)

    def tokenizer(self, config: RunConfig) -> str | None:
        """The one that `train.tokenize` names, or none at all where words and punctuation stand apart already."""
        return config.train.tokenize or own_tokenizer(config.data)


def report_truncated(count: int, outputs: int, direction: str = "") -> None:
    """Say that so many `outputs`, of one `direction` of a run, have reached the most pieces that they may have, without their end."""
    if world() > 1:
        from s2s.runtime.distributed import is_joined, total

        if is_joined():  # a command that torchrun starts, but for training, works by itself
            count, outputs = map(int, total(count, outputs))
    if count:
        log(
            f"{direction}{': ' * bool(direction)}{count:,} of {outputs:,} outputs are cut off at their greatest length;"
            " decode.max_length=N, or --max-length N, allows N pieces"
        )


def own_tokenizer(data: DataConfig) -> str | None:
    """What sacrebleu is to cut a run's text with, where that is not for its language to say."""
    return "none" if data.tokenized else None


def learned(config: RunConfig, corpus: Corpus, *columns: str) -> Codec:
    """What encodes text as the options describe it, learned from `columns` of the training examples."""
    return learned_from(config, columns[0], corpus.lines(columns))


def learned_from(
    config: RunConfig, role: str, lines: Iterable[str], languages: Sequence[str] = (), corpora: Sequence[str] = ()
) -> Codec:
    """What encodes text of a `role` as the options describe it, learned from `lines`, with tags for `languages` and `corpora`."""
    made = config.tokenizer
    side = made.of(role)
    if side.pattern is not None:
        option = f"{made.name_of('pattern', role)}={side.pattern}"
        expression = expression_of(made.name_of("pattern", role), side.pattern)
        return Pattern.learn(lines, option=option, pattern=expression, size=side.size)
    coverage = None if side.kind in WHOLE else made.coverage
    return Tokenizer.train(
        lines, kind=str(side.kind), size=side.size, coverage=coverage, languages=languages, corpora=corpora
    )

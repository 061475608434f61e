"""The export of what translates: encoder and decoder, held against the model by translating sentences greedily."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import torch
from onnx import GraphProto
from torch import nn

from s2s.data.batching import collate_of, in_order
from s2s.data.stream import Examples as Train
from s2s.data.text.preparation import behind, tags_of
from s2s.decode.backend import Backend
from s2s.decode.backends.exported import ENCODER, STEP
from s2s.decode.backends.onnx import OnnxBackend
from s2s.decode.backends.torch_copying import torch_backend
from s2s.decode.shortlist import FILE as SHORTLIST
from s2s.decode.shortlist import Shortlist
from s2s.errors import UserError
from s2s.export.alignment_model import encoded, learn
from s2s.export.confidence import carry
from s2s.export.exporter import BATCH, LEAST_EQUAL, Exporter, Report, unlike
from s2s.export.graph import Ranges
from s2s.export.parts import decoder_step, encoder
from s2s.export.ranges import measure
from s2s.inference.translator import Translator
from s2s.metrics.scores import score
from s2s.nn.model import Seq2Seq
from s2s.runs.folder import load_facts
from s2s.runtime.progress import counted
from s2s.tasks.writing import own_tokenizer

MOST_LOST = 0.5
"""BLEU that int8 and a shortlist may cost."""


@dataclass(frozen=True)
class Listed:
    """What a shortlist changes in the translations of an export."""

    choices: float
    """How many tokens a sentence may become, on average, of the `vocabulary`."""
    vocabulary: int
    equal: float
    bleu: float


@dataclass(frozen=True)
class Translations(Report):
    """Translations of the same sentences, greedily, every token allowed."""

    sentences: int
    equal: float
    """The share of sentences with the same tokens."""
    bleu: float
    torch_bleu: float
    listed: Listed | None

    def __str__(self) -> str:
        """The share and both scores, and what a shortlist changes."""
        listed = ""
        if self.listed is not None:
            listed = (
                f"; a shortlist of {self.listed.choices:,.0f} of {self.listed.vocabulary:,} pieces changes"
                f" {1 - self.listed.equal:.1%} of them and costs {self.bleu - self.listed.bleu:.2f} BLEU"
            )
        return (
            f"on {self.sentences:,} sentences {self.equal:.1%} are translated alike, BLEU {self.bleu:.2f} (the model:"
            f" {self.torch_bleu:.2f}), greedy{listed}"
        )

    def judge(self, int8: bool) -> None:
        """By BLEU, or in fp32 by the share."""
        if int8 and self.bleu < self.torch_bleu - MOST_LOST:
            raise UserError(
                f"--int8: BLEU {self.bleu:.2f} instead of {self.torch_bleu:.2f} on {self.sentences:,} sentences;"
                " export without --int8"
            )
        if not int8 and self.equal < LEAST_EQUAL:
            raise unlike("translates", f"{1 - self.equal:.1%} of {self.sentences:,} sentences")
        if self.listed is not None and self.listed.bleu < self.bleu - MOST_LOST:
            raise UserError(
                f"--shortlist: BLEU {self.listed.bleu:.2f} instead of {self.bleu:.2f} on {self.sentences:,} sentences;"
                " export with a longer one, or without"
            )


class Writing(Exporter):
    """Of a `s2s.nn.model.Seq2Seq`."""

    network: ClassVar[type[nn.Module]] = Seq2Seq
    choosing = False
    """Whether there is a shortlist."""

    def graphs(self, ranges: Ranges) -> dict[str, GraphProto]:
        """The encoder with its bridge, and a step of the decoder."""
        return {
            name: make(self.model, ranges, self.choosing) for name, make in ((ENCODER, encoder), (STEP, decoder_step))
        }

    def ranges(self) -> Mapping[str, float]:
        """By teacher forcing."""
        pairs = zip(self.sources(), self.encoded("target", self.examples.targets), strict=True)
        return measure(self.model, in_order(list(pairs), BATCH, collate_of(self.codecs)))

    def sources(self) -> list[list[int]]:
        """The sources as the model reads them, behind its tags where it has some."""
        sources = self.encoded("source", self.examples.sources)
        if not self.examples.directions:
            return sources
        return behind(tags_of(self.config, self.codecs[0]), self.examples.directions, sources)


class Translating(Writing):
    """Of what translates."""

    def choose(self, folder: Path, train: Train, count: int) -> None:
        """Learned from the pairs of the training."""
        if self.config.model.copy:
            raise UserError(
                f"--shortlist {count}: does not go with a model that copies (model.copy); export without it"
            )
        pairs = encoded(train, self.codecs, self.config.data.max_length)
        learn(pairs, (self.codecs[0].size, self.codecs[1].size), count).save(folder)
        self.choosing = True

    def compare(self, folder: Path) -> Translations:
        """By the model, by the export with every token allowed, and with its shortlist if it has one."""
        sizes = self.codecs[0].size, self.codecs[1].size
        exact, exact_bleu = self.translated(torch_backend(self.model, torch.device("cpu")), folder)
        plain, bleu = self.translated(
            OnnxBackend(folder, shortlist=Shortlist.whole(*sizes), source=self.codecs[0]), folder
        )
        listed = None
        if (folder / SHORTLIST).exists():
            exported = OnnxBackend(folder)
            few, few_bleu = self.translated(exported, folder)
            assert exported.shortlist is not None
            choices = exported.shortlist.mean(self.codecs[0].encode(list(self.examples.sources or ())))
            listed = Listed(choices, exported.shortlist.vocabulary, alike(few, plain), few_bleu)
        return Translations(len(exact), alike(plain, exact), bleu, exact_bleu, listed)

    def complete(self, folder: Path, partial: Path) -> bool:
        """How sure it is of its translations."""
        backend = OnnxBackend(partial, source=self.codecs[0])
        translator = Translator(self.config, *self.codecs, backend, load_facts(partial))
        return carry(folder, partial, translator, self.examples)

    def translated(self, backend: Backend, folder: Path) -> tuple[list[str], float]:
        """The translations of the sources by `backend`, and their BLEU."""
        translator = Translator(self.config, *self.codecs, backend, load_facts(folder))
        translations = each_way(translator, list(self.examples.sources or ()), self.examples.directions or ())
        data, tokenize = self.config.data, self.config.train.tokenize
        how = data.target, ("bleu",), tokenize or own_tokenizer(data)
        return translations, score(translations, self.examples.targets, *how)["bleu"].score


def alike(texts: Sequence[str], others: Sequence[str]) -> float:
    """The share of `texts` that are the same in `others`."""
    return sum(text == other for text, other in zip(texts, others, strict=True)) / len(texts)


def each_way(translator: Translator, sources: Sequence[str], numbers: Sequence[int]) -> list[str]:
    """The translations of `sources`, each in its direction, greedily."""
    if not numbers:
        found = translator.stream(sources, translator.settings(search="greedy"))
        return [best.text for best, *_ in counted(found, "sentence", len(sources))]
    written: dict[int, str] = {}
    for number, (source, target) in enumerate(translator.directions):
        rows = [row for row, own in enumerate(numbers) if own == number]
        own_sources = [sources[row] for row in rows]
        results = translator.translate(own_sources, search="greedy", to=target, from_=source)
        written |= dict(zip(rows, results, strict=True))
    return [written[row] for row in range(len(sources))]

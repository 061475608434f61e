"""The export of what writes texts for labels, vectors or nothing: held against the model by how probable both find real texts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch

from s2s.decode.backend import Backend
from s2s.decode.backends.onnx import OnnxBackend
from s2s.decode.backends.torch import TorchBackend
from s2s.errors import UserError
from s2s.export.exporter import BATCH, Report, unlike
from s2s.export.translating import Writing
from s2s.inference.scorer import score_lines
from s2s.inference.translator import Translator
from s2s.runs.folder import load_facts

MOST_APART = 1e-3
"""Nats a piece by which fp32 may differ in what it thinks of a text."""
MOST_LOST = 1.05
"""By how much int8 may raise the perplexity."""


@dataclass(frozen=True)
class Perplexities(Report):
    """Of the same texts."""

    texts: int
    perplexity: float
    torch_perplexity: float
    apart: float
    """The largest difference of log P (nats a piece) of a text."""

    def __str__(self) -> str:
        """Both perplexities, and how far apart the two are at most."""
        return (
            f"on {self.texts:,} texts perplexity {self.perplexity:.4g} a piece (the model: {self.torch_perplexity:.4g}),"
            f" log P of a text at most {self.apart:.1g} a piece apart"
        )

    def judge(self, int8: bool) -> None:
        """By the perplexity, or in fp32 by the difference of any text."""
        if int8 and not self.perplexity <= MOST_LOST * self.torch_perplexity:
            raise UserError(
                f"--int8: perplexity {self.perplexity:.4g} instead of {self.torch_perplexity:.4g} on {self.texts:,} texts;"
                " export without --int8"
            )
        if not int8 and not self.apart <= MOST_APART:
            raise unlike("judges", f"a text by {self.apart:.1g} nats a piece")


class Generating(Writing):
    """Of what writes texts that are no translations."""

    def compare(self, folder: Path) -> Perplexities:
        """What the model and the export think of the texts."""
        exact, pieces = self.judged(TorchBackend(self.model, torch.device("cpu"), self.codecs[0].pad), folder)
        ours, _ = self.judged(OnnxBackend(folder, source=self.codecs[0]), folder)
        perplexities = [math.exp(min(700.0, -float(values.sum()) / pieces.sum())) for values in (ours, exact)]
        return Perplexities(
            len(exact), perplexities[0], perplexities[1], float(numpy.abs((ours - exact) / pieces).max())
        )

    def judged(self, backend: Backend, folder: Path) -> tuple[numpy.ndarray, numpy.ndarray]:
        """log P of each text, and how many pieces it has."""
        translator = Translator(self.config, *self.codecs, backend, load_facts(folder))
        sources = None if self.codecs[0].is_empty else list(self.examples.sources or ())
        scored = list(score_lines(translator, sources, list(self.examples.targets), False, BATCH))
        kept = [one for one in scored if one.pieces and math.isfinite(one.log_prob)]
        return numpy.array([one.log_prob for one in kept]), numpy.array([len(one.pieces) for one in kept])

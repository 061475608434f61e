"""Translations of a forced length: what decode_speed.py and where.py give a network to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy
from size import VOCABULARY

from s2s.data.batching import collate
from s2s.decode.backend import Backend, Settings
from s2s.decode.backends.exported import ENCODER, STEP
from s2s.decode.backends.onnx import OnnxBackend
from s2s.decode.scheduler import decode
from s2s.export.parts import decoder_step, encoder
from s2s.export.ranges import measure
from s2s.export.write import save_graphs
from s2s.nn.model import Seq2Seq

LENGTH = 16
CASES = ((1, 64), (1, 1), (5, 64), (5, 1))
"""(beam, sentences side by side)"""


def sources(count: int, vocabulary: int = VOCABULARY) -> list[list[int]]:
    random = numpy.random.default_rng(1)
    return [[*row, 2] for row in random.integers(4, vocabulary, (count, LENGTH - 1)).tolist()]


def exported(model: Seq2Seq, folder: Path, threads: int, vocabulary: int = VOCABULARY) -> OnnxBackend:
    ranges = measure(model, [collate([(source, source) for source in sources(32, vocabulary)])])
    save_graphs(folder, {ENCODER: encoder(model, ranges), STEP: decoder_step(model, ranges)}, vocabulary)
    return OnnxBackend(folder, threads)


def ours(backend: Backend, beam: int, batch: int) -> Callable[[list[list[int]]], None]:
    settings = Settings(beam=beam, batch_tokens=batch * LENGTH, forced_length=LENGTH)

    def all_of(texts: list[list[int]]) -> None:
        for _ in decode(backend, texts, settings):
            pass

    return all_of

"""The torch backend keeps the first promise: a sentence is translated alike alone, in any batch and in any order."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
import torch
from grids import thinned
from networks import SIZE, drawn

from s2s.decode.backend import Settings
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode

CELLS = ("lstm", "gru", "rnn")
GRID = [
    (cell, both, layers, attention)
    for cell, (both, layers), attention in itertools.product(
        CELLS, ((False, 2), (True, 1)), ("none", "additive", "dot", "general", "multihead")
    )
]
SOURCES = [[*random.Random(length).choices(range(4, SIZE), k=length), 2] for length in (5, 1, 3, 9, 4, 7)]
KINDS = (Settings(beam=1), Settings(beam=3, nbest=2, coverage_penalty=0.1), Settings(search="sample"))


def tokens(backend: TorchBackend, sources: list[list[int]], settings: Settings, window: int = 100) -> list[object]:
    return [[hypothesis.tokens for hypothesis in found] for found in decode(backend, sources, settings, window)]


@pytest.mark.parametrize(("cell", "both", "layers", "attention"), thinned(GRID, 4))
def test_neither_batch_nor_order_matters(cell: str, both: bool, layers: int, attention: str) -> None:
    backend = TorchBackend(drawn({"cell": cell}, both, layers, attention, noise=0.7), torch.device("cpu"))
    order = random.Random(2).sample(range(len(SOURCES)), len(SOURCES))
    different = set()
    for kind in KINDS:
        settings = kind if attention != "none" else replace(kind, coverage_penalty=0.0)
        alone = tokens(backend, SOURCES, replace(settings, batch_tokens=1), window=1)
        different |= {str(found) for found in alone}
        assert tokens(backend, SOURCES, replace(settings, batch_tokens=20)) == alone
        if not settings.samples:  # what is drawn for a sentence depends on its place
            assert tokens(backend, [SOURCES[place] for place in order], settings) == [alone[place] for place in order]
    assert len(different) >= len(SOURCES), "translations that are alike would prove nothing"

"""A translator that repeats its source, and a run folder with a tiny untrained model."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy
import pytest
from safetensors.numpy import load_file, save_file

from s2s.config.schema import RunConfig
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.text.ids import EOS
from s2s.data.text.tokenizer import Tokenizer
from s2s.decode.backend import Doubles, Floats, Ints, Step, best
from s2s.inference.translator import Translator


class Copy:
    """A backend that writes its source again; the state (B, K) is the position, the memory the sources."""

    def __init__(self, vocabulary: int) -> None:
        self.vocabulary = vocabulary
        self.calls = 0

    def encode(
        self, sources: Sequence[Sequence[int]], demanded: Sequence[Collection[int]] | None = None
    ) -> tuple[Any, Any]:
        self.calls += 1
        assert all(source[-1] == EOS for source in sources)
        return [list(source) for source in sources], numpy.zeros((len(sources), 1), numpy.int64)

    def step(
        self, memory: Any, state: Any, tokens: Ints, candidates: int, attention: bool, wanted: Ints | None = None
    ) -> Step:
        count, width = tokens.shape
        logits = numpy.zeros((count, width, self.vocabulary), numpy.float32)
        logits[:, :, EOS] = -10.0  # ending early is the worst of mistakes
        longest = max(len(source) for source in memory)
        weights: Floats = numpy.zeros((count, width, longest), numpy.float32)
        for row, source in enumerate(memory):
            for beam in range(width):
                place = min(int(state[row, beam]), len(source) - 1)
                logits[row, beam, source[place]] = 20.0
                weights[row, beam, place] = 1.0
        flat = logits.reshape(count * width, -1)
        flat -= numpy.log(numpy.exp(flat).sum(axis=1, keepdims=True))
        asked = None if wanted is None else numpy.take_along_axis(logits, wanted, axis=2)
        log_probs, ids = best(flat, candidates)
        shape = (count, width, -1)
        return Step(state + 1, log_probs.reshape(shape), ids.reshape(shape), weights if attention else None, asked)

    def select(self, memory: Any, state: Any, rows: Ints | None, beams: Ints) -> tuple[Any, Any]:
        kept = numpy.arange(len(beams)) if rows is None else rows
        return [memory[row] for row in kept], state[kept[:, None], beams]

    def follow(self, memory: Any, state: Any, targets: Sequence[Sequence[int]]) -> Doubles:
        raise AssertionError("it scores nothing")

    def contents(self) -> Iterator[bytes]:
        yield from ()


@cache
def tokenizer(kind: str = "char") -> Tokenizer:
    text = [sentence for pair in pairs("en", "de", "train", 300, 1) for sentence in pair]
    return Tokenizer.train(text, kind=kind, size=None, coverage=None)


def copier(config: RunConfig | None = None) -> Translator:
    return Translator(config or RunConfig(), tokenizer(), tokenizer(), Copy(tokenizer().size))


def stand_in(monkeypatch: pytest.MonkeyPatch, translator: Translator | None = None) -> None:
    """Have every run folder hold `translator`, or a model that repeats its source; a command that is tested names none."""
    monkeypatch.setattr(Translator, "load", classmethod(lambda cls, *place: translator or copier()))
    config = RunConfig() if translator is None else translator.config
    monkeypatch.setattr("s2s.commands.translate.load_config", lambda *place: config)


def tiny_run(folder: Path, kind: str = "char", seed: int = 1) -> Path:
    """A run folder that can be loaded: a real model with few units and random weights, drawn with the `seed`."""
    from s2s.config.load import parse
    from s2s.data.codecs.files import save_codecs
    from s2s.nn.model import build_model
    from s2s.runs.folder import save_config
    from s2s.runs.weights import save_model

    config = parse(
        {
            "tokenizer": {"kind": kind},
            "data": {"size": 300},
            "model": {"embedding": 8, "encoder": {"units": 8}, "decoder": {"units": 8}},
        }
    )
    save_config(folder, config)
    joint = tokenizer(kind)
    save_codecs(folder, joint, joint)
    model = build_model(config.model, joint.size, joint.size, seed)
    save_model(folder / "model.safetensors", dict(model.named_parameters()))
    return folder


def ending(folder: Path) -> Path:
    """The run folder, in which the end is made likelier: outputs of a model that has learned nothing end, too."""
    weights = load_file(folder / "model.safetensors")
    weights["decoder.bias"][EOS] += 4
    save_file(weights, folder / "model.safetensors")
    return folder

"""Models that copy: equations 8 and 9 of arXiv:1704.04368 against loops over plain numbers, with every backend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from grids import thinned
from networks import SIZE, drawn

from s2s.data.batching import collate
from s2s.data.text.ids import OPEN, UNK, OpenPiece
from s2s.decode.backend import Backend, Doubles, Settings
from s2s.decode.backends.ensemble import EnsembleBackend
from s2s.decode.backends.onnx import OnnxBackend
from s2s.decode.backends.torch_copying import CopyingBackend, torch_backend
from s2s.decode.scheduler import decode
from s2s.nn import copying
from s2s.nn.copying import CopyingSeq2Seq

NEW, OTHER, ONLY = OpenPiece.of("▁Ada"), OpenPiece.of("▁Lovelace"), OpenPiece.of("▁known")
# 20 is a tag, 21 a piece that only the source knows, 22 one that has another id as a target.
COPIED = torch.tensor([-1] * 4 + list(range(4, 20)) + [-1, int(ONLY), 30] + list(range(23, SIZE)))
SOURCES = [[20, 5, NEW, 21, NEW, 22, OTHER, 5, 2], [10, 2], [NEW, 2], [20, 30, 31, 21, 2]]
TARGETS = [[5, NEW, ONLY, 30, OTHER, 7, 2], [NEW, 10, 2], [OTHER, NEW, UNK, 2], [ONLY, 31, 2]]


def build(attention: str = "general", cell: str = "lstm", layers: int = 2) -> CopyingSeq2Seq:
    plain = drawn({"cell": cell}, True, layers, attention, 0.3)
    model = CopyingSeq2Seq(encoder=plain.encoder, bridge=plain.bridge, decoder=plain.decoder, copied=COPIED)
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for parameter in model.gate.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    return model.eval()


def textbook(model: CopyingSeq2Seq, source: list[int], target: list[int]) -> list[dict[int, float]]:
    """At each position of `target` the probability of every piece, by the decoder's parts and loops over plain numbers."""
    places = [int(one) if one >= OPEN else int(COPIED[one]) for one in source]
    rows, fed = [], 1
    with torch.no_grad():
        read = torch.tensor([[3 if one >= OPEN else one for one in source]])
        encoded = model.encoder(read, torch.tensor([len(source)]))
        memory, state = model.decoder.remember(encoded.memory, encoded.mask), model.bridge(encoded.state)[:, None]
        for gold in target:
            token = torch.tensor([[3 if fed >= SIZE else fed]])
            (vectors, hidden, context, weights), state = model.decoder.advance(token, state, memory)
            assert context is not None and weights is not None
            joined = torch.cat([hidden, context, vectors], -1)[0, 0].double()
            gate = 1 / (1 + math.exp(-float(joined @ model.gate.weight[0].double() + model.gate.bias[0])))
            vocabulary = model.decoder.logits(model.decoder.features(hidden, context))[0, 0].double().softmax(0)
            attention = weights[0, 0].double()
            copies = sum((1 - gate) * float(a) for a, place in zip(attention, places, strict=True) if place >= 0)
            chances = {piece: (1 - copies) * float(chance) for piece, chance in enumerate(vocabulary)}
            for place, weight in zip(places, attention, strict=True):
                if place >= 0:
                    chances[place] = chances.get(place, 0.0) + (1 - gate) * float(weight)
            rows.append(chances)
            fed = gold
    return rows


def followed_by(backend: Backend, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]) -> Doubles:
    memory, state = backend.encode(sources)
    return backend.follow(memory, state, targets)


def expected(model: CopyingSeq2Seq, source: list[int], target: list[int]) -> list[float]:
    rows = textbook(model, source, target)
    return [math.log(row.get(int(gold), row[UNK])) for row, gold in zip(rows, target, strict=True)]


@pytest.mark.parametrize(("attention", "cell", "layers"), thinned([("multihead", "gru", 1), ("general", "lstm", 2)], 2))
def test_the_likelihood_is_that_of_the_equations_and_sums_to_one(attention: str, cell: str, layers: int) -> None:
    """Of pieces of the vocabulary, of words that none holds, and of words that neither side has; alone as in a batch."""
    model = build(attention, cell, layers)
    backend = torch_backend(model, torch.device("cpu"))
    assert isinstance(backend, CopyingBackend)
    found = followed_by(backend, SOURCES, TARGETS)
    for row, (source, target) in enumerate(zip(SOURCES, TARGETS, strict=True)):
        rows = textbook(model, source, target)
        assert [sum(chances.values()) for chances in rows] == pytest.approx([1.0] * len(rows), abs=1e-6)
        assert found[row, : len(target)] == pytest.approx(expected(model, source, target), abs=1e-4)
        alone = followed_by(backend, [source], [target])[0]
        assert alone == pytest.approx(found[row, : len(target)], abs=1e-5)


def test_the_loss_is_the_likelihood_whatever_stands_in_the_padding(monkeypatch: pytest.MonkeyPatch) -> None:
    model = build()
    pairs = [(source[:-1], target[:-1]) for source, target in zip(SOURCES, TARGETS, strict=True)]
    batch = collate(pairs)
    loss, plain = model(batch.source, batch.lengths, batch.target, batch.mask)
    whole = -sum(sum(expected(model, source, target)) for source, target in zip(SOURCES, TARGETS, strict=True))
    assert float(loss.detach()) == pytest.approx(whole, abs=1e-3) and float(plain) == pytest.approx(whole, abs=1e-3)
    filled = torch.where(torch.arange(batch.source.shape[1])[None] < batch.lengths[:, None], batch.source, int(NEW))
    assert float(model(filled, batch.lengths, batch.target, batch.mask)[1]) == pytest.approx(float(plain), abs=1e-4)
    loss.backward()
    gradients = {name: one.grad.clone() for name, one in model.named_parameters() if one.grad is not None}
    assert gradients["gate.weight"].abs().sum() > 0 and all(one.isfinite().all() for one in gradients.values())
    model.zero_grad()
    monkeypatch.setattr(copying, "CHUNK", 5 * SIZE)
    smoothed, again = model(batch.source, batch.lengths, batch.target, batch.mask, 0.1)
    assert float(again) == pytest.approx(float(plain), abs=1e-4) and smoothed.detach() > 0
    model(batch.source, batch.lengths, batch.target, batch.mask)[0].backward()
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(parameter.grad, gradients[name], rtol=1e-4, atol=1e-5)
    with torch.autocast("cpu", torch.bfloat16):
        rough, _ = model(batch.source, batch.lengths, batch.target, batch.mask)
    assert rough.dtype is torch.float32 and float(rough.detach()) == pytest.approx(whole, rel=0.03)


def exported(model: CopyingSeq2Seq, folder: Path, int8: bool) -> OnnxBackend:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from s2s.decode.backends.exported import ENCODER, STEP
    from s2s.decode.backends.onnx import OnnxBackend
    from s2s.export import write
    from s2s.export.parts import decoder_step, encoder
    from s2s.export.ranges import measure

    ranges = measure(model, [collate([(source[:-1], [5, 6]) for source in SOURCES])]) if int8 else None
    graphs = [make(model, ranges) for make in (encoder, decoder_step)]
    write.save_graphs(folder, dict(zip((ENCODER, STEP), graphs, strict=True)), SIZE)
    return OnnxBackend(folder)


@pytest.mark.parametrize(("int8", "tolerance"), [(False, 1e-4), (True, 2e-3)])
def test_what_was_written_has_the_probability_that_it_was_written_with(
    int8: bool, tolerance: float, tmp_path: Path
) -> None:
    """By each backend its own, by a beam and by samples, in a batch; the export in fp32 has the number of the model."""
    model = build()
    ours, theirs = exported(model, tmp_path, int8), torch_backend(model, torch.device("cpu"))
    copied = 0
    for backend in (ours, theirs):
        for settings in (Settings(beam=3, nbest=2, max_length=8), Settings(search="sample", nbest=4, max_length=8)):
            for source, hypotheses in zip(SOURCES, decode(backend, SOURCES, settings), strict=True):
                alone = next(decode(backend, [source], settings, first=SOURCES.index(source)))
                assert [one.tokens for one in alone] == [one.tokens for one in hypotheses]
                for one in hypotheses:
                    places = [COPIED[p] if p < SIZE else p for p in (source[max(0, t - SIZE)] for t in one.tokens)]
                    ids = [int(p) if t >= SIZE else t for t, p in zip(one.tokens, places, strict=True)]
                    copied += sum(token >= OPEN for token in ids)
                    target = [*ids, 2] if one.ended else ids
                    followed = followed_by(backend, [source], [target])[0].sum()
                    assert followed == pytest.approx(one.log_prob, abs=tolerance)
    assert copied > 20
    if not int8:
        found = [followed_by(backend, SOURCES, TARGETS) for backend in (ours, theirs)]
        for mine, other, target in zip(*found, TARGETS, strict=True):
            assert mine[: len(target)] == pytest.approx(other[: len(target)], abs=1e-4)


def test_a_step_has_every_outcome_and_an_ensemble_their_mean() -> None:
    models = [build(), build("additive", "gru", 1)]
    members = [torch_backend(model, torch.device("cpu")) for model in models]
    ensemble = EnsembleBackend(members)
    source, width = SOURCES[0], SIZE + len(SOURCES[0])
    backend: Any
    for backend, rows in (
        (members[0], [textbook(models[0], source, [5])]),
        (ensemble, [textbook(m, source, [5]) for m in models]),
    ):
        memory, state = backend.encode([source])
        every = numpy.arange(width)[None, None]
        found = backend.step(memory, state, numpy.array([[1]]), 1, False, every).wanted[0, 0]
        assert numpy.exp(found).sum() == pytest.approx(1, abs=1e-5)
        for token in range(width):
            piece = token if token < SIZE else int(source[token - SIZE]) if source[token - SIZE] >= OPEN else int(ONLY)
            first = token < SIZE or token - SIZE in (2, 3, 6)
            chance = sum(row[0][piece] for row in rows) / len(rows) if first else 0.0
            assert math.exp(found[token]) == pytest.approx(chance, abs=1e-5)

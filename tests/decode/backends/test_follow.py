"""Forced decoding: the probability of a given target is the product of its tokens' own, with every backend."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy
import pytest
import torch
from networks import SIZE, drawn

from s2s.data.batching import collate
from s2s.decode.backend import Backend, Doubles, Settings
from s2s.decode.backends.ensemble import EnsembleBackend
from s2s.decode.backends.onnx import OnnxBackend
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.decode.shortlist import Shortlist
from s2s.nn.model import Seq2Seq

SOURCES = [[5, 6, 7, 8, 9, 2], [10, 2], [11, 12, 4, 2], [30, 31, 32, 2]]
TARGETS = [[7, 3, 9, 2], [2], [4, 5, 6, 7, 8, 2], [11, 2]]
GRID = [
    ({"cell": "lstm"}, True, 2, "general"),
    ({"cell": "gru"}, False, 1, "none"),
    ({"cell": "rnn", "nonlinearity": "tanh"}, True, 1, "additive"),
]
build = partial(drawn, noise=0.3)


def textbook(model: Seq2Seq, source: list[int], target: list[int]) -> list[float]:
    """Of each token after those before it: by the decoder's step, and a softmax over all logits in 64 bits."""
    found = []
    with torch.no_grad():
        memory, state = model.start(torch.tensor([source]), torch.tensor([len(source)]))
        state = state[:, None]
        for fed, gold in itertools.pairwise([1, *target]):
            features, state, _ = model.decoder.step(torch.tensor([[fed]]), state, memory)
            found.append(float(model.decoder.logits(features)[0, 0].double().log_softmax(-1)[gold]))
    return found


@pytest.mark.parametrize(("cell", "both", "layers", "attention"), GRID)
def test_each_token_has_its_probability_after_those_before_it(
    cell: Mapping[str, str], both: bool | str, layers: int, attention: str
) -> None:
    """Unknown tokens too, of which a search writes none; alone as beside longer ones."""
    model = build(cell, both, layers, attention)
    backend = TorchBackend(model, torch.device("cpu"))
    found = backend.follow(*backend.encode(SOURCES), TARGETS)
    for row, (source, target) in enumerate(zip(SOURCES, TARGETS, strict=True)):
        expected = textbook(model, source, target)
        assert found[row, : len(target)] == pytest.approx(expected, abs=1e-5)
        assert followed_by(backend, [source], [target])[0] == pytest.approx(expected, abs=1e-5)


def test_logits_are_computed_a_few_positions_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = TorchBackend(build({"cell": "lstm"}, True, 2, "general"), torch.device("cpu"))
    whole = backend.follow(*backend.encode(SOURCES), TARGETS)
    monkeypatch.setattr("s2s.decode.backends.torch.POSITIONS", 5)
    numpy.testing.assert_allclose(backend.follow(*backend.encode(SOURCES), TARGETS), whole, atol=1e-6)


def test_of_several_models_the_mean_of_their_probabilities() -> None:
    models = [build(*row) for row in GRID]
    ensemble = EnsembleBackend([TorchBackend(model, torch.device("cpu")) for model in models])
    found = ensemble.follow(*ensemble.encode(SOURCES), TARGETS)
    for row, (source, target) in enumerate(zip(SOURCES, TARGETS, strict=True)):
        each = numpy.exp([textbook(model, source, target) for model in models])
        assert found[row, : len(target)] == pytest.approx(numpy.log(each.mean(axis=0)), abs=1e-5)


def test_the_probabilities_of_all_targets_sum_to_what_is_left_of_longer_ones() -> None:
    """Over every target of at most two tokens, and every beginning of three."""
    backend = TorchBackend(build({"cell": "lstm"}, True, 1, "general"), torch.device("cpu"))
    others = [token for token in range(SIZE) if token != 2]
    ended = [[2], *([one, 2] for one in others)]
    begun = [[one, other] for one in others for other in others]
    targets = ended + begun
    found = backend.follow(*backend.encode([SOURCES[0]] * len(targets)), targets)
    logs = [values[: len(target)].sum() for values, target in zip(found, targets, strict=True)]
    assert numpy.exp(logs).sum() == pytest.approx(1, abs=1e-4)


def followed_by(backend: Backend, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]) -> Doubles:
    memory, state = backend.encode(sources)
    return backend.follow(memory, state, targets)


def exported(model: Seq2Seq, folder: Path, int8: bool, shortlist: Shortlist | None = None) -> OnnxBackend:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from s2s.decode.backends.exported import ENCODER, STEP
    from s2s.decode.backends.onnx import OnnxBackend
    from s2s.export import write
    from s2s.export.parts import decoder_step, encoder
    from s2s.export.ranges import measure

    ranges = measure(model, [collate([(source[:-1], source[:-1]) for source in SOURCES])]) if int8 else None
    if shortlist is not None:
        shortlist.save(folder)
    graphs = [make(model, ranges, shortlist is not None) for make in (encoder, decoder_step)]
    write.save_graphs(folder, dict(zip((ENCODER, STEP), graphs, strict=True)), SIZE)
    return OnnxBackend(folder)


@pytest.mark.parametrize(("int8", "tolerance"), [(False, 1e-4), (True, 2e-3)])
def test_what_was_written_has_the_probability_that_it_was_written_with(
    int8: bool, tolerance: float, tmp_path: Path
) -> None:
    """By each backend its own; the export in fp32 has the number of the model."""
    model = build({"cell": "lstm"}, True, 2, "general")
    theirs = TorchBackend(model, torch.device("cpu"))
    ours = exported(model, tmp_path, int8)
    for backend in (ours, theirs):
        settings = Settings(beam=3, nbest=2, max_length=12)
        for source, hypotheses in zip(SOURCES, decode(backend, SOURCES, settings), strict=True):
            for one in hypotheses:
                target = [*one.tokens, 2] if one.ended else [*one.tokens]
                followed = followed_by(backend, [source], [target])[0].sum()
                assert followed == pytest.approx(one.log_prob, abs=tolerance)
    if not int8:
        found = [followed_by(backend, SOURCES, TARGETS) for backend in (ours, theirs)]
        for one, other, target in zip(*found, TARGETS, strict=True):
            assert one[: len(target)] == pytest.approx(other[: len(target)], abs=1e-4)


def test_what_a_shortlist_leaves_out_cannot_be(tmp_path: Path) -> None:
    from s2s.decode.shortlist import Shortlist

    model = build({"cell": "lstm"}, True, 1, "general")
    shortlist = Shortlist(numpy.full((SIZE, 1), 20), numpy.array([21]), SIZE)
    backend = exported(model, tmp_path, False, shortlist)
    found = backend.follow(*backend.encode([[5, 2], [6, 2]]), [[20, 21, 2], [20, 22, 2]])
    assert numpy.isfinite(found[0]).all() and found[1, 1] == -numpy.inf
    assert numpy.isfinite(found[1, [0, 2]]).all()

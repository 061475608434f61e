"""Batches that memory does not hold: cut into parts that update the weights together, as if nothing had been wrong."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from safetensors.numpy import load_file
from training import change_parts, config, metrics, train

import s2s.training.loop
from s2s.data.batching import Batch, collate, cut, width
from s2s.errors import UserError
from s2s.training.accumulation import rehearse, try_longest
from s2s.training.setup import Parts, assemble
from s2s.training.state import Training
from s2s.training.updates import update

STILL = ["model.dropout.layers=0", "model.dropout.embedding=0", "model.dropout.readout=0"]


def positions(batch: Batch) -> int:
    return width(batch) * len(batch.lengths)


def forgetful(parts: Parts, most: int, tried: list[int]) -> None:
    """Give `parts` a loss that runs out of memory beyond `most` positions, after part of the gradients is there."""
    loss = parts.loss

    def narrow(batch: Batch) -> Any:
        tried.append(positions(batch))
        if tried[-1] > most:
            next(parts.model.parameters()).grad = torch.full_like(next(parts.model.parameters()), 1e6)
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
        return loss(batch)

    parts.loss = narrow


@pytest.mark.parametrize("rows", [1, 2, 5])
@pytest.mark.parametrize("most", [1, 9, 10, 11, 25, 1000])
def test_parts_hold_every_example_once(rows: int, most: int) -> None:
    pairs = [([5 + row] * 3, [6 + row] * (row + 1)) for row in range(rows)]
    whole = collate(pairs)
    parts = cut(whole, most)
    assert all(positions(part) <= most or len(part.lengths) == 1 for part in parts)
    assert [row for part in parts for row in part.source.tolist()] == whole.source.tolist()
    assert [row for part in parts for row in part.target.tolist()] == whole.target.tolist()
    assert sum(part.tokens for part in parts) == whole.tokens == sum(int(part.mask.sum()) for part in parts)


@pytest.mark.slow
def test_a_batch_too_large_is_cut_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(s2s.training.loop, "REPORT", 1)
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    whole.mkdir()
    parted.mkdir()
    expected = train(whole, *STILL, "train.accumulate=2")
    tried: list[int] = []
    change_parts(monkeypatch, lambda parts: forgetful(parts, 120, tried))
    capfd.readouterr()
    found = train(parted, *STILL, "train.accumulate=2")
    said = capfd.readouterr().err
    assert said.count("warning: out of memory with") == 1 and "positions at a time; batches are cut to" in said
    assert sum(size > 120 for size in tried) == 1 and len(tried) > 24
    for name in ("loss", "norm"):
        assert metrics(found, name) == pytest.approx(metrics(expected, name), rel=2e-4)
    weights, others = (load_file(run / "model.safetensors") for run in (expected, found))
    for name in weights:
        numpy.testing.assert_allclose(others[name], weights[name], atol=2e-4)


def test_a_single_example_too_large_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change_parts(monkeypatch, lambda parts: forgetful(parts, 5, []))
    message = (
        r"^cpu: out of memory with a single example of \d+ positions; lower data\.max_length, now 200, or the size"
    )
    with pytest.raises(UserError, match=message) as caught:
        train(tmp_path)
    assert "\n" not in str(caught.value)


def test_the_longest_batch_is_tried_and_forgotten(tmp_path: Path) -> None:
    parts = assemble(config(tmp_path))
    training = Training(parts)
    tried: list[int] = []
    forgetful(parts, 150, tried)
    chunk = parts.stream.load(0, 0)
    before = {name: parameter.detach().clone() for name, parameter in parts.model.named_parameters()}
    try_longest(training)
    batches = [parts.stream.collate([chunk.pairs[row] for row in rows]) for rows in chunk.batches]
    longest = max(batches, key=lambda batch: batch.source.shape[1] * batch.mask.numel())
    assert tried[0] == positions(longest) > 150
    assert training.limit is not None and training.limit <= 150
    assert all(size <= training.limit for size in tried[-2:])
    for name, parameter in parts.model.named_parameters():
        assert parameter.grad is None and torch.equal(parameter, before[name])


def test_on_a_cpu_nothing_is_tried(tmp_path: Path) -> None:
    training = Training(assemble(config(tmp_path)))
    tried: list[int] = []
    forgetful(training.parts, 1, tried)
    rehearse(training)
    assert tried == []


def test_scaled_gradients_update_as_others_do(tmp_path: Path) -> None:
    """The scaler of fp16, here in fp32, where a power of two changes nothing; what exceeds all numbers is skipped."""
    plain, scaled = (Training(assemble(config(tmp_path, *STILL))) for _ in range(2))
    assert not scaled.resume()
    scaled.scaler = torch.amp.GradScaler("cpu", init_scale=2.0**12)
    _, batches = next(plain.parts.stream.run(plain.place))
    assert update(plain, batches) and update(scaled, batches)
    assert scaled.report == pytest.approx(plain.report)
    weights = [parameter.detach().clone() for parameter in scaled.parameters]
    torch.testing.assert_close(weights, [parameter.detach() for parameter in plain.parameters])
    scaled.scaler = torch.amp.GradScaler("cpu", init_scale=2.0**127)
    loss = scaled.parts.loss
    scaled.parts.loss = lambda batch: (1e6 * loss(batch)[0], loss(batch)[1])
    assert not update(scaled, batches)
    assert scaled.skipped == 1 and scaled.scaler.get_scale() == 2.0**126
    assert all(torch.equal(parameter, before) for parameter, before in zip(scaled.parameters, weights, strict=True))
    scaled.save()
    later = Training(scaled.parts)
    later.scaler = torch.amp.GradScaler("cpu")
    assert later.resume() and later.scaler.get_scale() == 2.0**126 and later.skipped == 1


def test_a_first_update_that_overflows_leaves_momentum_alone(tmp_path: Path) -> None:
    """torch's fused descent makes room for the momentum and, told to skip, leaves in it whatever was there."""
    options = ["optim.kind=sgd", "optim.momentum=0.9", "optim.lr=0.1"]
    training = Training(assemble(config(tmp_path, *STILL, *options)))
    training.scaler = torch.amp.GradScaler("cpu", init_scale=2.0**127)
    loss = training.parts.loss
    training.parts.loss = lambda batch: (1e6 * loss(batch)[0], loss(batch)[1])
    _, batches = next(training.parts.stream.run(training.place))
    assert not update(training, batches)
    assert not training.optimiser.state_dict()["state"]


def test_a_run_begun_without_a_scaler_goes_on_with_one(tmp_path: Path) -> None:
    training = Training(assemble(config(tmp_path)))
    training.resume()
    training.step = 1
    training.save()
    later = Training(training.parts)
    later.scaler = torch.amp.GradScaler("cpu", init_scale=2.0**12)
    assert later.resume() and later.step == 1 and later.scaler.get_scale() == 2.0**12


def test_training_begins_with_a_rehearsal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    monkeypatch.setattr(s2s.training.loop, "rehearse", lambda training: steps.append(training.step))
    train(tmp_path)
    assert steps == [0]


def test_on_a_gpu_the_longest_batch_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training = Training(assemble(config(tmp_path)))
    tried: list[int] = []
    forgetful(training.parts, 10**6, tried)
    training.parts.device = torch.device("cuda", 0)
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 0)
    monkeypatch.setattr(torch.random, "fork_rng", lambda devices: contextlib.nullcontext())
    monkeypatch.setattr(Batch, "to", lambda batch, device: batch)
    rehearse(training)
    assert len(tried) == 1

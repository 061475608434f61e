"""The Transformer of the benchmark: step equals forward, padding is invisible, its size is the paper's, and it learns."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
import transformer_tiny
from training import command, metrics
from transformer_tiny import SIZES, inner_for, main, size, transformer

from s2s.data.batching import collate
from s2s.decode.backend import Settings
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.nn.model import Seq2Seq
from s2s.runs.weights import read_tensors

SENTENCES = [[5, 6, 7, 8, 9], [10], [11, 12, 4], [13, 5]]
TARGETS = [[6, 7], [8, 9, 10, 11, 12], [5], [4, 4, 4]]


def build(first: bool = False) -> Seq2Seq:
    return transformer(20, 16, 24, first=first).eval()


@pytest.mark.parametrize("first", [False, True])
def test_step_by_step_alone_and_in_any_batch(first: bool) -> None:
    model, batch = build(first), collate(list(zip(SENTENCES, TARGETS, strict=True)))
    with torch.inference_mode():
        memory, state = model.start(batch.source, batch.lengths)
        features = model.decoder(batch.target[:, :-1], state, memory)
        now, rows = state[:, None], []
        for position in range(batch.target.shape[1] - 1):
            made, now, _ = model.decoder.step(batch.target[:, position : position + 1], now, memory)
            rows.append(made[:, 0])
        torch.testing.assert_close(torch.stack(rows, 1), features, rtol=1e-4, atol=1e-5)
        for row in range(4):
            alone = collate([(SENTENCES[row], TARGETS[row])])
            memory, state = model.start(alone.source, alone.lengths)
            single = model.decoder(alone.target[:, :-1], state, memory)[0]
            torch.testing.assert_close(single, features[row, : len(single)], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("settings", [Settings(beam=1), Settings(beam=3, nbest=2)])
def test_the_search_of_the_recurrent_models_serves_it(settings: Settings) -> None:
    backend = TorchBackend(build(), torch.device("cpu"))
    found = [
        [[h.tokens for h in every] for every in decode(backend, [[*s, 2] for s in SENTENCES], setting)]
        for setting in (settings, Settings(beam=settings.beam, nbest=settings.nbest, batch_tokens=1))
    ]
    assert found[0] == found[1]


def test_tiny_is_as_large_as_in_the_paper() -> None:
    """2.6 M parameters with a vocabulary of 10,000 pieces (arXiv:2105.14462, table 1)."""
    width, inner = SIZES["tiny"]
    assert inner is not None and abs(size(transformer(10_000, width, inner)) - 2.6e6) < 0.05e6


def test_as_many_parameters_as_asked() -> None:
    make = lambda inner: transformer(200, 16, inner)  # noqa: E731
    assert size(make(inner_for(size(make(77)) + 3, make))) == size(make(77))


@pytest.mark.slow
def test_it_learns_a_batch_by_heart() -> None:
    model, batch = transformer(20, 16, 32, dropout=0.0), collate(list(zip(SENTENCES, TARGETS, strict=True)))
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(120):
        optimiser.zero_grad()
        loss, _ = model(batch.source, batch.lengths, batch.target, batch.mask)
        (loss / batch.tokens).backward()
        optimiser.step()
    backend = TorchBackend(model.eval(), torch.device("cpu"))
    written = [list(found[0].tokens) for found in decode(backend, [[*s, 2] for s in SENTENCES], Settings(beam=2))]
    assert written == TARGETS


@pytest.fixture
def shallow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transformer_tiny, "LAYERS", 1)


@pytest.mark.slow
@pytest.mark.usefixtures("shallow")
def test_a_run_through_the_ordinary_loop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = command(
        tmp_path, "train.steps=4", "train.validate_every=2", "train.consistency=1", "train.label_smoothing=0.1"
    )
    assert main(["--size", "same", "--dropout", "0.1", *options]) == 0
    captured = capsys.readouterr()
    line, run = json.loads(captured.out), tmp_path / "runs" / "tiny-1"
    weights = read_tensors(run / "model.safetensors", 1 << 30)
    assert line["updates"] == [2, 4] == list(metrics(run, "validation_bleu"))
    assert line["parameters"] == sum(tensor.numel() for tensor in weights.values())
    assert any(name.startswith("decoder.layers.layers.0.multihead_attn") for name in weights)
    assert {"validation BLEU, beam 1", "validation BLEU, beam 5", "shares, beam 5", "minutes"} <= set(line)
    assert "train.consistency=1" in line["options"] and str(tmp_path) not in captured.out, "no paths of this machine"


@pytest.mark.slow
@pytest.mark.usefixtures("shallow")
def test_minutes_become_updates_and_measuring_leaves_no_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, update = [0.0], vars(transformer_tiny)["update"]

    def slow(*arguments: Any) -> bool:
        clock[0] += 20.0
        return update(*arguments)

    timer = SimpleNamespace(perf_counter=lambda: clock[0])
    monkeypatch.setattr(transformer_tiny, "report", lambda parts, options: {})
    for name, value in (("WARM", 1), ("MEASURED", 2), ("update", slow), ("time", timer)):
        monkeypatch.setattr(transformer_tiny, name, value)
    options = ["train.steps=3", "train.validate_every=3"]
    found = []
    for folder, more in (("told", []), ("measured", ["--minutes", "1"])):
        (tmp_path / folder).mkdir()
        assert main([*more, *command(tmp_path / folder, *options)]) == 0
        captured = capsys.readouterr()
        assert ("1 minutes are train.steps=3, with train.epochs=null" in captured.err) == bool(more)
        found.append((tmp_path / folder / "runs" / "tiny-1" / "model.safetensors").read_bytes())
    assert clock == [60.0] and found[0] == found[1]


def test_separate_vocabularies_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command(tmp_path, "tokenizer.joint=false", "model.tie=none")) == 2
    assert "transformer_tiny: tokenizer.joint=false: the benchmark ties all" in capsys.readouterr().err

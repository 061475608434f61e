"""What a checkpoint holds, of whatever many processes, and what one of them does that has no batch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import nn
from training import config, scores, train

from s2s.errors import UserError
from s2s.files import exclusive
from s2s.runs.contents import OF_WEIGHTS
from s2s.runs.states import best_weights, states
from s2s.training import state, updates
from s2s.training.setup import assemble
from s2s.training.state import Training

MANY = 300


def test_two_processes_cannot_train_one_run(tmp_path: Path) -> None:
    run = train(tmp_path)
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    with (
        exclusive(run, "…"),
        pytest.raises(UserError, match="tiny-1: another process is writing to it; wait for its end"),
    ):
        train(tmp_path, "train.steps=9")
    assert before == {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}


def test_what_was_measured_of_other_weights_goes_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that goes on and is stopped before its end has no confidence and no calibration of the weights before."""
    model = train(tmp_path) / "model.safetensors"
    before, measured = model.read_bytes(), [model.with_name(name) for name in OF_WEIGHTS]
    for path in measured:
        path.write_bytes(b"{}")
    monkeypatch.setattr("s2s.training.loop.finish", lambda *arguments: None)
    scores(monkeypatch, (99.0, 0.0, 0.0), (0.0, 100.0, 100.0))
    train(tmp_path, "train.steps=9")
    assert model.read_bytes() == before and all(path.exists() for path in measured)
    train(tmp_path, "train.steps=12")
    assert model.read_bytes() != before and not any(path.exists() for path in measured)


@pytest.mark.parametrize(
    ("average", "removed", "kept", "said"),
    [
        ("false", [0], "whole", "removed; model.safetensors stays as it is"),
        ("false", [1], "whole", "removed; the others are used"),
        ("true", [0], "other", "removed; the others are used"),
        ("true", [0, 1], "whole", "removed; model.safetensors stays as it is"),
    ],
)
def test_what_becomes_of_the_model_where_best_weights_are_removed(
    average: str, removed: list[int], kept: str, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = train(tmp_path, "train.keep=2", f"train.average={average}")
    training = Training(assemble(config(tmp_path, "train.keep=2", f"train.average={average}")))
    training.resume()
    before, files = (run / "model.safetensors").read_bytes(), best_weights(run, training.selection.best)
    expected = before if kept == "whole" else files[1].read_bytes()
    for number in removed:
        files[number].unlink()
    capfd.readouterr()
    training.publish()
    assert (run / "model.safetensors").read_bytes() == expected
    assert capfd.readouterr().err.rstrip().endswith(said)


@pytest.mark.slow
def test_a_checkpoint_of_hundreds_of_processes_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The generators of each have five kilobytes."""
    with monkeypatch.context() as patch:
        patch.setattr(state, "world", lambda: MANY)
        patch.setattr(state, "every", lambda own: own.expand(MANY, *own.shape).contiguous())
        run = train(tmp_path)
    newest = states(run)[0]
    assert load_file(newest / "state.safetensors")["random.cpu"].shape[0] == MANY
    assert json.loads((newest / "state.json").read_bytes())["processes"] == MANY
    capsys.readouterr()
    train(tmp_path, "train.steps=9")
    assert f"processes: 1 go on where {MANY} stopped" in capsys.readouterr().err
    assert json.loads((states(run)[0] / "state.json").read_bytes())["processes"] == 1


@pytest.mark.slow
def test_a_checkpoint_that_does_not_say_its_processes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As earlier releases have written them."""
    save = vars(state)["save_state"]
    monkeypatch.setattr(
        state,
        "save_state",
        lambda folder, step, tensors, facts, before: save(
            folder, step, tensors, {name: value for name, value in facts.items() if name != "processes"}, before
        ),
    )
    run = train(tmp_path)
    assert "processes" not in json.loads((states(run)[0] / "state.json").read_bytes())
    train(tmp_path, "train.steps=9")
    assert len(states(run)) > 1


def test_an_idle_process_goes_through_an_update_in_fp16(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no loss to scale; its gradients come from the others, scaled as theirs."""
    scaler = torch.amp.GradScaler
    monkeypatch.setattr(torch.amp, "GradScaler", lambda device, enabled: scaler(device, enabled=True))
    training = Training(assemble(config(tmp_path, "train.ema=null", "optim.kind=sgd", "optim.clip_norm=null")))
    before = [parameter.detach().clone() for parameter in training.parameters]

    def add_gradients(parameters: list[nn.Parameter]) -> None:
        for parameter in parameters:
            assert parameter.grad is None
            parameter.grad = torch.full_like(parameter, training.scaler.get_scale())

    monkeypatch.setattr(updates, "add_gradients", add_gradients)
    monkeypatch.setattr(updates, "total", lambda *numbers: [7.0 for _ in numbers])
    assert updates.update(training, [])
    rate = training.optimiser.param_groups[0]["lr"]
    assert rate > 0
    for old, new in zip(before, training.parameters, strict=True):
        torch.testing.assert_close(new, old - rate)

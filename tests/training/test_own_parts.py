"""Parts of a user's own, from a module outside the package: a cell, an attention, a bridge and an optimiser."""

from __future__ import annotations

import math
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
import training
from learning import learn, right
from networks import build_labeller
from torch import Tensor
from training import STATEFUL, config, interrupt, metrics, train

import s2s.training.loop
from s2s.cli import main
from s2s.config.load import parse
from s2s.config.networks import ATTENTIONS, BRIDGES, CELLS
from s2s.errors import UserError
from s2s.inference.translator import Translator
from s2s.nn.cells.layer import Layer
from s2s.nn.cells.lstm import LSTM
from s2s.nn.model import build_model
from s2s.runs.folder import load_config
from s2s.training.setup import assemble
from s2s.training.state import Training
from s2s.training.updates import update

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MODULE = "\n\n".join(BLOCK.findall((ROOT / "docs" / "extending.md").read_text(encoding="utf-8")))
"""What the documentation shows, as it stands there."""
MODULE += """

class Minimal(Layer):
    # one gate, whose recurrent share is scaled unit by unit

    gates, parts = 1, 1
    names = ("k",)
    formulas = {"k": "σ(W_xk x + b_k - slope ⊙ (W_hk h'))", "h": "(1 - k) ⊙ h' + k ⊙ tanh(k)"}

    def __init__(self, *, inputs, units):
        super().__init__(inputs=inputs, units=units)
        self.slope = nn.Parameter(torch.empty(units))

    def reset(self, draw, recurrent):
        super().reset(draw, recurrent)
        draw.uniform(self.slope, 1.0)

    def activate(self, projected, product):
        return (torch.sigmoid(projected - self.slope * product),)

    def combine(self, active, state):
        return ((1 - active[0]) * state[0] + active[0] * torch.tanh(active[0]),)


class NoCell:
    gates, parts = 1, 1


class NoGates(Layer):
    pass
"""
CELL, ATTENTION, BRIDGE, OPTIMISER = "ownparts:PeepholeLSTM", "ownparts:Cosine", "ownparts:Mean", "ownparts:Sign"
ALL = [f"model.cell={CELL}", f"model.attention={ATTENTION}", f"model.bridge={BRIDGE}", f"optim.kind={OPTIMISER}"]
ALL += ["model.encoder.units=8", "optim.momentum=0.8", "optim.lr=0.002"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, which holds the module."""
    (tmp_path / "ownparts.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "ownparts", raising=False)
    return tmp_path


def test_a_head() -> None:
    """It is built by its name, its loss is what it says, and options that it does not name are refused."""
    values = {"task": "tag", "data": {"corpus": "files", "train": "x"}}
    small = {"pooling": "none", "embedding": 6, "encoder": {"units": 5, "layers": 1}, "residual": False}
    values["model"] = {**small, "head": "ownparts:Focal"}
    with pytest.raises(UserError, match=r"train.label_smoothing=0.1: has no effect with model.head=ownparts:Focal"):
        parse({**values, "train": {"metric": "loss"}})
    given = parse({**values, "train": {"metric": "loss", "label_smoothing": 0.0}})
    model = build_labeller(given.model, (11, 9), 3).eval()
    source, lengths = torch.tensor([[[4, 1, 5, 6], [5, 1, 4, 0]], [[7, 2, 8, 0], [0] * 4]]), torch.tensor([2, 1])
    target, mask = torch.tensor([[0, 2], [1, 0]]), torch.tensor([[True, True], [True, False]])
    loss, likelihood = model(source, lengths, target, mask)
    shares = model.predict(source, lengths)[mask].gather(1, target[mask][:, None])[:, 0]
    torch.testing.assert_close(loss, (-((1 - shares) ** 2) * shares.log()).sum())
    torch.testing.assert_close(likelihood, -shares.log().sum().detach())


def layer(inputs: int = 3, units: int = 4) -> Layer:
    made = CELLS.load(CELL)(inputs=inputs, units=units).double()
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.copy_(0.5 * torch.randn(parameter.shape, generator=generator, dtype=torch.float64))
    return made


def textbook(cell: Any, inputs: Tensor) -> Tensor:
    """Inputs (T, I) of one sentence → outputs (T, H), gate by gate from the paper's equations."""
    h, c = torch.zeros(cell.units).double(), torch.zeros(cell.units).double()
    outputs = []
    for x in inputs:
        i, f, g, o = (cell.weight_input @ x + cell.weight_hidden @ h + cell.bias).chunk(4)
        old, squash = c, lambda z: 1 / (1 + torch.exp(-z))
        c = squash(f + cell.peepholes[1] * old) * old + squash(i + cell.peepholes[0] * old) * torch.tanh(g)
        h = squash(o + cell.peepholes[2] * c) * torch.tanh(c)
        outputs.append(h)
    return torch.stack(outputs)


@pytest.mark.parametrize("dropped", [False, True])
def test_a_cell_is_its_equations_whatever_the_padding_with_the_gradients_of_finite_differences(dropped: bool) -> None:
    cell, lengths = layer(), torch.tensor([5, 2])
    inputs = torch.randn(5, 2, 3, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    state = tuple(torch.zeros(2, 4, dtype=torch.float64) for _ in range(2))
    outputs, (hidden, memory) = cell(inputs, state, lengths)
    for row, length in enumerate(lengths.tolist()):
        torch.testing.assert_close(outputs[:length, row], textbook(cell, inputs[:length, row]))
        torch.testing.assert_close(hidden[row], outputs[length - 1, row])
    _alone, (_, final) = cell(inputs[:2, 1:], tuple(part[1:] for part in state))
    torch.testing.assert_close(memory[1:], final)
    keep = torch.tensor([[2.0, 0.0, 2.0, 0.0]] * 2, dtype=torch.float64) if dropped else None
    names, values = zip(*cell.named_parameters(), strict=True)

    def run(*parameters: Tensor) -> Tensor:
        given = dict(zip(names, parameters, strict=True))
        outputs, end = torch.func.functional_call(cell, given, (inputs, state, lengths, keep))
        return torch.cat([outputs[0].flatten(), *(part.flatten() for part in end)])

    assert torch.autograd.gradcheck(run, values)


def test_a_network_of_own_parts_goes_step_by_step_as_at_once() -> None:
    options = {"cell": CELL, "attention": ATTENTION, "bridge": BRIDGE, "embedding": 8, "residual": False}
    sides = {"encoder": {"units": 8, "layers": 2}, "decoder": {"units": 16, "layers": 2}}
    model = build_model(parse({"model": options | sides}).model, 30, 30, seed=3).eval()
    tokens = torch.tensor([[5, 6, 7, 8], [9, 10, 2, 0]])
    with torch.inference_mode():
        memory, state = model.start(tokens, torch.tensor([4, 3]))
        features, now, rows = model.decoder(tokens, state, memory), state[:, None], []
        for position in range(4):
            made, now, _ = model.decoder.step(tokens[:, position : position + 1], now, memory)
            rows.append(made[:, 0])
    torch.testing.assert_close(torch.stack(rows, 1), features)


@pytest.mark.slow
def test_a_network_of_own_parts_learns_to_copy() -> None:
    model = learn("copy", cell=CELL, attention=ATTENTION, longest=3, steps=120, rate=1e-2)
    assert right(model, "copy", 3, 100) > 0.8


@pytest.mark.slow
def test_trains_translates_and_resumes_to_the_same_bytes(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    options = [*STATEFUL, *ALL]
    run = train(folder, *options, "name=whole")
    whole = folder / "runs" / "whole-1"
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 7)
        assert s2s.training.loop.train(config(folder, *options)) == signal.SIGTERM
    assert run == train(folder, *options)
    assert "continuing" in capfd.readouterr().err
    for name in ("model.safetensors", "metrics.jsonl"):
        assert (run / name).read_bytes() == (whole / name).read_bytes()
    losses = metrics(run, "validation_loss")
    assert losses[14] < losses[5]
    assert isinstance(Translator.load(run, "cpu", allow_code=True).translate("the dog"), str)
    with pytest.raises(UserError, match=rf"names code: model.cell={CELL} of module ownparts; give --allow-code"):
        Translator.load(run, "cpu")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["torch.optim:Adafactor", "torch.optim:RMSprop"])
def test_torchs_own_optimisers_resume_to_the_same_bytes(folder: Path, kind: str) -> None:
    """Adafactor keeps a mean for each row and for each column, not for each weight."""
    options = [f"optim.kind={kind}", "optim.lr=0.01"]
    run = train(folder, *options, "name=whole")
    whole = (folder / "runs" / "whole-1" / "model.safetensors").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 4)
        assert s2s.training.loop.train(config(folder, *options)) == signal.SIGTERM
    run = train(folder, *options)
    assert (run / "model.safetensors").read_bytes() == whole


def test_the_schedule_is_that_of_every_group_of_an_optimiser(folder: Path) -> None:
    """In proportion to the rate that a group begins with: half of the others' for biases."""
    code = """
def grouped(parameters, *, lr):
    parameters = list(parameters)
    rates = [(lr, [one for one in parameters if one.dim() > 1]), (lr / 2, [one for one in parameters if one.dim() < 2])]
    return torch.optim.SGD([{"params": params, "lr": rate} for rate, params in rates], lr)
"""
    with open(folder / "ownparts.py", "a", encoding="utf-8") as file:
        file.write(code)
    options = ["optim.kind=ownparts:grouped", "optim.lr=0.4", "optim.warmup=4", "train.ema=null"]
    state = Training(assemble(config(folder, *options)))
    batches = next(state.parts.stream.run(state.place, 1))[1]
    for step in range(1, 4):
        before = [parameter.detach().clone() for parameter in state.parameters]
        assert update(state, batches)
        for old, new in zip(before, state.parameters, strict=True):
            assert new.grad is not None
            rate = 0.1 * step / (1 if new.dim() > 1 else 2)
            torch.testing.assert_close(new.detach(), old - rate * new.grad)


@pytest.mark.slow
def test_export_refuses_parts_without_onnx(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, option in enumerate((f"model.cell={CELL}", f"model.attention={ATTENTION}", f"model.bridge={BRIDGE}")):
        train(folder, option, "model.encoder.units=8", f"name={name}")
        run = folder / "runs" / f"{name}-1"
        capsys.readouterr()
        assert main(["export", "-m", str(run), "--allow-code"]) == 2
        error = capsys.readouterr().err
        assert error.startswith(f"s2s: {run}: {option} brings no ONNX and cannot be exported; give the class")
        assert error.count("\n") == 1


@pytest.mark.slow
def test_the_looks_inside_take_a_cell_of_ones_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gradients = ["inspect", "gradients", "--cells", CELL, "gru", "--sentences", "4", "--units", "8", "--format", "none"]
    assert main(gradients) == 0
    assert f"encoder, {CELL}: the gradient" in capsys.readouterr().out
    run = train(folder, *ALL, "precision=bf16")
    capsys.readouterr()
    assert main(["inspect", "gradients", "-m", str(run), "--allow-code", "--sentences", "2", "--format", "none"]) == 0
    assert "decoder: ‖∂L/∂h_t‖" in capsys.readouterr().out
    assert main(["inspect", "unfold", "a dog", "--cell", CELL, "--format", "none"]) == 2
    assert capsys.readouterr().err.startswith(f"s2s: {CELL}: brings no formulas; give the class `activate`, `names`")
    assert main(["inspect", "unfold", "a dog", "--cell", "ownparts:Minimal", "--unit", "2", "--format", "none"]) == 0
    out = capsys.readouterr().out
    assert "σ(W_xk x + b_k - slope ⊙ (W_hk h'))" in out and re.search(r"slope +H = 3 +3", out)
    for line in re.findall(r"^[kh]₂ = .*$", out, re.MULTILINE):
        *sides, value = line.split(" = ")[1:]
        for side in sides:
            assert arithmetic(side) == pytest.approx(float(value), abs=4e-3)


def arithmetic(text: str) -> float:
    """What a line of arithmetic comes to."""
    known = {"sigmoid": lambda x: 1 / (1 + math.exp(-x)), "tanh": math.tanh}
    return float(eval(text.replace("·", "*").replace("σ", "sigmoid"), known))


class HalfOpen:
    """What makes an LSTM one whose forget gate is always half open."""

    def activate(self, projected: Tensor, product: Tensor) -> tuple[Tensor, ...]:
        i, _, g, o = LSTM.activate(self, projected, product)  # type: ignore[arg-type]
        return i, torch.full_like(i, 0.5), g, o


class Own(LSTM):
    activate = HalfOpen.activate


class Mixed(HalfOpen, LSTM):
    pass


@pytest.mark.parametrize("slow", [Own, Mixed])
def test_what_changes_the_equations_inherits_no_shortcut(slow: type[LSTM]) -> None:
    """Whether they are its own or come from a class beside the cell."""

    class Named(LSTM):
        """Only another name."""

    class Behind(LSTM, HalfOpen):
        """Whose equations are the LSTM's, which comes first."""

    cell = slow(inputs=3, units=4).double()
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.normal_(generator=torch.Generator().manual_seed(1))
    inputs, state = torch.ones(5, 2, 3).double(), (torch.zeros(2, 4).double(),) * 2
    outputs, (_, memory) = cell(inputs, state)
    looped, (_, other) = cell.run_loop(inputs, state, None, None)
    assert torch.equal(outputs, looped) and torch.equal(memory, other)
    assert cell.steps() is None and not cell.formulas and not slow.has_onnx()
    for same in (Named, Behind):
        assert same.has_onnx() and same.formulas and same(inputs=1, units=1).steps() is not None


def test_mistakes_in_own_parts_are_one_line() -> None:
    for changes, reason in [
        ({"cell": "ownparts:NoGates"}, "ownparts:NoGates: has no attribute 'gates', which a cell needs"),
        ({"cell": "ownparts:Cell"}, "ownparts:Cell: the module has no Cell"),
        ({"cell": "nowhere:Cell"}, "nowhere:Cell: the cell's module nowhere is not there"),
        ({"cell": CELL, "forget_bias": 1.0}, f"model.forget_bias=1.0: has no effect with model.cell={CELL}"),
        ({"cell": CELL, "nonlinearity": "relu"}, f"model.nonlinearity=relu: has no effect with model.cell={CELL}"),
        (
            {"attention": ATTENTION, "heads": 2, "decoder": {"units": 512}},
            f"model.heads=2: has no effect with model.attention={ATTENTION}",
        ),
        ({"attention": ATTENTION}, f"model.attention={ATTENTION}: needs equal widths"),
    ]:
        with pytest.raises(UserError) as caught:
            parse({"model": changes})
        assert str(caught.value).startswith(reason)
    for cell in ("ownparts:NoCell", ATTENTION):
        assert CELLS.remedy(cell) is None
    with pytest.raises(UserError, match=r"ownparts:NoCell: is no subclass of s2s.nn.cells.layer.Layer"):
        build_model(parse({"model": {"cell": "ownparts:NoCell"}}).model, 30, 30)
    assert not ATTENTIONS.load(ATTENTION).has_onnx() and not BRIDGES.load(BRIDGE).has_onnx()


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment, timeout=120, check=False
    )


@pytest.mark.slow
def test_the_command_imports_what_is_typed_and_what_is_allowed(folder: Path) -> None:
    script = str(ROOT / "scripts/train.py")
    done = python(script, *training.command(folder, *ALL))
    run = folder / "runs" / "tiny-1"
    assert done.returncode == 0, done.stderr
    assert load_config(run, allow_code=True).model.cell == CELL
    (folder / "conf" / "experiment").mkdir(parents=True)
    experiment = folder / "conf" / "experiment" / "own.yaml"
    experiment.write_text(f"# @package _global_\nmodel:\n  cell: {CELL}\n", encoding="utf-8")
    named = [script, "--config-dir", "conf", "experiment=own", *training.command(folder, "name=named")]
    refused = python(*named)
    assert refused.returncode == 2 and refused.stderr.count("\n") == 1
    assert f"names code: model.cell={CELL} of module ownparts; give --allow-code" in refused.stderr
    assert not (folder / "runs" / "named-1").exists()
    allowed = python(*named, "--allow-code")
    assert allowed.returncode == 0, allowed.stderr
    again = python(script, *training.command(folder, *ALL[:1]))
    assert again.returncode == 2 and f"{run} names code: model.attention={ATTENTION}" in again.stderr

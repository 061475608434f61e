"""Gradients written out against those of autograd through the plain loop, which other tests hold to torch's."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import torch
from torch import Tensor

from s2s.nn.cells.gru import GRU
from s2s.nn.cells.layer import Layer, MakeLayer
from s2s.nn.cells.lstm import LSTM
from s2s.nn.cells.rnn import RNN
from s2s.nn.cells.ssru import SSRU
from s2s.nn.draw import Draw

CELLS: dict[str, MakeLayer] = {
    "tanh": RNN,
    "relu": partial(RNN, nonlinearity="relu"),
    "leaky_relu": partial(RNN, nonlinearity="leaky_relu"),
    "gru": GRU,
    "lstm": LSTM,
    "ssru": SSRU,
}
STEPS, ROWS, INPUTS, UNITS = 6, 4, 3, 5
LENGTHS = torch.tensor([3, 6, 1, 4])


def draw(*shape: int, seed: int) -> Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def make(cell: str) -> Layer:
    layer = CELLS[cell](inputs=INPUTS, units=UNITS).double()
    with torch.no_grad():
        for seed, parameter in enumerate(layer.parameters()):
            parameter.copy_(0.6 * draw(*parameter.shape, seed=seed))
    return layer


def gradient(parameter: Tensor) -> Tensor:
    assert parameter.grad is not None
    return parameter.grad.clone()


def gradients(
    run: Callable[..., tuple[Tensor, tuple[Tensor, ...]]],
    layer: Layer,
    loss: Callable[..., Tensor],
    *more: Tensor | None,
) -> list[Tensor]:
    inputs = draw(STEPS, ROWS, INPUTS, seed=11).requires_grad_()
    state = tuple(draw(ROWS, UNITS, seed=20 + part).requires_grad_() for part in range(layer.parts))
    found = loss(*run(inputs, state, *more))
    return [found, *torch.autograd.grad(found, [inputs, *state, *layer.parameters()])]


def steps_of(layer: Layer, *given: Any) -> tuple[Tensor, tuple[Tensor, ...]]:
    """`Layer.run_steps` of a cell whose gradients are written out."""
    found = layer.run_steps(*given)
    assert found is not None
    return found


LOSSES = {
    "of outputs and states": lambda outputs, final: outputs.sin().sum() + sum(part.cos().sum() for part in final),
    "of outputs": lambda outputs, final: outputs[1:3].square().sum(),
    "of states": lambda outputs, final: final[-1].square().sum(),
}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["whole", "padded"])
@pytest.mark.parametrize("dropped", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
def test_equals_autograd(cell: str, lengths: Tensor | None, dropped: bool, loss: str) -> None:
    layer = make(cell)
    keep = 2.0 * (draw(ROWS, UNITS, seed=30) > 0) if dropped else None
    pairs = (gradients(run, layer, LOSSES[loss], lengths, keep) for run in (partial(steps_of, layer), layer.run_loop))
    for mine, other in zip(*pairs, strict=True):
        torch.testing.assert_close(mine, other, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("cell", CELLS)
def test_forward_takes_this_way_where_torch_has_no_kernel(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    layer, taken = make(cell).float(), []
    monkeypatch.setattr(layer, "run_steps", lambda *arguments: taken.append(arguments) or layer.run_loop(*arguments))
    inputs = draw(STEPS, ROWS, INPUTS, seed=11).float()
    state = tuple(draw(ROWS, UNITS, seed=2).float() for _ in range(layer.parts))
    layer(inputs, state)
    without_kernel = cell in ("leaky_relu", "ssru")
    assert len(taken) == without_kernel
    layer(inputs, state, None, torch.ones(ROWS, UNITS))
    with torch.autocast("cpu", torch.bfloat16):
        layer(inputs, state)
    assert len(taken) == 2 + without_kernel


@pytest.mark.parametrize("cell", CELLS)
def test_gradients_in_bf16_are_near_those_in_fp64_and_nearer_than_sums_step_by_step(cell: str) -> None:
    """The recurrent weight's gradient is one product, summed in fp32; autograd adds a rounded one for every step."""
    layer, steps, rows, units = CELLS[cell](inputs=32, units=32), 40, 16, 32
    layer.reset(Draw(torch.Generator().manual_seed(1)), "orthogonal")
    inputs, aims = (draw(steps, rows, 32, seed=seed).float() for seed in (1, 2))
    state = tuple(torch.zeros(rows, units) for _ in range(layer.parts))

    def slope(run: Callable[..., tuple[Tensor, object]], exact: bool) -> Tensor:
        kind = torch.float64 if exact else torch.float32
        layer.to(kind)
        with torch.autocast("cpu", torch.bfloat16, enabled=not exact):
            outputs, _ = run(inputs.to(kind), tuple(part.to(kind) for part in state), None, None)
        loss = (outputs.to(kind) - 0.1 * aims.to(kind)).square().mean()
        return torch.autograd.grad(loss, layer.weight_input if layer.elementwise else layer.weight_hidden)[0].double()

    truth = slope(layer.run_loop, True)
    written, stepwise = (
        float((slope(run, False) - truth).norm() / truth.norm()) for run in (partial(steps_of, layer), layer.run_loop)
    )
    assert written < 0.03, (written, stepwise)
    assert written < stepwise or layer.elementwise, (written, stepwise)


@pytest.mark.parametrize("cell", CELLS)
def test_one_step_frozen_weights_and_scattered_gradients(cell: str) -> None:
    layer, found = make(cell), []
    frozen = layer.weight_input if layer.elementwise else layer.weight_hidden
    frozen.requires_grad_(False)
    for run in (partial(steps_of, layer), layer.run_loop):
        inputs = draw(1, INPUTS, ROWS, seed=11).transpose(1, 2).requires_grad_()
        outputs, _ = run(inputs, tuple(draw(ROWS, UNITS, seed=2) for _ in range(layer.parts)), None, None)
        outputs.backward(draw(UNITS, ROWS, 1, seed=4).permute(2, 1, 0))
        found.append([inputs.grad, gradient(layer.bias)])
        layer.zero_grad()
        assert frozen.grad is None
    torch.testing.assert_close(found[0], found[1])


def test_a_plain_network_keeps_no_gates() -> None:
    layer, kept = make("tanh"), []
    state = (draw(ROWS, UNITS, seed=2).requires_grad_(),)
    with torch.autograd.graph.saved_tensors_hooks(
        lambda tensor: kept.append(tensor.shape) or tensor, lambda tensor: tensor
    ):
        layer.run_steps(draw(STEPS, ROWS, INPUTS, seed=11), state, None, None)
    assert (STEPS + 1, ROWS, UNITS) in kept and (STEPS, ROWS, UNITS) not in kept


@pytest.mark.parametrize("power", [1, 2])
def test_a_second_derivative_is_refused_and_not_wrong(power: int) -> None:
    layer = make("lstm")
    inputs = draw(1, ROWS, INPUTS, seed=11).requires_grad_()
    outputs, _ = steps_of(layer, inputs, (draw(ROWS, UNITS, seed=2),) * 2, None, None)
    with pytest.raises(RuntimeError, match="cannot be differentiated"):
        torch.autograd.grad(outputs.pow(power).sum(), inputs, create_graph=True)
    torch.autograd.grad(outputs.pow(power).sum(), inputs)


@pytest.mark.parametrize("cell", ["gru", "lstm", "ssru"])
def test_what_is_carried_does_not_stall_in_bf16(cell: str) -> None:
    """A thousand small steps: in bf16 a sum no longer sees what is less than 1/256 of it."""
    layer = CELLS[cell](inputs=1, units=1)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.zero_()
        if cell == "gru":  # h' = h + (1 - z)(1 - h)
            layer.bias.copy_(torch.tensor([0.0, math.log(255), 20.0]))
        elif cell == "ssru":  # c' = c + (1 - f)(u - c)
            layer.bias.fill_(math.log(2000))  # in bf16 this gate would be 1
            layer.weight_input[1].fill_(1.0)
        else:  # c' = c + i
            layer.bias.copy_(torch.tensor([-9.0, 30.0, 20.0, 20.0]))
    state = tuple(torch.zeros(1, 1) for _ in range(layer.parts))
    inputs, found = torch.full((1000, 1, 1), float(cell == "ssru")), []
    for enabled in (False, True):
        with torch.autocast("cpu", torch.bfloat16, enabled=enabled):
            outputs, final = steps_of(layer, inputs, state, None, None)
        losses = (final[-1].float().sum(), outputs.float().sum())
        slopes = [torch.autograd.grad(loss, layer.bias, retain_graph=True)[0] for loss in losses]
        found.append((final[-1].item(), *(slope[1 if cell == "gru" else 0].item() for slope in slopes)))
    assert all(abs(value) > 1e-3 for value in found[0])
    assert found[0] == pytest.approx(found[1], rel=0.1)

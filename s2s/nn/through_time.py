"""Backpropagation through time (Werbos 1990), written out: a layer forward over T steps and its gradients back again.

`s2s.nn.cell.Layer.run_loop` leaves the way back to autograd, which takes every step's operations one by one and adds up a
weight's gradient step by step. Here each gate's slope is computed for all steps at once before the walk back begins, so
that this has one product and a few multiplications a step; the weights' gradients are one product over all steps.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from s2s.nn.once import once
from s2s.nn.precision import precision

LEAK = 0.01
"""The slope of a leaky ReLU below zero."""
DERIVATIVES: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "tanh": lambda flow, value, out: tanh_slope(value, flow, out),
    "relu": lambda flow, value, out: torch.ops.aten.threshold_backward.grad_input(flow, value, 0, grad_input=out),
    "leaky_relu": lambda flow, value, out: torch.ops.aten.leaky_relu_backward.grad_input(
        flow, value, LEAK, True, grad_input=out
    ),
}
"""∂L/∂x, written to `out`, from ∂L/∂φ(x) and φ(x)."""


class Product(NamedTuple):
    """h ↦ W_h (h ⊙ keep) + b_h: `weight` (G·H, H), `bias` (G·H,), `keep` (B, H) or None."""

    weight: Tensor
    bias: Tensor
    keep: Tensor | None

    def fed(self, hidden: Tensor) -> Tensor:
        return hidden if self.keep is None else hidden * self.keep

    def add(self, total: Tensor, hidden: Tensor) -> None:
        """Add the product, without its bias, to `total` (B, G·H) in place."""
        total.addmm_(self.fed(hidden), self.weight.t())

    def of(self, hidden: Tensor) -> Tensor:
        return torch.addmm(self.bias, self.fed(hidden), self.weight.t())

    def back(self, slope: Tensor) -> Tensor:
        """∂L/∂h (B, H) through the product from ∂L/∂(the product) (B, G·H)."""
        return self.fed(slope @ self.weight)


class Walk(NamedTuple):
    """What the way forward leaves behind."""

    states: tuple[Tensor, ...]
    """(T + 1, B, H) for each part of the state; its first row is the state before the first step."""
    kept: tuple[Tensor, ...]


class Slopes(NamedTuple):
    """Gradients of the loss: at W_x x + b and at W_h h + b_h, (T, B, G·H), and at the first state, (B, H) each."""

    projected: Tensor
    product: Tensor
    first: tuple[Tensor, ...]


class Steps(ABC):
    """One cell. `gates` (T, B, G·H) holds the projected input and is written over; `states` are (T + 1, B, H) for each
    part of the state, whose first row is given and whose others are written."""

    @abstractmethod
    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        """Fill in `gates` and `states`; returned is what else the way back needs."""

    @abstractmethod
    def backward(self, walk: Walk, flows: Sequence[Tensor | None], product: Product) -> Slopes:
        """`flows`, (T, B, H) for each part, is the loss's gradient at the states after each step; None is zero."""


class RNNSteps(Steps):
    def __init__(self, nonlinearity: str, activation: Callable[[Tensor], Tensor]) -> None:
        self.activation, self.derive = activation, DERIVATIVES[nonlinearity]

    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        hidden = states[0].unbind()
        for step, total in enumerate(gates.unbind()):
            product.add(total, hidden[step])
            hidden[step + 1].copy_(self.activation(total))
        return ()

    def backward(self, walk: Walk, flows: Sequence[Tensor | None], product: Product) -> Slopes:
        hidden, found = walk.states[0].unbind(), torch.empty_like(walk.states[0][1:])
        flow, each = incoming(flows[0], found), found.unbind()
        slope = flow[-1]
        for step in reversed(range(len(each))):
            self.derive(slope, hidden[step + 1], each[step])
            slope = flow[step] + product.back(each[step])
        return Slopes(found, found, (slope,))


class GRUSteps(Steps):
    """Kept are the gates (T, B, 3·H) and m = W_hn h + b_hn (T, B, H)."""

    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        units = states[0].shape[-1]
        pulls = torch.empty_like(states[0][1:])
        hidden, pull, carried = states[0].unbind(), pulls.unbind(), accurate(states[0][0])
        reset, update, new = (gate.unbind() for gate in gates.chunk(3, -1))
        for step, both in enumerate(gates[..., : 2 * units].unbind()):
            given = product.of(hidden[step])
            both.add_(given[:, : 2 * units]).sigmoid_()
            pull[step].copy_(given[:, 2 * units :])
            new[step].addcmul_(reset[step], pull[step]).tanh_()
            made = new[step].to(carried.dtype)
            carried = torch.lerp(made, carried, update[step].to(carried.dtype))
            hidden[step + 1].copy_(carried)
        return gates, pulls

    def backward(self, walk: Walk, flows: Sequence[Tensor | None], product: Product) -> Slopes:
        """With s = ∂L/∂h': at n's sum s (1 - z)(1 - n²), at z's s (h - n) z (1 - z), and through m = W_hn h + b_hn."""
        (hidden,), (gates, pulls) = walk
        units, before = hidden.shape[-1], hidden[:-1]
        reset, update, new = gates.chunk(3, -1)
        by_new = tanh_slope(new, 1 - update)
        slopes = torch.empty_like(gates)
        sigmoid_slope(reset, by_new * pulls, slopes[..., :units])
        sigmoid_slope(update, before - new, slopes[..., units : 2 * units])
        torch.mul(by_new, reset, out=slopes[..., 2 * units :])
        flow, found, passed = incoming(flows[0], before), torch.empty_like(gates), torch.empty_like(before)
        slope, each, stays, seen = accurate(flow[-1]), found.unbind(), update.unbind(), passed.unbind()
        parts, by = (tensor.view(*before.shape[:2], 3, units).unbind() for tensor in (found, slopes))
        for step in reversed(range(len(each))):
            seen[step].copy_(slope)
            torch.mul(seen[step][:, None], by[step], out=parts[step])
            slope = slope * stays[step] + product.back(each[step]) + flow[step]
        projected = torch.cat([found[..., : 2 * units], passed * by_new], dim=-1)
        return Slopes(projected, found, (slope,))


class LSTMSteps(Steps):
    """Kept are the gates (T, B, 4·H) and tanh(c') (T, B, H)."""

    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        units = states[0].shape[-1]
        squashed = torch.empty_like(states[0][1:])
        hidden, memory, squash = states[0].unbind(), states[1].unbind(), squashed.unbind()
        carried = accurate(states[1][0])
        gate, forget, new, output = (part.unbind() for part in gates.chunk(4, -1))
        both = gates[..., : 2 * units].unbind()
        for step, total in enumerate(gates.unbind()):
            product.add(total, hidden[step])
            both[step].sigmoid_(), new[step].tanh_(), output[step].sigmoid_()
            carried = carried * forget[step] + gate[step] * new[step]
            memory[step + 1].copy_(carried)
            torch.tanh(memory[step + 1], out=squash[step])
            torch.mul(output[step], squash[step], out=hidden[step + 1])
        return gates, squashed

    def backward(self, walk: Walk, flows: Sequence[Tensor | None], product: Product) -> Slopes:
        """The gradient at c' is what the next step gives it and s o (1 - tanh²(c')), with s = ∂L/∂h'."""
        (_, memories), (gates, squashed) = walk
        units = squashed.shape[-1]
        gate, forget, new, output = gates.chunk(4, -1)
        slopes, found = torch.empty_like(gates), torch.empty_like(gates)
        by_gate, by_forget, by_new, by_output = slopes.chunk(4, -1)
        sigmoid_slope(gate, new, by_gate)
        sigmoid_slope(forget, memories[:-1], by_forget)
        tanh_slope(new, gate, by_new)
        sigmoid_slope(output, squashed, by_output)
        into_memory, stays = tanh_slope(squashed, output).unbind(), forget.unbind()
        flow, held = incoming(flows[0], squashed), None if flows[1] is None else flows[1].unbind()
        inside, by = (tensor.view(*squashed.shape[:2], 4, units)[:, :, :3].unbind() for tensor in (found, slopes))
        outside, by_out = found[..., 3 * units :].unbind(), by_output.unbind()
        slope, memory, each = flow[-1], accurate(torch.zeros_like(squashed[0])), found.unbind()
        for step in reversed(range(len(each))):
            if held is not None:
                memory = memory + held[step]
            memory = memory + slope * into_memory[step]
            torch.mul(memory.to(slope.dtype)[:, None], by[step], out=inside[step])
            torch.mul(slope, by_out[step], out=outside[step])
            memory = memory * stays[step]
            slope = flow[step] + product.back(each[step])
        return Slopes(found, found, (slope, memory))


def accurate(state: Tensor) -> Tensor:
    """In fp32 at least: what a cell carries from step to step, and its gradient, are long sums, which stall in bf16."""
    return state.to(torch.promote_types(state.dtype, torch.float32))


def incoming(flow: Tensor | None, like: Tensor) -> list[Tensor]:
    """The loss's own gradient before each step and after the last: zero at the first state, then `flow` (T, B, H)."""
    zero = torch.zeros_like(like[0])
    return [zero, *([zero] * len(like) if flow is None else flow.unbind())]


def sigmoid_slope(value: Tensor, factor: Tensor, out: Tensor) -> None:
    """factor · σ' from `value`, σ itself."""
    torch.ops.aten.sigmoid_backward.grad_input(factor, value, grad_input=out)


def tanh_slope(value: Tensor, factor: Tensor, out: Tensor | None = None) -> Tensor:
    """factor · tanh' from `value`, tanh itself."""
    found = torch.empty_like(value) if out is None else out
    torch.ops.aten.tanh_backward.grad_input(factor, value, grad_input=found)
    return found


class ThroughTime(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,
        steps: Steps,
        keep: Tensor | None,
        inputs: Tensor,
        weight_input: Tensor,
        weight_hidden: Tensor,
        bias: Tensor,
        second: Tensor,
        *first: Tensor,
    ) -> tuple[Tensor, ...]:
        states = tuple(part.new_empty(len(inputs) + 1, *part.shape) for part in first)
        for whole, part in zip(states, first, strict=True):
            whole[0] = part
        gates = functional.linear(inputs, weight_input, bias)
        kept = steps.forward(gates, states, Product(weight_hidden, second, keep))
        ctx.steps = steps
        ctx.save_for_backward(keep, inputs, weight_input, weight_hidden, second, *states, *kept)
        ctx.set_materialize_grads(False)
        return tuple(whole[1:] for whole in states)

    @staticmethod
    @once
    def backward(ctx: Any, *flows: Tensor | None) -> tuple[Tensor | None, ...]:
        keep, inputs, weight_input, weight_hidden, second, *rest = ctx.saved_tensors
        product = Product(weight_hidden, second, keep)
        walk = Walk(tuple(rest[: len(flows)]), tuple(rest[len(flows) :]))
        slopes = ctx.steps.backward(walk, flows, product)
        projected, returned = slopes.projected.flatten(0, 1), slopes.product.flatten(0, 1)
        fed = product.fed(walk.states[0][:-1]).flatten(0, 1)
        return (
            None,
            None,
            (projected @ weight_input).view(inputs.shape) if ctx.needs_input_grad[2] else None,
            projected.t() @ inputs.flatten(0, 1),
            returned.t() @ fed,
            total(projected),
            total(returned) if ctx.needs_input_grad[6] else None,
            *slopes.first,
        )


def total(rows: Tensor) -> Tensor:
    """The sum of rows (N, D), as a product, which is faster on a CPU."""
    return (rows.new_ones(1, len(rows)) @ rows)[0]


def run(
    steps: Steps, inputs: Tensor, state: Sequence[Tensor], keep: Tensor | None, flat: Sequence[Tensor]
) -> tuple[Tensor, ...]:
    """Inputs (T, B, I), state (B, H) for each part, keep (B, H) → the states after each step, (T, B, H) for each part.

    `flat` are W_x (G·H, I), W_h (G·H, H), b (G·H,) and b_h (G·H,), which only a GRU has; others ignore it. Products and
    gates are in the precision of autocast. What is made can be differentiated once, and not with respect to `keep`.
    """
    kind = precision(inputs)
    given = [one if one is None or kind is None else one.to(kind) for one in (keep, inputs, *flat, *state)]
    with torch.autocast(inputs.device.type, enabled=False):
        found: tuple[Tensor, ...] = ThroughTime.apply(steps, *given)  # type: ignore[no-untyped-call]
    return found

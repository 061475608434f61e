"""Backpropagation through time (Werbos 1990), written out: a layer forward over T steps and its gradients back again.

`s2s.nn.cells.layer.Layer.run_loop` leaves the way back to autograd, which takes every step's operations one by one and adds up a
weight's gradient step by step. Here each gate's slope is computed for all steps at once before the walk back begins, so
that this has one product and a few multiplications a step; the weights' gradients are one product over all steps.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from s2s.nn.once import once
from s2s.nn.precision import precision


class Product(NamedTuple):
    """h ↦ W_h (h ⊙ keep) + b_h: `weight` (G·H, H), `bias` (G·H,), `keep` (B, H) or None."""

    weight: Tensor
    bias: Tensor
    keep: Tensor | None

    def fed(self, hidden: Tensor) -> Tensor:
        """The hidden state (B, H) as it goes into the product."""
        return hidden if self.keep is None else hidden * self.keep

    def add(self, total: Tensor, hidden: Tensor) -> None:
        """Add the product, without its bias, to `total` (B, G·H) in place."""
        total.addmm_(self.fed(hidden), self.weight.t())

    def of(self, hidden: Tensor) -> Tensor:
        """The product (B, G·H) of a hidden state (B, H), with its bias."""
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

    wide = False
    """Whether `states` are in fp32 at least, whatever the precision of products and gates."""

    @abstractmethod
    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        """Fill in `gates` and `states`; returned is what else the way back needs."""

    @abstractmethod
    def backward(self, walk: Walk, flows: Sequence[Tensor | None], product: Product) -> Slopes:
        """`flows`, (T, B, H) for each part, is the loss's gradient at the states after each step; None is zero."""


def accurate(state: Tensor) -> Tensor:
    """In fp32 at least: what a cell carries from step to step, and its gradient, are long sums, which stall in bf16."""
    return state.to(torch.promote_types(state.dtype, torch.float32))


def incoming(flow: Tensor | None, like: Tensor) -> list[Tensor]:
    """The loss's own gradient before each step and after the last: zero at the first state, then `flow` (T, B, H)."""
    zero = torch.zeros_like(like[0])
    return [zero, *([zero] * len(like) if flow is None else flow.unbind())]


def sigmoid_slope(value: Tensor, factor: Tensor, out: Tensor) -> None:
    """Write factor · σ' to `out`; `value` is σ itself, from which σ' = σ (1 - σ) follows."""
    torch.ops.aten.sigmoid_backward.grad_input(factor, value, grad_input=out)


def tanh_slope(value: Tensor, factor: Tensor, out: Tensor | None = None) -> Tensor:
    """factor · tanh', written to `out` if that is given; `value` is tanh itself, and tanh' = 1 - tanh²."""
    result = torch.empty_like(value) if out is None else out
    torch.ops.aten.tanh_backward.grad_input(factor, value, grad_input=result)
    return result


class ThroughTime(torch.autograd.Function):
    """A layer over all steps with the gradients that its `Steps` write out."""

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
        """`first` (B, H) for each part of the state → the states after each step, (T, B, H) for each part."""
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
        """From `flows` (T, B, H) at the states the gradients of `inputs`, weights, biases and first state."""
        keep, inputs, weight_input, weight_hidden, second, *rest = ctx.saved_tensors
        product = Product(weight_hidden, second, keep)
        walk = Walk(tuple(rest[: len(flows)]), tuple(rest[len(flows) :]))
        slopes = ctx.steps.backward(walk, flows, product)
        projected, returned = slopes.projected.flatten(0, 1), slopes.product.flatten(0, 1)
        return (
            None,
            None,
            (projected @ weight_input).view(inputs.shape) if ctx.needs_input_grad[2] else None,
            projected.t() @ inputs.flatten(0, 1),
            returned.t() @ product.fed(walk.states[0][:-1]).flatten(0, 1) if ctx.needs_input_grad[4] else None,
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

    `flat` are W_x (G·H, I), W_h (G·H, H), b (G·H,) and b_h (G·H,), which only a GRU has; others ignore it. W_h and b_h of
    an elementwise cell have no rows. Products and gates are in the precision of autocast. What is made can be differentiated
    once, and not with respect to `keep`.
    """
    kind = precision(inputs)
    tensors = [tensor if tensor is None or kind is None else tensor.to(kind) for tensor in (keep, inputs, *flat)]
    tensors += [accurate(part) if steps.wide else part if kind is None else part.to(kind) for part in state]
    with torch.autocast(inputs.device.type, enabled=False):
        states: tuple[Tensor, ...] = ThroughTime.apply(steps, *tensors)  # type: ignore[no-untyped-call]
    return states

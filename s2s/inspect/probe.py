"""What passes through a recurrent layer, step by step: its states, its recurrent products, and the gradients of both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from s2s.nn.cells.layer import Layer, State
from s2s.nn.recurrent import Recurrent


@dataclass
class Trace:
    """The steps of one layer in one direction, in the order in which it reads; each tensor keeps its gradient."""

    layer: Layer
    states: list[Tensor] = field(default_factory=list)
    """h_1 … h_T, (B, H) each; of a cell without a recurrent product c_1 … c_T, which it carries."""
    before: list[Tensor] = field(default_factory=list)
    """h_0 … h_{T-1}, as they came into the recurrent product."""
    products: list[Tensor] = field(default_factory=list)
    """W_h h_{t-1}, (B, G·H) each; none where the cell has no W_h."""

    def walk(self, layer: nn.Module, given: tuple[Any, ...], outputs: Any) -> tuple[Tensor, State]:
        """As a hook: take the layer's loop over time again, note what passes, and let its result stand for `outputs`."""
        inputs, state, lengths, keep = given
        self.states, self.before, self.products = [], [], []
        steps: list[State] = []
        for projected in self.layer.project(inputs).unbind(0):
            hidden = state[0] if keep is None else state[0] * keep
            product = self.layer.recur(hidden)
            state = self.layer.advance(projected, product, state)
            state[0].retain_grad()
            steps.append(state)
            if not self.layer.elementwise:
                product.retain_grad()
                self.before.append(hidden)
                self.products.append(product)
        self.states = [step[0] for step in steps]
        return self.layer.gathered(steps, lengths)

    def state_norms(self) -> list[Tensor]:
        """‖∂L/∂h_t‖ for each t, (B,) each: all paths from h_t to the loss, those through later steps too."""
        return [norm(gradient(state)) for state in self.states]

    def term_norms(self) -> list[Tensor]:
        """‖δ_t h_{t-1}ᵀ‖ for each t, (B,) each, where ∂L/∂W_h = Σ_t δ_t h_{t-1}ᵀ and δ_t = ∂L/∂(W_h h_{t-1}).

        There are none where the cell has no W_h. The norm of such a product of two vectors is that of one times that of the other.
        """
        pairs = zip(self.products, self.before, strict=True)
        return [norm(gradient(product)) * norm(before.detach()) for product, before in pairs]


def gradient(tensor: Tensor) -> Tensor:
    """Zero where no path leads to the loss."""
    return tensor.new_zeros(tensor.shape) if tensor.grad is None else tensor.grad


def norm(rows: Tensor) -> Tensor:
    """Of each row of (B, D): (B,)."""
    norms: Tensor = torch.linalg.vector_norm(rows, dim=1)
    return norms


@contextmanager
def watched(stack: Recurrent) -> Iterator[list[list[Trace]]]:
    """While this lasts `stack` goes step by step through its own cells: a trace for each layer and direction.

    A trace is of the last pass; its gradients are there after ``backward``.
    """
    traces = [[Trace(layer) for layer in stack.cells(index)] for index in range(stack.depth)]
    hooks = [trace.layer.register_forward_hook(trace.walk) for layer in traces for trace in layer]
    try:
        yield traces
    finally:
        for hook in hooks:
            hook.remove()

"""The simple recurrent cell (Elman 1990)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

import torch
from torch import Tensor
from torch.nn import functional

from s2s.nn.cells.layer import Layer, State
from s2s.nn.cells.through_time import Product, Slopes, Steps, Walk, incoming, tanh_slope
from s2s.nn.kernels import call
from s2s.nn.onnx import Graph

LEAK = 0.01
"""The slope of a leaky ReLU below zero."""
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
}
DERIVATIVES: dict[str, Callable[[Tensor, Tensor, Tensor], Tensor]] = {
    "tanh": lambda flow, value, out: tanh_slope(value, flow, out),
    "relu": lambda flow, value, out: torch.ops.aten.threshold_backward.grad_input(flow, value, 0, grad_input=out),
    "leaky_relu": lambda flow, value, out: torch.ops.aten.leaky_relu_backward.grad_input(
        flow, value, LEAK, True, grad_input=out
    ),
}
"""∂L/∂x, written to `out`, from ∂L/∂φ(x) and φ(x)."""
KERNELS = {"tanh": torch.rnn_tanh, "relu": torch.rnn_relu}
OPERATORS = {"tanh": "Tanh", "relu": "Relu", "leaky_relu": "LeakyRelu"}


class RNN(Layer):
    """h' = φ(W_x x + W_h h + b), φ by default tanh; ReLU with identity start weights: arXiv:1504.00941."""

    gates = 1
    options = ("nonlinearity",)
    identity = True
    names = ("h",)
    formulas: ClassVar[Mapping[str, str]] = {"h": "{phi}(W_x x + W_h h' + b)"}

    def __init__(self, *, inputs: int, units: int, nonlinearity: str = "tanh") -> None:
        """`nonlinearity` is φ: ``tanh``, ``relu`` or ``leaky_relu``."""
        super().__init__(inputs=inputs, units=units)
        self.nonlinearity = nonlinearity
        self.activation = ACTIVATIONS[nonlinearity]

    def activate(self, projected: Tensor, product: Tensor) -> tuple[Tensor, ...]:
        """φ of the sum, (B, H): the only gate of this cell is its new state."""
        return (self.activation(projected + product),)

    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        """What `activate` gave is the new state."""
        return active

    def steps(self) -> Steps | None:
        """The equations and their gradients over all steps."""
        return RNNSteps(self.nonlinearity)

    def fused(self, inputs: Tensor, state: State, flat: list[Tensor]) -> tuple[Tensor, State] | None:
        """All steps in torch's kernel, which exists for tanh and ReLU; None for a leaky ReLU."""
        kernel = KERNELS.get(self.nonlinearity)
        if kernel is None:
            return None
        outputs, hidden = call(kernel, inputs, state, flat)
        return outputs, (hidden[0],)

    def onnx_step(self, graph: Graph, projected: str, state: Sequence[str], name: str) -> list[str]:
        """The projected input (…, H) and h' (…, H) → h."""
        product = graph.linear(state[0], self.stacked(self.weight_hidden), None, f"{name}.hidden")
        return [graph.node(OPERATORS[self.nonlinearity], graph.node("Add", projected, product))]


class RNNSteps(Steps):
    """Nothing is kept but the states: φ' follows from φ."""

    def __init__(self, nonlinearity: str) -> None:
        self.activation, self.derive = ACTIVATIONS[nonlinearity], DERIVATIVES[nonlinearity]

    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        """Fill in the hidden states (T + 1, B, H); `gates` (T, B, H) is left holding what φ was taken of."""
        hidden = states[0].unbind()
        for step, total in enumerate(gates.unbind()):
            product.add(total, hidden[step])
            hidden[step + 1].copy_(self.activation(total))
        return ()

    def backward(self, walk: Walk, flows: Sequence[Tensor | None], product: Product) -> Slopes:
        """With s = ∂L/∂h the gradient at the sum is s φ', from φ itself, for input and product alike."""
        hidden, deltas = walk.states[0].unbind(), torch.empty_like(walk.states[0][1:])
        flow, each = incoming(flows[0], deltas), deltas.unbind()
        slope = flow[-1]
        for step in reversed(range(len(each))):
            self.derive(slope, hidden[step + 1], each[step])
            slope = flow[step] + product.back(each[step])
        return Slopes(deltas, deltas, (slope,))

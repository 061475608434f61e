"""The simpler simple recurrent unit (Kim et al. 2019, D19-5632), which has no recurrent matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

from s2s.nn.cells.layer import Layer, State
from s2s.nn.cells.through_time import Product, Slopes, Steps, Walk, accurate
from s2s.nn.draw import Draw
from s2s.nn.onnx import Graph, array


class SSRU(Layer):
    """The simpler simple recurrent unit (Kim et al. 2019, D19-5632, eq. 1 to 3).

    f = σ(W_xf x + b_f); c' = f ⊙ c + (1 - f) ⊙ W_xu x; h = relu(c'). Gates are stacked f, u; ``bias`` (H,) is b_f. The state
    is c alone: nothing but an elementwise product leads from step to step, so that all matrix products are taken at once.
    """

    gates = 2
    options = ("forget_bias",)
    elementwise = True
    states = ("c",)
    names = ("f", "u")
    formulas: ClassVar[Mapping[str, str]] = {
        "f": "σ(W_xf x + b_f)",
        "u": "W_xu x",
        "c": "f ⊙ c' + (1 - f) ⊙ u",
        "h": "relu(c)",
    }

    def __init__(self, *, inputs: int, units: int, forget_bias: float = 1.0) -> None:
        """`forget_bias` is what the forget gate's bias begins with: 1 keeps most of the memory at first."""
        super().__init__(inputs=inputs, units=units)
        self.bias = nn.Parameter(torch.zeros(units))
        self.forget_bias = forget_bias

    def reset(self, draw: Draw, recurrent: str) -> None:
        """Xavier for each gate, `forget_bias` for the bias; `recurrent` has no effect, since there are no such weights."""
        draw.xavier(self.weight_input, blocks=self.gates)
        draw.constant(self.bias, self.forget_bias)

    def project(self, inputs: Tensor) -> Tensor:
        """The input's share of f and u: (…, I) → (…, 2·H); only f has a bias."""
        return functional.linear(inputs, self.weight_input, functional.pad(self.bias, (0, self.units)))

    def activate(self, projected: Tensor, product: Tensor) -> tuple[Tensor, ...]:
        """f and u, (B, H) each, f in fp32 at least: of a gate near 1 bf16 would lose 1 - f. `product` (B, 0) is empty."""
        forget, new = projected.chunk(2, dim=1)
        return torch.sigmoid(accurate(forget)), new

    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        """c' = f ⊙ c + (1 - f) ⊙ u, (B, H), in fp32 at least, by the same operator as over all steps."""
        forget, new = active
        return (torch.lerp(accurate(new), accurate(state[0]), forget),)

    def output(self, state: State) -> Tensor:
        """h = relu(c)."""
        return torch.relu(state[0])

    def flat(self) -> list[Tensor]:
        """As of every elementwise cell, with zeros for the bias that u lacks."""
        weight, recurrent, bias, second = super().flat()
        return [weight, recurrent, functional.pad(bias, (0, self.units)), second]

    def steps(self) -> Steps | None:
        """The equations and their gradients over all steps."""
        return SSRUSteps()

    def onnx_input(self, graph: Graph, inputs: str, name: str) -> str:
        """`project` as ONNX: (…, I) → (…, 2·H)."""
        bias = numpy.concatenate([array(self.bias), numpy.zeros(self.units, numpy.float32)])
        return graph.linear(inputs, self.stacked(self.weight_input), bias, f"{name}.input")

    def onnx_step(self, graph: Graph, projected: str, state: Sequence[str], name: str) -> list[str]:
        """The projected input (…, 2·H) and c (…, H) → c', with one product in place of two."""
        forget, new = graph.split(projected, [self.units, self.units])
        kept = graph.node("Mul", graph.node("Sigmoid", forget), graph.node("Sub", state[0], new))
        return [graph.node("Add", new, kept)]

    def onnx_output(self, graph: Graph, state: Sequence[str]) -> str:
        """`output` as ONNX: c (…, H) → h."""
        return graph.node("Relu", state[0])


class SSRUSteps(Steps):
    """Kept are f in fp32 at least and u, (T, B, H) each. A step is one operator, forward and back."""

    wide = True

    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        """Fill in c (T + 1, B, H)."""
        forget, new = gates.chunk(2, -1)
        forget, memory = accurate(forget).sigmoid_(), states[0].unbind()
        for step, (keeps, content) in enumerate(zip(forget.unbind(), accurate(new).unbind(), strict=True)):
            torch.lerp(content, memory[step], keeps, out=memory[step + 1])
        return forget, new

    def backward(self, walk: Walk, flows: Sequence[Tensor | None], product: Product) -> Slopes:
        """With s = ∂L/∂c': at u s (1 - f), at f's sum s (c - u) f (1 - f), and s f at c, where the step before adds its own."""
        (memory,), (forget, new) = walk
        slopes = (
            torch.zeros_like(memory[1:]) if flows[0] is None else flows[0].clone(memory_format=torch.contiguous_format)
        )
        slope, keeps = slopes.unbind(), forget.unbind()
        for step in reversed(range(1, len(slope))):
            slope[step - 1].addcmul_(slope[step], keeps[step])
        kept, deltas = slopes * forget, new.new_empty(*new.shape[:2], 2 * new.shape[2])
        by_forget, by_new = deltas.chunk(2, -1)
        torch.sub(slopes, kept, out=by_new)
        torch.mul(kept * (1 - forget), memory[:-1] - new, out=by_forget)
        return Slopes(deltas, deltas[..., :0], (kept[0],))

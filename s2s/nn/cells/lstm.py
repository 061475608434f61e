"""Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy
import torch
from torch import Tensor

from s2s.nn.cells.layer import Layer, State
from s2s.nn.cells.through_time import Product, Slopes, Steps, Walk, accurate, incoming, sigmoid_slope, tanh_slope
from s2s.nn.draw import Draw
from s2s.nn.kernels import call
from s2s.nn.onnx import Array, Graph, array

SATURATED = 1e4
"""Where the logistic function is 0 on one side and 1 on the other, exactly."""


class LSTM(Layer):
    """Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000).

    i, f, o = σ(W_x x + W_h h + b), g = tanh(…); c' = f ⊙ c + i ⊙ g; h' = o ⊙ tanh(c'). Gates are stacked i, f, g, o.
    """

    gates = 4
    parts = 2
    options = ("forget_bias",)
    names = ("i", "f", "g", "o")
    formulas: ClassVar[Mapping[str, str]] = {
        "i": "σ(W_xi x + W_hi h' + b_i)",
        "f": "σ(W_xf x + W_hf h' + b_f)",
        "g": "tanh(W_xg x + W_hg h' + b_g)",
        "o": "σ(W_xo x + W_ho h' + b_o)",
        "c": "f ⊙ c' + i ⊙ g",
        "h": "o ⊙ tanh(c)",
    }

    def __init__(self, *, inputs: int, units: int, forget_bias: float = 1.0) -> None:
        """`forget_bias` is what the forget gate's bias begins with: 1 keeps the memory at first."""
        super().__init__(inputs=inputs, units=units)
        self.forget_bias = forget_bias

    def reset(self, draw: Draw, recurrent: str) -> None:
        """As for every cell, but the forget gate's bias begins at `forget_bias`."""
        super().reset(draw, recurrent)
        with torch.no_grad():
            self.bias[self.units : 2 * self.units] = self.forget_bias

    def activate(self, projected: Tensor, product: Tensor) -> tuple[Tensor, ...]:
        """i, f, g and o, (B, H) each."""
        input_gate, forget, new, output = (projected + product).chunk(4, dim=1)
        return torch.sigmoid(input_gate), torch.sigmoid(forget), torch.tanh(new), torch.sigmoid(output)

    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        """The new hidden state h and memory c, (B, H) each."""
        (_, memory), (input_gate, forget, new, output) = state, active
        memory = forget * memory + input_gate * new
        return output * torch.tanh(memory), memory

    def held(self, inputs: Tensor, lengths: Tensor, state: State) -> tuple[Tensor, State, list[Tensor]]:
        """One more input, 1 on padding, that opens the forget gate and shuts the input gate: c' = 1 · c + 0 · g."""
        padding = torch.arange(len(inputs), device=inputs.device)[:, None] >= lengths.to(inputs.device)[None]
        weight, *rest = self.flat()
        column = weight.new_zeros(4, self.units, 1)
        column[0], column[1] = -SATURATED, SATURATED
        wider = torch.cat([weight, column.flatten(0, 1)], dim=1)
        return torch.cat([inputs, padding[..., None].to(inputs.dtype)], dim=-1), state, [wider, *rest]

    def steps(self) -> Steps | None:
        """The equations and their gradients over all steps."""
        return LSTMSteps()

    def fused(self, inputs: Tensor, state: State, flat: list[Tensor]) -> tuple[Tensor, State] | None:
        """All steps in torch's kernel of an LSTM, which has the same equations and the same order of gates."""
        outputs, hidden, memory = call(torch.lstm, inputs, state, flat)
        return outputs, (hidden[0], memory[0])

    def onnx_step(self, graph: Graph, projected: str, state: Sequence[str], name: str) -> list[str]:
        """The projected input (…, 4·H), gates stacked as by `stacked`, and h', c' (…, H) → h and c."""
        product = graph.linear(state[0], self.stacked(self.weight_hidden), None, f"{name}.hidden")
        content, gates = graph.split(graph.node("Add", projected, product), [self.units, 3 * self.units])
        enter, forget, out = graph.split(graph.node("Sigmoid", gates), [self.units] * 3)
        fresh = graph.node("Mul", enter, graph.node("Tanh", content))
        memory = graph.node("Add", graph.node("Mul", forget, state[1]), fresh)
        return [graph.node("Mul", out, graph.node("Tanh", memory)), memory]

    def stacked(self, parameter: Tensor) -> Array:
        """The new content g before i, f and o, so that one operator serves all three gates."""
        enter, forget, new, out = array(parameter).reshape(4, self.units, -1)
        return numpy.concatenate([new, enter, forget, out]).reshape(array(parameter).shape)


class LSTMSteps(Steps):
    """Kept are the gates (T, B, 4·H) and tanh(c') (T, B, H)."""

    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        """Fill in gates (T, B, 4·H), h and c (T + 1, B, H); the memory is carried in fp32 at least."""
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
        slopes, deltas = torch.empty_like(gates), torch.empty_like(gates)
        by_gate, by_forget, by_new, by_output = slopes.chunk(4, -1)
        sigmoid_slope(gate, new, by_gate)
        sigmoid_slope(forget, memories[:-1], by_forget)
        tanh_slope(new, gate, by_new)
        sigmoid_slope(output, squashed, by_output)
        into_memory, stays = tanh_slope(squashed, output).unbind(), forget.unbind()
        flow, memory_flow = incoming(flows[0], squashed), None if flows[1] is None else flows[1].unbind()
        inside, by = (tensor.view(*squashed.shape[:2], 4, units)[:, :, :3].unbind() for tensor in (deltas, slopes))
        outside, by_out = deltas[..., 3 * units :].unbind(), by_output.unbind()
        slope, memory, each = flow[-1], accurate(torch.zeros_like(squashed[0])), deltas.unbind()
        for step in reversed(range(len(each))):
            if memory_flow is not None:
                memory = memory + memory_flow[step]
            memory = memory + slope * into_memory[step]
            torch.mul(memory.to(slope.dtype)[:, None], by[step], out=inside[step])
            torch.mul(slope, by_out[step], out=outside[step])
            memory = memory * stays[step]
            slope = flow[step] + product.back(each[step])
        return Slopes(deltas, deltas, (slope, memory))

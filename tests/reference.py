"""Slow, obvious oracles: textbook loops over one sentence at a time, without padding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from s2s.nn.cells.gru import GRU
from s2s.nn.cells.layer import Layer
from s2s.nn.cells.lstm import LSTM
from s2s.nn.cells.rnn import RNN
from s2s.nn.cells.ssru import SSRU

ACTIVATIONS = {
    "tanh": torch.tanh,
    "relu": lambda x: x.clamp(min=0),
    "leaky_relu": lambda x: torch.where(x > 0, x, 0.01 * x),
}


def run_layer(layer: Layer, inputs: Tensor) -> tuple[Tensor, Tensor]:
    """Inputs (T, I) of one sentence → outputs (T, H) and the last state (P, H), from the equations in the textbook."""
    hidden, memory = torch.zeros(layer.units, dtype=inputs.dtype), torch.zeros(layer.units, dtype=inputs.dtype)
    outputs = []
    for x in inputs:
        wx = layer.weight_input @ x
        if isinstance(layer, SSRU):
            f, u = wx.chunk(2)
            f = 1 / (1 + torch.exp(-(f + layer.bias)))
            memory = f * memory + (1 - f) * u
            outputs.append(memory.clamp(min=0))
            continue
        wh = layer.weight_hidden @ hidden
        if isinstance(layer, RNN):
            hidden = ACTIVATIONS[layer.nonlinearity](wx + wh + layer.bias)
        elif isinstance(layer, GRU):
            (xr, xz, xn), (hr, hz, hn), (br, bz, bn) = wx.chunk(3), wh.chunk(3), layer.bias.chunk(3)
            r, z = 1 / (1 + torch.exp(-(xr + hr + br))), 1 / (1 + torch.exp(-(xz + hz + bz)))
            n = torch.tanh(xn + bn + r * (hn + layer.bias_hidden))
            hidden = (1 - z) * n + z * hidden
        elif isinstance(layer, LSTM):
            i, f, g, o = (wx + wh + layer.bias).chunk(4)
            i, f, o = (1 / (1 + torch.exp(-gate)) for gate in (i, f, o))
            memory = f * memory + i * torch.tanh(g)
            hidden = o * torch.tanh(memory)
        outputs.append(hidden)
    state = [memory] if isinstance(layer, SSRU) else [hidden, memory][: layer.parts]
    return torch.stack(outputs), torch.stack(state)


def run_stack(stack: Any, inputs: Tensor) -> tuple[Tensor, list[Tensor]]:
    """A `Recurrent` without dropout or context over one sentence (T, I) → outputs (T, D), the state (P, D) of each layer."""
    states = []
    hidden = inputs
    for index in range(stack.depth):
        fed = hidden if stack.norms is None else stack.norms[index](hidden)
        forward, *backward = stack.cells(index)
        outputs, state = run_layer(forward, fed)
        if backward:
            other, last = run_layer(backward[0], fed.flip(0))
            outputs, state = torch.cat([outputs, other.flip(0)], 1), torch.cat([state, last], 1)
        hidden = hidden + outputs if stack.residual and hidden.shape == outputs.shape else outputs
        states.append(state)
    return hidden if stack.norms is None else stack.norms[stack.depth](hidden), states


def attend(query: Tensor, memory: Tensor, score: Callable[[Tensor, Tensor], Tensor]) -> tuple[Tensor, Tensor]:
    """One query (H,) over the real positions of one memory (S, D) → context (D,) and weights (S,), position by position."""
    scores = [score(query, value) for value in memory]
    total = sum(torch.exp(one) for one in scores)
    weights = [torch.exp(one) / total for one in scores]
    context = sum(weight * value for weight, value in zip(weights, memory, strict=True))
    return context, torch.stack(weights)

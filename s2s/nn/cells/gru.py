"""The gated recurrent unit (Cho et al. 2014, arXiv:1406.1078)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

from s2s.nn.cells.layer import Layer, State
from s2s.nn.cells.through_time import Product, Slopes, Steps, Walk, accurate, incoming, sigmoid_slope, tanh_slope
from s2s.nn.draw import Draw
from s2s.nn.kernels import call
from s2s.nn.onnx import Graph, array


class GRU(Layer):
    """The gated recurrent unit (arXiv:1406.1078), with the reset gate after the product, as in cuDNN and torch.

    r = σ(W_xr x + W_hr h + b_r); z = σ(W_xz x + W_hz h + b_z); n = tanh(W_xn x + b_n + r ⊙ (W_hn h + b_hn));
    h' = (1 - z) ⊙ n + z ⊙ h. ``bias_hidden`` (H,) is b_hn, the one bias that the gate r can silence.
    """

    gates = 3
    names = ("r", "z", "n")
    formulas: ClassVar[Mapping[str, str]] = {
        "r": "σ(W_xr x + W_hr h' + b_r)",
        "z": "σ(W_xz x + W_hz h' + b_z)",
        "n": "tanh(W_xn x + b_n + r ⊙ (W_hn h' + b_hn))",
        "h": "(1 - z) ⊙ n + z ⊙ h'",
    }
    symbols: ClassVar[Mapping[str, str]] = {**Layer.symbols, "bias_hidden": "b_hn"}

    def __init__(self, *, inputs: int, units: int) -> None:
        super().__init__(inputs=inputs, units=units)
        self.bias_hidden = nn.Parameter(torch.zeros(units))

    def reset(self, draw: Draw, recurrent: str) -> None:
        """As for every cell, and zero for the bias b_hn inside the reset gate's product."""
        super().reset(draw, recurrent)
        draw.constant(self.bias_hidden, 0.0)

    def activate(self, projected: Tensor, product: Tensor) -> tuple[Tensor, ...]:
        """r, z and n, (B, H) each; r multiplies W_hn h' + b_hn, so that bias cannot be part of `projected`."""
        units = self.units
        reset, update = torch.sigmoid(projected[:, : 2 * units] + product[:, : 2 * units]).chunk(2, dim=1)
        new = torch.tanh(projected[:, 2 * units :] + reset * (product[:, 2 * units :] + self.bias_hidden))
        return reset, update, new

    def combine(self, active: tuple[Tensor, ...], state: State) -> State:
        """h = (1 - z) ⊙ n + z ⊙ h', (B, H), with one product in place of two."""
        (hidden,), (_, update, new) = state, active
        return (new + update * (hidden - new),)

    def flat(self) -> list[Tensor]:
        """The second bias (3·H,) is b_hn for the new content and zero for the gates."""
        second = functional.pad(self.bias_hidden, (2 * self.units, 0))
        return [self.weight_input, self.weight_hidden, self.bias, second]

    def steps(self) -> Steps | None:
        """The equations and their gradients over all steps."""
        return GRUSteps()

    def fused(self, inputs: Tensor, state: State, flat: list[Tensor]) -> tuple[Tensor, State] | None:
        """All steps in torch's kernel of a GRU, which has the same equations and the same order of gates."""
        outputs, hidden = call(torch.gru, inputs, state, flat)
        return outputs, (hidden[0],)

    def onnx_step(self, graph: Graph, projected: str, state: Sequence[str], name: str) -> list[str]:
        """The projected input (…, 3·H) and h' (…, H) → h; n comes from input and hidden shares kept apart."""
        hidden, units = state[0], self.units
        shares = graph.split(projected, [2 * units, units])
        bias = numpy.concatenate([numpy.zeros(2 * units, numpy.float32), array(self.bias_hidden)])
        product = graph.linear(hidden, self.stacked(self.weight_hidden), bias, f"{name}.hidden")
        pulls, new = graph.split(product, [2 * units, units])
        reset, keep = graph.split(graph.node("Sigmoid", graph.node("Add", shares[0], pulls)), [units, units])
        content = graph.node("Tanh", graph.node("Add", shares[1], graph.node("Mul", reset, new)))
        return [graph.node("Add", content, graph.node("Mul", keep, graph.node("Sub", hidden, content)))]


class GRUSteps(Steps):
    """Kept are the gates (T, B, 3·H) and m = W_hn h + b_hn (T, B, H)."""

    def forward(self, gates: Tensor, states: Sequence[Tensor], product: Product) -> tuple[Tensor, ...]:
        """Fill in gates (T, B, 3·H) and hidden states (T + 1, B, H); the carried state is in fp32 at least."""
        units = states[0].shape[-1]
        pulls = torch.empty_like(states[0][1:])
        hidden, pull, carried = states[0].unbind(), pulls.unbind(), accurate(states[0][0])
        reset, update, new = (gate.unbind() for gate in gates.chunk(3, -1))
        for step, both in enumerate(gates[..., : 2 * units].unbind()):
            shares = product.of(hidden[step])
            both.add_(shares[:, : 2 * units]).sigmoid_()
            pull[step].copy_(shares[:, 2 * units :])
            new[step].addcmul_(reset[step], pull[step]).tanh_()
            content = new[step].to(carried.dtype)
            carried = torch.lerp(content, carried, update[step].to(carried.dtype))
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
        flow, deltas, state_slopes = incoming(flows[0], before), torch.empty_like(gates), torch.empty_like(before)
        slope, each, stays = accurate(flow[-1]), deltas.unbind(), update.unbind()
        each_state_slope = state_slopes.unbind()
        parts, by = (tensor.view(*before.shape[:2], 3, units).unbind() for tensor in (deltas, slopes))
        for step in reversed(range(len(each))):
            each_state_slope[step].copy_(slope)
            torch.mul(each_state_slope[step][:, None], by[step], out=parts[step])
            slope = slope * stays[step] + product.back(each[step]) + flow[step]
        projected = torch.cat([deltas[..., : 2 * units], state_slopes * by_new], dim=-1)
        return Slopes(projected, deltas, (slope,))

"""Layers without a state for above the decoder's recurrent one (Devlin 2017, arXiv:1705.01991)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from s2s.nn.onnx import Graph, linear
from s2s.nn.stack import Stack

EXPANSION = 2
"""The units inside a layer for each unit of its output."""


class Block(nn.Module):
    """One position-wise layer: W₂ relu(W₁ x + b₁) + b₂ (arXiv:1706.03762, eq. 2), with `EXPANSION` · H units inside."""

    def __init__(self, *, inputs: int, units: int) -> None:
        """`inputs` is I, the width of what comes in, `units` H that of what comes out."""
        super().__init__()
        self.enter, self.leave = nn.Linear(inputs, EXPANSION * units), nn.Linear(EXPANSION * units, units)

    def forward(self, inputs: Tensor) -> Tensor:
        """Inputs (…, I) → (…, H)."""
        made: Tensor = self.leave(torch.relu(self.enter(inputs)))
        return made

    def onnx(self, graph: Graph, inputs: str, name: str) -> str:
        """`forward` as ONNX: (…, I) → (…, H)."""
        inside = graph.node("Relu", linear(graph, inputs, self.enter, f"{name}.enter"))
        return linear(graph, inside, self.leave, f"{name}.leave")


class FeedForward(Stack):
    """L blocks in the place of a `Recurrent` of as many layers, with the same residual connections, normalisation and dropout.

    What it is called with is as for a `Recurrent` of one direction; the state has no layer, and comes back as it is.
    """

    def __init__(
        self,
        *,
        units: int,
        layers: int,
        context: int = 0,
        residual: bool = False,
        layer_norm: bool = False,
        dropout: float = 0.0,
    ) -> None:
        """`units` H is the width of inputs and outputs, `context` that of the second input."""
        super().__init__(
            layers=nn.ModuleList(Block(inputs=units + context, units=units) for _ in range(layers)),
            widths=[units] * (layers + 1),
            residual=residual,
            layer_norm=layer_norm,
            dropout=dropout,
        )

    def forward(
        self, inputs: Tensor, state: Tensor, lengths: Tensor | None = None, context: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Inputs (…, H), state (B, 0, P, H), context (…, C) → outputs (…, H) and the state. No position sees another."""
        hidden = inputs
        for index, block in enumerate(self.layers):
            hidden = self.after(index, hidden, block(self.before(index, hidden, context)))
        return self.normalise(self.depth, hidden), state

    def step(self, inputs: Tensor, state: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """One position: inputs (B, H), state (B, 0, P, H) → outputs (B, H) and the state."""
        return self.forward(inputs, state, context=context)

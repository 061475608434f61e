"""A layer of its own for each part of the decoder's first state (Bahdanau et al. 2014, arXiv:1409.0473)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from s2s.nn.bridges.bridge import Bridge, Shape
from s2s.nn.onnx import Graph, linear


class Project(Bridge):
    """s₀ = tanh(W s + b) for each decoder layer and part of its state (arXiv:1409.0473, A.2.2).

    Decoder layer l starts from encoder layer min(l, L - 1); an LSTM's cell starts from the encoder's cell, or from its
    hidden state where the encoder has no cell.
    """

    def __init__(self, *, source: Shape, target: Shape) -> None:
        """`source` and `target` are (layers, parts, width) of the two states; no two need be equal."""
        super().__init__(source=source, target=target)
        (layers, parts, width), (self.depth, self.parts, units) = source, target
        self.origins = [(min(l, layers - 1), min(p, parts - 1)) for l in range(self.depth) for p in range(self.parts)]
        self.projections = nn.ModuleList(nn.Linear(width, units) for _ in self.origins)

    def forward(self, state: Tensor) -> Tensor:
        """A state (B, L, P, D) → (B, L', P', H'), with a projection of its own for each layer and part."""
        pairs = zip(self.projections, self.origins, strict=True)
        states = [torch.tanh(project(state[:, layer, part])) for project, (layer, part) in pairs]
        return torch.stack(states, dim=1).view(len(state), self.depth, self.parts, -1)

    def onnx(self, graph: Graph, finals: Sequence[Sequence[str]], zeros: Callable[[int], str], name: str) -> list[str]:
        """`forward` as ONNX: for each layer and part of the decoder the projection (B, H') of its part (B, D)."""
        return [
            graph.node("Tanh", linear(graph, finals[layer][part], projection, f"{name}.projections.{number}"))
            for number, ((layer, part), projection) in enumerate(zip(self.origins, self.projections, strict=True))
            if isinstance(projection, nn.Linear)
        ]

"""The bridge: the encoder's final state becomes the decoder's first, whatever their depth, width and cell."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Copy(nn.Module):
    """The same state, for two stacks of the same cell, depth and width (arXiv:1409.3215)."""

    def forward(self, state: Tensor) -> Tensor:
        return state


class Zero(nn.Module):
    """A decoder that starts from nothing and has only attention to tell it of the source."""

    def __init__(self, *, layers: int, parts: int, units: int) -> None:
        super().__init__()
        self.shape = (layers, parts, units)

    def forward(self, state: Tensor) -> Tensor:
        return state.new_zeros(state.shape[0], *self.shape)


class Project(nn.Module):
    """s₀ = tanh(W s + b) for each decoder layer and part of its state (arXiv:1409.0473, A.2.2).

    Decoder layer l starts from encoder layer min(l, L - 1); an LSTM's cell starts from the encoder's cell, or from its
    hidden state where the encoder has no cell.
    """

    def __init__(self, *, source: tuple[int, int, int], target: tuple[int, int, int]) -> None:
        """`source` and `target` are (layers, parts, width) of the two states."""
        super().__init__()
        (layers, parts, width), (self.depth, self.parts, units) = source, target
        self.origins = [(min(l, layers - 1), min(p, parts - 1)) for l in range(self.depth) for p in range(self.parts)]
        self.projections = nn.ModuleList(nn.Linear(width, units) for _ in self.origins)

    def forward(self, state: Tensor) -> Tensor:
        """(B, L, P, D) → (B, L', P', H')."""
        pairs = zip(self.projections, self.origins, strict=True)
        made = [torch.tanh(project(state[:, layer, part])) for project, (layer, part) in pairs]
        return torch.stack(made, dim=1).view(len(state), self.depth, self.parts, -1)

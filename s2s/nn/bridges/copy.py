"""The same state (Sutskever et al. 2014, arXiv:1409.3215)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor

from s2s.nn.bridges.bridge import Bridge
from s2s.nn.onnx import Graph


class Copy(Bridge):
    """The same state, for two stacks of the same cell, depth and width (arXiv:1409.3215)."""

    alike = True

    def forward(self, state: Tensor) -> Tensor:
        """The state (B, L, P, H), unchanged."""
        return state

    def onnx(self, graph: Graph, finals: Sequence[Sequence[str]], zeros: Callable[[int], str], name: str) -> list[str]:
        """The same parts (B, H) in one list, layer by layer; the graph gets no node."""
        return [part for layer in finals for part in layer]

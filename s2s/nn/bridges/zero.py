"""A first state that says nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor

from s2s.nn.bridges.bridge import Bridge
from s2s.nn.onnx import Graph


class Zero(Bridge):
    """A decoder that starts from nothing and has only attention to tell it of the source."""

    informs = False

    def forward(self, state: Tensor) -> Tensor:
        """A state (B, L, P, D) → zeros (B, L', P', H'), whatever it holds."""
        return state.new_zeros(state.shape[0], *self.target)

    def onnx(self, graph: Graph, finals: Sequence[Sequence[str]], zeros: Callable[[int], str], name: str) -> list[str]:
        """`forward` as ONNX: zeros (B, H') for each layer and part of the decoder."""
        layers, parts, units = self.target
        return [zeros(units)] * (layers * parts)

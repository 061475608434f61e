"""The bridge: the encoder's final state becomes the decoder's first, whatever their depth, width and cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from torch import Tensor, nn

from s2s.nn.derived import brings, own
from s2s.nn.onnx import Graph

Shape = tuple[int, int, int]
"""Layers, parts and width of a state."""
EQUATIONS, DERIVED = ("forward",), ("onnx",)
"""A subclass that replaces the equations does not inherit their ONNX."""


class Bridge(nn.Module):
    """A state (B, L, P, D) → (B, L', P', H'). Subclasses define `forward`."""

    informs: ClassVar[bool] = True
    """Whether the decoder learns something of the source by it."""
    alike: ClassVar[bool] = False
    """Whether both stacks must have the same cell, depth and width."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        own(cls, Bridge, EQUATIONS, DERIVED)

    @classmethod
    def has_onnx(cls) -> bool:
        """Whether the bridge can be exported."""
        return brings(cls, Bridge, [("forward", "onnx")])

    def __init__(self, *, source: Shape, target: Shape) -> None:
        """`source` and `target` are (layers, parts, width) of the two states."""
        super().__init__()
        self.source, self.target = source, target

    def forward(self, state: Tensor) -> Tensor:
        """The encoder's state (B, L, P, D) → the decoder's (B, L', P', H')."""
        raise NotImplementedError

    def onnx(self, graph: Graph, finals: Sequence[Sequence[str]], zeros: Callable[[int], str], name: str) -> list[str]:
        """`forward` as ONNX: the parts (B, D) of each layer's final state → those of the first one, layer by layer.

        `zeros` makes zeros (B, H) of a width H.
        """
        raise NotImplementedError

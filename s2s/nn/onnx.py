"""What a module needs to write itself as ONNX: a graph under construction, which `s2s.export` hands in, and plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy
from numpy.typing import NDArray
from torch import Tensor, nn

Array = NDArray[Any]


class Graph(Protocol):
    """Nodes and constants; a value is known by the name that the methods return. `name` names a product of the network."""

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """An operator with one output."""

    def split(self, inputs: str, sizes: Sequence[int], axis: int = -1) -> list[str]:
        """The parts of `inputs` of these sizes along an axis."""

    def ascending(self, inputs: str, count: int) -> str:
        """The `count` numbers along the last axis of `inputs`, the least first."""

    def constant(self, value: Any, kind: type = numpy.float32) -> str:
        """A constant of the type `kind`."""

    def integers(self, *values: int) -> str:
        """A constant vector of whole numbers."""

    def linear(self, inputs: str, weight: Array, bias: Array | None, name: str) -> str:
        """inputs (…, I) × weight (O, I) + bias (O,) → (…, O), in int8 if the graph is."""


def array(tensor: Tensor) -> Array:
    """The numbers of a parameter."""
    result: Array = tensor.detach().cpu().numpy()
    return result


def linear(graph: Graph, inputs: str, module: nn.Linear, name: str) -> str:
    """inputs (…, I) through a linear layer → (…, O)."""
    return graph.linear(inputs, array(module.weight), None if module.bias is None else array(module.bias), name)

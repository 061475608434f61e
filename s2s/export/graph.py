"""An ONNX graph under construction, in fp32 or in int8.

In int8, weights have a scale for each output, and activations one fixed scale for each product of the network, measured on
real text beforehand: what a sentence gives never depends on the sentences beside it, as it would if ONNX Runtime measured
the range of each batch. Nor do the products depend on the processor: see `WEIGHT`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy
from onnx import GraphProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from s2s.decode.backends.exported import CHOSEN, COPIED
from s2s.nn.onnx import Array

OPSET = 17
RUNTIME = "com.microsoft"
"""The domain of ONNX Runtime's own operators."""
LARGEST = 127
WEIGHT = 64
"""The largest weight in a product: x86 processors without VNNI add two products of an activation, which is at most 255,
and a weight in 16 bits. An overflow there goes unnoticed."""
Ranges = Mapping[str, float] | None
"""For each product of a network in int8 the largest absolute value of what goes into it; None is fp32."""
TYPES = {"float32": TensorProto.FLOAT, "int64": TensorProto.INT64, "int8": TensorProto.INT8}


class Graph:
    """Nodes and constants; a value is known by the name that the methods return."""

    FLOAT = TensorProto.FLOAT

    def __init__(self, ranges: Ranges, prefix: str = "") -> None:
        """`ranges` decides between fp32 and int8."""
        self.ranges, self.prefix = ranges, prefix
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, Array] = {}
        self.known: dict[tuple[str, tuple[int, ...], bytes], str] = {}

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Append an operator with one output."""
        return self.nodes_of(kind, inputs, 1, domain, **attributes)[0]

    def nodes_of(
        self, kind: str, inputs: Sequence[str], outputs: int, domain: str = "", **attributes: Any
    ) -> list[str]:
        """Append an operator with several outputs."""
        names = [f"{self.prefix}{kind}_{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names

    def constant(self, value: Any, kind: type = numpy.float32) -> str:
        """A constant; equal ones are kept once."""
        array: Array = numpy.array(value, kind, order="C")
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.known:
            self.known[key] = f"{self.prefix}constant_{len(self.known)}"
            self.constants[self.known[key]] = array
        return self.known[key]

    def integers(self, *values: int) -> str:
        """A constant vector of whole numbers."""
        return self.constant(values, numpy.int64)

    def exact(self, inputs: str, weight: Array, bias: Array | None) -> str:
        """inputs (…, I) × weight (O, I) + bias (O,) → (…, O), in fp32 whatever the graph is."""
        product = self.node("MatMul", inputs, self.constant(weight.T))
        return product if bias is None else self.node("Add", product, self.constant(bias))

    def linear(self, inputs: str, weight: Array, bias: Array | None, name: str) -> str:
        """inputs (…, I) × weight (O, I) + bias (O,) → (…, O), in int8 if the graph is."""
        if self.ranges is None:
            return self.exact(inputs, weight, bias)
        quantised, scales = quantise(weight, WEIGHT)
        added = "" if bias is None else self.constant(bias)
        return self.product(inputs, self.constant(quantised.T, numpy.int8), self.constant(scales), added, name)

    def columns(self, weight: Array, bias: Array, ids: str) -> dict[str, str]:
        """The share of a linear layer, weight (V, I) and bias (V,), that computes the outputs `ids` (U,)."""
        scales: dict[str, str] = {}
        if self.ranges is not None:
            weight, factors = quantise(weight, WEIGHT)
            scales = {CHOSEN + "scales": self.node("Gather", self.constant(factors), ids)}
        picked = self.node("Gather", self.constant(weight, weight.dtype.type), ids)
        part = {CHOSEN + "weight": self.node("Transpose", picked, perm=[1, 0])}
        return part | scales | {CHOSEN + "bias": self.node("Gather", self.constant(bias), ids)}

    def chosen(self, inputs: str, name: str) -> str:
        """`linear` with the share of the layer that `columns` gave: inputs (…, I) → (…, U)."""
        if self.ranges is None:
            return self.node("Add", self.node("MatMul", inputs, CHOSEN + "weight"), CHOSEN + "bias")
        return self.product(inputs, CHOSEN + "weight", CHOSEN + "scales", CHOSEN + "bias", name)

    def product(self, inputs: str, weight: str, scales: str, bias: str, name: str) -> str:
        """inputs (…, I) in 8 bits × weight (I, O) of 8 bits with scales (O,), + bias (O,) unless that is "" → (…, O)."""
        assert self.ranges is not None
        scale = self.constant(self.ranges[name] / LARGEST)
        middle = self.constant(128, numpy.uint8)
        small = self.node("QuantizeLinear", inputs, scale, middle)
        names = [small, weight, scale, scales, middle, *(["", bias] if bias else [])]
        return self.node("MatMulIntegerToFloat", *names, domain=RUNTIME)

    def rows(self, ids: str, table: Array, scale: float) -> str:
        """`scale` times the rows of `table` (V, E) for `ids` (…) → (…, E)."""
        if self.ranges is None:
            return self.node("Mul", self.node("Gather", self.constant(table), ids), self.constant(scale))
        quantised, scales = quantise(table, LARGEST)
        picked = self.node("Cast", self.node("Gather", self.constant(quantised, numpy.int8), ids), to=TensorProto.FLOAT)
        return self.node("Mul", picked, self.node("Gather", self.constant(scale * scales[:, None]), ids))

    def normalise(self, inputs: str, weight: Array, bias: Array, epsilon: float) -> str:
        """Layer normalisation of inputs (…, I) with weight and bias (I,)."""
        return self.node("LayerNormalization", inputs, self.constant(weight), self.constant(bias), epsilon=epsilon)

    def split(self, inputs: str, sizes: Sequence[int], axis: int = -1) -> list[str]:
        """The parts of `inputs` of these sizes along an axis."""
        return self.nodes_of("Split", [inputs, self.integers(*sizes)], len(sizes), axis=axis)

    def ascending(self, inputs: str, count: int) -> str:
        """The `count` numbers along the last axis of `inputs`, the least first."""
        return self.nodes_of("TopK", [inputs, self.integers(count)], 2, axis=-1, largest=0, sorted=1)[0]

    def build(self, name: str, inputs: Sequence[ValueInfoProto], outputs: Mapping[str, str]) -> GraphProto:
        """The finished graph; `outputs` maps the names that the user sees to our values, which take these names.

        They are fp32 but for the weights that `columns` gives, and ids. fp32 but for the weights that `columns` gives.
        """
        renamed: dict[str, str] = {}
        for public, name in outputs.items():
            if name in renamed or name not in {made for node in self.nodes for made in node.output}:
                self.nodes.append(helper.make_node("Identity", [renamed.get(name, name)], [public]))
            else:
                renamed[name] = public
        for node in self.nodes:
            for names in (node.input, node.output):
                names[:] = [renamed.get(name, name) for name in names]
        tensors = [numpy_helper.from_array(array, name) for name, array in self.constants.items()]
        small = TensorProto.FLOAT if self.ranges is None else TensorProto.INT8
        kinds = {CHOSEN + "weight": small, COPIED: TensorProto.INT64}
        results = [helper.make_tensor_value_info(one, kinds.get(one, TensorProto.FLOAT), None) for one in outputs]
        return helper.make_graph(self.nodes, name, list(inputs), results, tensors)


def quantise(weight: Array, largest: int) -> tuple[Array, Array]:
    """Weight (O, I) → int8 values, at most `largest`, and the scale (O,) of each row: w ≈ q · s."""
    scales = numpy.maximum(numpy.abs(weight).max(axis=1), 1e-12) / largest
    return numpy.round(weight / scales[:, None]).astype(numpy.int8), scales.astype(numpy.float32)


def value(name: str, kind: str, *shape: str | int) -> ValueInfoProto:
    """An input: sizes given by a letter may change from call to call."""
    return helper.make_tensor_value_info(name, TYPES[kind], list(shape))

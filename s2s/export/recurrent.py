"""The recurrent stack as ONNX: the same equations as `s2s.nn.cells`, step by step and in a Scan over time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from torch import nn

from s2s.export.graph import Graph, value
from s2s.nn.cells.layer import Layer
from s2s.nn.feedforward import Block, FeedForward
from s2s.nn.onnx import Array, array
from s2s.nn.recurrent import Recurrent
from s2s.nn.stack import Stack


def step(
    graph: Graph, stack: Recurrent | FeedForward, hidden: str, state: Sequence[str], context: str | None, name: str
) -> list[str]:
    """One position of a one-directional stack: the output, then the new state, P parts for each layer that has one."""
    states: list[str] = []
    for index, block in enumerate(stack.layers):
        fed = normalise(graph, stack, index, hidden)
        if context is not None:
            fed = graph.node("Concat", fed, context, axis=-1)
        if isinstance(stack, Recurrent):
            layer, where = stack.cells(index)[0], f"{name}.layers.{index}.0"
            before = state[index * layer.parts : (index + 1) * layer.parts]
            after = layer.onnx_step(graph, layer.onnx_input(graph, fed, where), before, where)
            output = layer.onnx_output(graph, after)
            states += after
        else:
            assert isinstance(block, Block)
            output = block.onnx(graph, fed, f"{name}.layers.{index}")
        hidden = graph.node("Add", hidden, output) if stack.adds(index) else output
    return [normalise(graph, stack, stack.depth, hidden), *states]


class Sequences:
    """A batch of padded sequences, time first, inside a graph: how to turn them around and find their ends."""

    def __init__(self, graph: Graph, lengths: str) -> None:
        self.graph, self.lengths = graph, lengths
        rows = graph.node("Shape", lengths)
        numbers = graph.node(
            "Range", graph.constant(0, numpy.int64), graph.node("Squeeze", rows), graph.constant(1, numpy.int64)
        )
        last = graph.node("Sub", lengths, graph.integers(1))
        axis = graph.integers(1)
        pair = [graph.node("Unsqueeze", part, axis) for part in (last, numbers)]
        self.rows, self.ends = rows, graph.node("Concat", *pair, axis=1)

    def turn(self, inputs: str) -> str:
        """(T, B, …) with each sequence turned around within its own length."""
        return self.graph.node("ReverseSequence", inputs, self.lengths, time_axis=0, batch_axis=1)

    def last(self, inputs: str) -> str:
        """(T, B, H) → (B, H) at each sequence's last real step."""
        return self.graph.node("GatherND", inputs, self.ends)

    def real(self, inputs: str) -> str:
        """Of inputs (T, B, …) which positions are no padding, (T, B, 1)."""
        graph = self.graph
        steps = graph.node("Squeeze", graph.node("Shape", inputs, start=0, end=1))
        numbers = graph.node("Range", graph.constant(0, numpy.int64), steps, graph.constant(1, numpy.int64))
        real = graph.node("Less", graph.node("Unsqueeze", numbers, graph.integers(1)), self.lengths)
        return graph.node("Unsqueeze", real, graph.integers(2))

    def repeated(self, vector: Array) -> str:
        """`vector` (H,) for each sequence: (B, H)."""
        shape = self.graph.node("Concat", self.rows, self.graph.integers(len(vector)), axis=0)
        return self.graph.node("Expand", self.graph.constant(vector), shape)

    def zeros(self, units: int) -> str:
        """Zeros (B, `units`)."""
        shape = self.graph.node("Concat", self.rows, self.graph.integers(units), axis=0)
        return self.graph.node("ConstantOfShape", shape)


def run(graph: Graph, stack: Recurrent, hidden: str, sequences: Sequences, name: str) -> tuple[str, list[list[str]]]:
    """Inputs (T, B, I) → outputs (T, B, D'), and the final state of each layer, P parts (B, D)."""
    finals = []
    for index in range(stack.depth):
        cells = stack.cells(index)
        fed = normalise(graph, stack, index, hidden)
        inputs = [fed if direction == 0 else sequences.turn(fed) for direction in range(len(cells))]
        names = [f"{name}.layers.{index}.{direction}" for direction in range(len(cells))]
        projected = [cell.onnx_input(graph, *pair) for cell, *pair in zip(cells, inputs, names, strict=True)]
        first = [state for direction in range(len(cells)) for state in starts(stack, index, direction, sequences)]
        every = scan(graph, cells, projected, first, names)
        beyond = [sequences.zeros(missing)] if (missing := stack.missing(index)) else []
        finals.append(
            [join(graph, [*(sequences.last(side[p]) for side in every), *beyond]) for p in range(cells[0].parts)]
        )
        made = [cell.onnx_output(graph, side) for cell, side in zip(cells, every, strict=True)]
        output = join(graph, [one if n == 0 else sequences.turn(one) for n, one in enumerate(made)])
        hidden = graph.node("Add", hidden, output) if stack.adds(index) else output
    return normalise(graph, stack, stack.depth, hidden), finals


def starts(stack: Recurrent, index: int, direction: int, sequences: Sequences) -> list[str]:
    """The parts (B, H) of the first state of one layer in one direction, as `Recurrent.initial` gives them."""
    if stack.start is None:
        return [sequences.zeros(stack.units)] * stack.parts()
    block = slice(direction * stack.units, (direction + 1) * stack.units)
    return [sequences.repeated(array(part[block])) for part in stack.start[index]]


def scan(
    graph: Graph, cells: Sequence[Layer], projected: Sequence[str], first: Sequence[str], names: Sequence[str]
) -> list[list[str]]:
    """The loop over time, both directions in one: for each direction the P parts of every state, (T, B, H).

    `first` are the parts (B, H) of the states before, direction by direction.
    """
    parts, units = cells[0].parts, cells[0].units
    # Weights live in the loop's own graph, since only there are they packed once for all steps.
    body = Graph(graph.ranges, prefix=f"{names[0]}.")
    states = [[f"{name}.state.{part}" for part in range(parts)] for name in names]
    inputs = [f"{name}.given" for name in names]
    after = [
        cell.onnx_step(body, projected, state, name)
        for cell, projected, state, name in zip(cells, inputs, states, names, strict=True)
    ]
    flat = [name for side in after for name in side]
    ends = {f"{name}.after": name for name in flat} | {f"{name}.all": name for name in flat}
    values = [value(name, "float32", "B", units) for side in states for name in side]
    values += [value(name, "float32", "B", layer.gates * units) for name, layer in zip(inputs, cells, strict=True)]
    loop = body.build("time", values, ends)
    outputs = graph.nodes_of("Scan", [*first, *projected], 2 * len(flat), body=loop, num_scan_inputs=len(cells))
    states_after = outputs[len(flat) :]
    return [states_after[start : start + parts] for start in range(0, len(states_after), parts)]


def join(graph: Graph, parts: Sequence[str]) -> str:
    """The parts side by side along the last axis."""
    return parts[0] if len(parts) == 1 else graph.node("Concat", *parts, axis=-1)


def normalise(graph: Graph, stack: Stack, index: int, hidden: str) -> str:
    """The layer normalisation before layer `index`, or behind the last; as it is where there is none."""
    if stack.norms is None:
        return hidden
    norm = stack.norms[index]
    assert isinstance(norm, nn.LayerNorm)
    return graph.normalise(hidden, array(norm.weight), array(norm.bias), norm.eps)

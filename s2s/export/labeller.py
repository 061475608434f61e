"""The graph that predicting needs: the encoder, the pooling where there is one, the output layer and what its head makes of it.

Its inputs are those of `s2s.export.sources`. Its outputs: ``scores`` (B, P, V), P being 1 where one vector stands for the
sequence, and what `s2s.nn.heads.head.Head.onnx` gives: ``predictions`` (B, P, V), or the ``start`` (V,), ``transitions``
(V, V) and ``end`` (V,) of a chain, over which numpy searches.
"""

from __future__ import annotations

from onnx import GraphProto

from s2s.errors import UserError
from s2s.export.graph import Graph, Ranges
from s2s.export.recurrent import Sequences, run
from s2s.export.sources import TURNED, read
from s2s.nn.labeller import Labeller, PooledHead, PositionHead
from s2s.nn.onnx import array, linear
from s2s.nn.recurrent import Recurrent

OUTPUT = "output"
"""The name of the output layer's product among those of the network."""


def labels(model: Labeller, ranges: Ranges) -> GraphProto:
    """Sources → scores and predictions. Numbers are written in fp32 in an int8 graph too, as they are read."""
    graph = Graph(ranges)
    source, recurrent = read(graph, model.encoder), model.encoder.recurrent
    assert isinstance(recurrent, Recurrent)
    outputs, _ = run(graph, recurrent, source.vectors, source.sequences, "encoder.recurrent")
    if type(model.head) is PositionHead:
        features = graph.node("Transpose", outputs, perm=TURNED)
    elif type(model.head) is PooledHead:
        features = pooled(graph, model.head, outputs, source.sequences)
    else:
        name = type(model.head).__name__
        raise UserError(f"{name}: brings no ONNX and cannot be exported; use --backend torch")
    weight, bias = array(model.output), array(model.bias)
    if "numbers" in model.distribution.predicts:
        scores = graph.exact(features, weight, bias)
    else:
        scores = graph.linear(features, weight, bias, OUTPUT)
    return graph.build("labeller", source.inputs, {"scores": scores} | model.distribution.onnx(graph, scores))


def pooled(graph: Graph, head: PooledHead, outputs: str, sequences: Sequences) -> str:
    """`PooledHead.forward` as ONNX: outputs (S, B, D) → (B, 1, D)."""
    time, middle = graph.integers(0), graph.integers(1)
    match head.pooling:
        case "last":
            first = graph.node("Squeeze", graph.node("Gather", outputs, time, axis=0), time)
            widths = (head.units, head.width - head.units)
            if not widths[1]:
                return graph.node("Unsqueeze", sequences.last(outputs), middle)
            forward, backward = graph.split(sequences.last(outputs), widths)[0], graph.split(first, widths)[1]
            return graph.node("Unsqueeze", graph.node("Concat", forward, backward, axis=-1), middle)
        case "mean":
            kept = graph.node("Where", sequences.real(outputs), outputs, graph.constant(0.0))
            lengths = graph.node("Cast", sequences.lengths, to=graph.FLOAT)
            sums = graph.node("ReduceSum", kept, time, keepdims=0)
            return graph.node("Unsqueeze", graph.node("Div", sums, graph.node("Unsqueeze", lengths, middle)), middle)
        case "max":
            kept = graph.node("Where", sequences.real(outputs), outputs, graph.constant(-float("inf")))
            return graph.node("Unsqueeze", graph.node("ReduceMax", kept, axes=[0], keepdims=0), middle)
        case "attention":
            keys = graph.node("Tanh", linear(graph, outputs, head.key, "head.key"))
            energies = graph.node("MatMul", keys, graph.constant(array(head.vector)[:, None]))
            kept = graph.node("Where", sequences.real(outputs), energies, graph.constant(-float("inf")))
            weights = graph.node("Softmax", kept, axis=0)
            sums = graph.node("ReduceSum", graph.node("Mul", weights, outputs), time, keepdims=0)
            return graph.node("Unsqueeze", sums, middle)
        case unknown:
            raise ValueError(f"{unknown}: has no ONNX")

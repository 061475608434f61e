"""Attention as ONNX: what is prepared once for a sentence, and what each step does with it.

Here values and keys stand transposed, (B, D, S) and (B, A, S), and the keys are divided as the scores ask.
"""

from __future__ import annotations

from s2s.export.graph import Graph
from s2s.export.recurrent import array, linear
from s2s.nn.attention import Additive, General, MultiHead
from s2s.nn.decoder import Decoder

PLACE = "decoder.attention"


def values(graph: Graph, decoder: Decoder, memory: str) -> str:
    """Memory (B, S, D) → what the context is a sum of, (B, D, S)."""
    if isinstance(decoder.attention, MultiHead):
        memory = linear(graph, memory, decoder.attention.value, f"{PLACE}.value")
    return graph.node("Transpose", memory, perm=[0, 2, 1])


def keys(graph: Graph, decoder: Decoder, memory: str) -> str:
    """Memory (B, S, D) → what the query is compared with, (B, A, S)."""
    attention, made = decoder.attention, memory
    if isinstance(attention, Additive):
        made = linear(graph, memory, attention.memory, f"{PLACE}.memory")
    else:
        if isinstance(attention, General):
            made = linear(graph, memory, attention.weight, f"{PLACE}.weight")
        elif isinstance(attention, MultiHead):
            made = linear(graph, memory, attention.key, f"{PLACE}.key")
        made = graph.node("Mul", made, graph.constant((decoder.first.width / heads(decoder)) ** -0.5))
    return graph.node("Transpose", made, perm=[0, 2, 1])


def widths(decoder: Decoder) -> dict[str, int]:
    """D and A."""
    width = decoder.first.width
    compared = decoder.attention.memory.out_features if isinstance(decoder.attention, Additive) else width
    return {"values": decoder.readout.in_features - width, "keys": compared}


def heads(decoder: Decoder) -> int:
    return decoder.attention.heads if isinstance(decoder.attention, MultiHead) else 1


def attend(graph: Graph, decoder: Decoder, query: str) -> tuple[str, str]:
    """Query (B, K, H) → context (B, K, D) and weights (B, K, S)."""
    if isinstance(decoder.attention, MultiHead):
        return attend_in_slices(graph, decoder, linear(graph, query, decoder.attention.query, f"{PLACE}.query"))
    if isinstance(decoder.attention, Additive):
        scores = additive(graph, decoder.attention, query)
    else:
        scores = graph.node("MatMul", query, "keys")
    weights = graph.node("Softmax", graph.node("Add", scores, "mask"), axis=-1)
    summed = graph.node("MatMul", "values", graph.node("Transpose", weights, perm=[0, 2, 1]))
    return graph.node("Transpose", summed, perm=[0, 2, 1]), weights


def additive(graph: Graph, attention: Additive, query: str) -> str:
    asked = graph.node("Unsqueeze", linear(graph, query, attention.query, f"{PLACE}.query"), graph.integers(3))
    both = graph.node("Tanh", graph.node("Add", asked, graph.node("Unsqueeze", "keys", graph.integers(1))))
    vector = graph.constant(array(attention.vector)[None, None])
    return graph.node("Squeeze", graph.node("MatMul", vector, both), graph.integers(2))


def attend_in_slices(graph: Graph, decoder: Decoder, query: str) -> tuple[str, str]:
    """The same with a slice of query, keys and values for each head; the weights are the mean of theirs."""
    count, width = heads(decoder), widths(decoder)
    asked = graph.node("Reshape", query, graph.integers(0, 0, count, -1))
    asked = graph.node("Transpose", asked, perm=[0, 2, 1, 3])
    known, summands = (
        graph.node("Reshape", name, graph.integers(0, count, width[name] // count, -1)) for name in ("keys", "values")
    )
    mask = graph.node("Unsqueeze", "mask", graph.integers(1))
    weights = graph.node("Softmax", graph.node("Add", graph.node("MatMul", asked, known), mask), axis=-1)
    summed = graph.node("MatMul", summands, graph.node("Transpose", weights, perm=[0, 1, 3, 2]))
    context = graph.node(
        "Transpose", graph.node("Reshape", summed, graph.integers(0, width["values"], -1)), perm=[0, 2, 1]
    )
    return context, graph.node("ReduceMean", weights, axes=[1], keepdims=0)

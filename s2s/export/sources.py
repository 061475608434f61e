"""What the networks read, as ONNX: ids, vectors of numbers, or words with their pieces, each made vectors of one width.

The inputs of a graph depend on the encoder; `s2s.decode.backends.session.feeds` makes them. Ids: ``tokens`` (B, S) and
``lengths`` (B,). Vectors: ``features`` (B, S, F) and ``lengths``. Words: ``tokens`` (B, S), their ids, and ``lengths``;
``pieces`` (N, C) and ``spelling`` (N,), the pieces of N different words and how many each has; ``places`` (B, S), which of
them stands where; ``cases`` (B, S) where the network reads them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from onnx import ValueInfoProto
from torch import nn

from s2s.errors import UserError
from s2s.export.graph import Graph, value
from s2s.export.recurrent import Sequences, run
from s2s.nn.embedding import Embedding, OneHot
from s2s.nn.encoder import FeatureEncoder, TokenEncoder, WordEncoder
from s2s.nn.onnx import array

TURNED = [1, 0, 2]
"""Batch first ↔ time first."""


class Source(NamedTuple):
    """A batch of sources inside a graph."""

    inputs: list[ValueInfoProto]
    vectors: str
    """(S, B, I), time first."""
    sequences: Sequences


def read(graph: Graph, encoder: Any) -> Source:
    """What the recurrent stack of `encoder` is given. Raises `UserError` for an encoder that brings no ONNX."""
    kind = type(encoder)  # a subclass may have equations of its own
    if kind is TokenEncoder:
        inputs, vectors = [value("tokens", "int64", "B", "S")], embed(graph, encoder.embedding, "tokens")
    elif kind is FeatureEncoder:
        layer = encoder.linear
        inputs = [value("features", "float32", "B", "S", layer.in_features)]
        vectors = graph.exact("features", array(layer.weight), array(layer.bias))
    elif kind is WordEncoder:
        inputs, vectors = words(graph, encoder)
    else:
        raise UserError(f"{kind.__name__}: brings no ONNX and cannot be exported; use --backend torch")
    turned = graph.node("Transpose", vectors, perm=TURNED)
    return Source([*inputs, value("lengths", "int64", "B")], turned, Sequences(graph, "lengths"))


def embed(graph: Graph, embedding: nn.Module, ids: str) -> str:
    """Ids (…) → their vectors (…, E), as large as the module gives them."""
    if isinstance(embedding, OneHot):
        depth, values = graph.integers(embedding.vocabulary), graph.constant([0.0, 1.0])
        return graph.node("OneHot", ids, depth, values, axis=-1)
    assert isinstance(embedding, Embedding)
    return graph.rows(ids, array(embedding.weight), embedding.scale)


def words(graph: Graph, encoder: WordEncoder) -> tuple[list[ValueInfoProto], str]:
    """The inputs, and for each word (B, S) the final state of its spelling, its own embedding and that of its case, if it has one.

    A word is spelled once.
    """
    inputs = [value(name, "int64", "B", "S") for name in ("tokens", "places")]
    inputs += [value("pieces", "int64", "N", "C"), value("spelling", "int64", "N")]
    pieces = graph.node("Transpose", embed(graph, encoder.pieces, "pieces"), perm=TURNED)
    _, finals = run(graph, encoder.inside, pieces, Sequences(graph, "spelling"), "encoder.inside")
    spelled = graph.node("Gather", finals[-1][0], "places")
    vectors = [spelled, embed(graph, encoder.words, "tokens")]
    if encoder.cases is not None:
        inputs.append(value("cases", "int64", "B", "S"))
        vectors.append(embed(graph, encoder.cases, "cases"))
    return inputs, graph.node("Concat", *vectors, axis=-1)

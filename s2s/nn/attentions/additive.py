"""The additive score (Bahdanau et al. 2014, arXiv:1409.0473)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from s2s.nn.attentions.attention import Attention
from s2s.nn.draw import Draw
from s2s.nn.onnx import Graph, array, linear


class Additive(Attention):
    """score = vᵀ tanh(W h + U s) (Bahdanau et al. 2014, arXiv:1409.0473, A.1.2)."""

    def __init__(self, *, memory: int, query: int, width: int | None = None) -> None:
        """`width` A is that of the hidden layer: by default the query's."""
        super().__init__(memory=memory, query=query, width=width)
        width = self.widths["keys"]
        self.memory = nn.Linear(memory, width)
        self.query = nn.Linear(query, width, bias=False)
        self.vector = nn.Parameter(torch.empty(width).uniform_(-(width**-0.5), width**-0.5))

    def reset(self, draw: Draw) -> None:
        """The vector v is drawn uniformly from ±1/√A; the linear maps begin as all others do."""
        draw.uniform(self.vector, self.widths["keys"] ** -0.5)

    def keys(self, memory: Tensor) -> Tensor:
        """Memory (B, S, D) → U s with its bias, (B, S, A)."""
        keys: Tensor = self.memory(memory)
        return keys

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        """Query (B, T, H) and keys (B, S, A) → scores (B, T, S), over the hidden layers (B, T, S, A) of all pairs."""
        return torch.tanh(self.query(query)[:, :, None] + keys[:, None]) @ self.vector

    def onnx_keys(self, graph: Graph, memory: str, name: str) -> str:
        """`keys` as ONNX: memory (B, S, D) → (B, A, S)."""
        return graph.node("Transpose", linear(graph, memory, self.memory, f"{name}.memory"), perm=[0, 2, 1])

    def onnx_scores(self, graph: Graph, query: str, keys: str, name: str) -> str:
        """`score` as ONNX: query (B, K, H) and keys (B, A, S) → (B, K, S), over hidden layers (B, K, A, S)."""
        queries = graph.node("Unsqueeze", linear(graph, query, self.query, f"{name}.query"), graph.integers(3))
        both = graph.node("Tanh", graph.node("Add", queries, graph.node("Unsqueeze", keys, graph.integers(1))))
        vector = graph.constant(array(self.vector)[None, None])
        return graph.node("Squeeze", graph.node("MatMul", vector, both), graph.integers(2))

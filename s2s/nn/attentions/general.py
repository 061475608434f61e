"""The bilinear score (Luong et al. 2015, arXiv:1508.04025)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from s2s.nn.attentions.attention import Attention
from s2s.nn.onnx import Graph, linear


class General(Attention):
    """score = hᵀ W s / √H (Luong et al. 2015, arXiv:1508.04025, eq. 8 "general"), divided as in `s2s.nn.attentions.dot`."""

    def __init__(self, *, memory: int, query: int) -> None:
        super().__init__(memory=memory, query=query)
        self.weight = nn.Linear(memory, query, bias=False)

    def keys(self, memory: Tensor) -> Tensor:
        """Memory (B, S, D) → W s (B, S, H)."""
        keys: Tensor = self.weight(memory)
        return keys

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        """Query (B, T, H) and keys (B, S, H) → scores (B, T, S); it is the query that is divided by √H."""
        return torch.bmm(query * query.shape[-1] ** -0.5, keys.transpose(1, 2))

    def onnx_keys(self, graph: Graph, memory: str, name: str) -> str:
        """`keys` as ONNX: memory (B, S, D) → (B, H, S), already divided by √H."""
        keys = linear(graph, memory, self.weight, f"{name}.weight")
        divided = graph.node("Mul", keys, graph.constant(self.widths["keys"] ** -0.5))
        return graph.node("Transpose", divided, perm=[0, 2, 1])

    def onnx_scores(self, graph: Graph, query: str, keys: str, name: str) -> str:
        """`score` as ONNX: query (B, K, H) and divided keys (B, H, S) → (B, K, S)."""
        return graph.node("MatMul", query, keys)

"""The scaled dot product (Luong et al. 2015, arXiv:1508.04025; Vaswani et al. 2017, arXiv:1706.03762)."""

from __future__ import annotations

import torch
from torch import Tensor

from s2s.nn.attentions.attention import Attention
from s2s.nn.onnx import Graph


class Dot(Attention):
    """score = h · s / √H (Luong et al. 2015, arXiv:1508.04025, eq. 8 "dot"): needs D = H, has no parameters.

    The division is that of arXiv:1706.03762, §3.2.1: normalised states have norm √H, and their plain product would
    start with a saturated softmax, which learns slowly.
    """

    equal_widths = True

    def __init__(self, *, memory: int, query: int) -> None:
        """`memory` D and `query` H must be equal."""
        super().__init__(memory=memory, query=query)

    def keys(self, memory: Tensor) -> Tensor:
        """The memory (B, S, H) itself."""
        return memory

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        """Query (B, T, H) and keys (B, S, H) → scores (B, T, S); it is the query that is divided by √H."""
        return torch.bmm(query * query.shape[-1] ** -0.5, keys.transpose(1, 2))

    def onnx_keys(self, graph: Graph, memory: str, name: str) -> str:
        """`keys` as ONNX: memory (B, S, H) → (B, H, S), already divided by √H."""
        divided = graph.node("Mul", memory, graph.constant(self.widths["keys"] ** -0.5))
        return graph.node("Transpose", divided, perm=[0, 2, 1])

    def onnx_scores(self, graph: Graph, query: str, keys: str, name: str) -> str:
        """`score` as ONNX: query (B, K, H) and divided keys (B, H, S) → (B, K, S)."""
        return graph.node("MatMul", query, keys)

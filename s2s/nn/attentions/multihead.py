"""Several heads beside each other (Vaswani et al. 2017, arXiv:1706.03762)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from s2s.nn.attentions.attention import Attention
from s2s.nn.onnx import Graph, linear


class MultiHead(Attention):
    """N heads beside each other, head i with the weights softmax((W_q h)ᵢ · (W_k s)ᵢ / √(H/N)) over (W_v s)ᵢ.

    As in Vaswani et al. 2017, arXiv:1706.03762, §3.2.2, where (·)ᵢ is the i-th of N equal slices; for recurrent decoders
    Chen et al. 2018, arXiv:1804.09849. The product with W_O is left to the layers that the context goes into. The weights
    given are the mean of those of the heads.
    """

    options = ("heads",)

    def __init__(self, *, memory: int, query: int, heads: int) -> None:
        """`heads` N must divide `memory` D and `query` H."""
        super().__init__(memory=memory, query=query)
        self.heads = heads
        self.query = nn.Linear(query, query, bias=False)
        self.key = nn.Linear(memory, query, bias=False)
        self.value = nn.Linear(memory, memory, bias=False)

    def keys(self, memory: Tensor) -> Tensor:
        """Memory (B, S, D) → W_k s of all heads side by side, (B, S, H)."""
        keys: Tensor = self.key(memory)
        return keys

    def values(self, memory: Tensor) -> Tensor:
        """Memory (B, S, D) → W_v s of all heads side by side, (B, S, D)."""
        values: Tensor = self.value(memory)
        return values

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        """The scores of the heads, one to a row: query (B · N, T, H/N), keys (B · N, S, H/N) → (B · N, T, S)."""
        return torch.bmm(query * query.shape[-1] ** -0.5, keys.transpose(1, 2))

    def forward(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Query (B, T, H) → context (B, T, D), those of the heads side by side, and mean weights (B, T, S)."""
        rows, steps, heads = len(query), query.shape[1], self.heads
        parts = [self.split(part) for part in (self.query(query), keys, values)]
        context, weights = super().forward(parts[0], parts[1], parts[2], mask.repeat_interleave(heads, dim=0))
        context = context.view(rows, heads, steps, -1).transpose(1, 2)
        return context.reshape(rows, steps, -1), weights.view(rows, heads, steps, -1).mean(1)

    def split(self, vectors: Tensor) -> Tensor:
        """Vectors (B, T, A) → the slices of each head, (B · N, T, A / N)."""
        rows, steps, _ = vectors.shape
        return vectors.view(rows, steps, self.heads, -1).transpose(1, 2).reshape(rows * self.heads, steps, -1)

    def onnx_values(self, graph: Graph, memory: str, name: str) -> str:
        """`values` as ONNX: memory (B, S, D) → (B, D, S)."""
        return graph.node("Transpose", linear(graph, memory, self.value, f"{name}.value"), perm=[0, 2, 1])

    def onnx_keys(self, graph: Graph, memory: str, name: str) -> str:
        """`keys` as ONNX: memory (B, S, D) → (B, H, S), already divided by √(H/N)."""
        keys = linear(graph, memory, self.key, f"{name}.key")
        divided = graph.node("Mul", keys, graph.constant((self.widths["keys"] / self.heads) ** -0.5))
        return graph.node("Transpose", divided, perm=[0, 2, 1])

    def onnx_scores(self, graph: Graph, query: str, keys: str, name: str) -> str:
        """The scores of each head as ONNX: query (B, N, K, H/N), divided keys (B, N, H/N, S) → (B, N, K, S)."""
        return graph.node("MatMul", query, keys)

    def onnx_attend(self, graph: Graph, query: str, keys: str, values: str, mask: str, name: str) -> tuple[str, str]:
        """With a slice of query, keys and values for each head; the weights are the mean of theirs."""
        count, widths, query = self.heads, self.widths, linear(graph, query, self.query, f"{name}.query")
        queries = graph.node("Reshape", query, graph.integers(0, 0, count, -1))
        queries = graph.node("Transpose", queries, perm=[0, 2, 1, 3])
        head_keys, summands = (
            graph.node("Reshape", name, graph.integers(0, count, width // count, -1))
            for name, width in ((keys, widths["keys"]), (values, widths["values"]))
        )
        mask = graph.node("Unsqueeze", mask, graph.integers(1))
        scores = self.onnx_scores(graph, queries, head_keys, name)
        weights = graph.node("Softmax", graph.node("Add", scores, mask), axis=-1)
        summed = graph.node("MatMul", summands, graph.node("Transpose", weights, perm=[0, 1, 3, 2]))
        context = graph.node("Reshape", summed, graph.integers(0, widths["values"], -1))
        return graph.node("Transpose", context, perm=[0, 2, 1]), graph.node("ReduceMean", weights, axes=[1], keepdims=0)

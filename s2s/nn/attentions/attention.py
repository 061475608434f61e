"""Attention: which part of the memory each target position looks at.

The keys are computed once for a sentence and handed back in as a value.
"""

from __future__ import annotations

from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from s2s.nn.derived import brings, own
from s2s.nn.onnx import Graph

EQUATIONS = ("keys", "values", "score", "forward")
DERIVED = ("onnx_keys", "onnx_values", "onnx_scores", "onnx_attend")
"""What a subclass that replaces one of the equations does not inherit."""
ONNX = (("keys", "onnx_keys"), ("values", "onnx_values"), ("score", "onnx_scores"), ("forward", "onnx_attend"))


def masked_softmax(scores: Tensor, mask: Tensor) -> Tensor:
    """Scores (…, S) → weights (…, S), 0 where `mask` is False; in fp32 at least, whatever the precision of the scores."""
    accurate = torch.promote_types(scores.dtype, torch.float32)
    return torch.softmax(scores.to(accurate).masked_fill(~mask, float("-inf")), dim=-1)


class Attention(nn.Module):
    """α = softmax over source positions of score(query, key); context = Σ α · memory. Padding gets weight 0.

    Subclasses define the keys and the score. Their constructor takes the widths `memory` D and `query` H, and `options`.

    As ONNX the values and keys of a sentence stand transposed, (B, D, S) and (B, A, S).
    """

    aligns: ClassVar[bool] = True
    """Whether there are weights over the source."""
    options: ClassVar[tuple[str, ...]] = ()
    """Options of the model that have an effect: they are keywords of the constructor."""
    equal_widths: ClassVar[bool] = False
    """Whether D must be H."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        own(cls, Attention, EQUATIONS, DERIVED)

    @classmethod
    def has_onnx(cls) -> bool:
        """Whether the attention can be exported."""
        return brings(cls, Attention, ONNX)

    def __init__(self, *, memory: int, query: int, width: int | None = None) -> None:
        """`width` is A, that of a key: by default the query's."""
        super().__init__()
        self.widths = {"values": memory, "keys": query if width is None else width}

    def keys(self, memory: Tensor) -> Tensor:
        """Memory (B, S, D) → keys (B, S, A), once for each sentence."""
        raise NotImplementedError

    def values(self, memory: Tensor) -> Tensor:
        """Memory (B, S, D) → what the context is a sum of, (B, S, D), once for each sentence."""
        return memory

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        """Query (B, T, H) and keys (B, S, A) → scores (B, T, S)."""
        raise NotImplementedError

    def forward(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Query (B, T, H), keys (B, S, A), values (B, S, D), mask (B, S) → context (B, T, D), weights (B, T, S)."""
        weights = masked_softmax(self.score(query, keys), mask[:, None])
        return torch.bmm(weights.to(values.dtype), values), weights

    def onnx_values(self, graph: Graph, memory: str, name: str) -> str:
        """`values` as ONNX: memory (B, S, D) → (B, D, S)."""
        return graph.node("Transpose", memory, perm=[0, 2, 1])

    def onnx_keys(self, graph: Graph, memory: str, name: str) -> str:
        """`keys` as ONNX: memory (B, S, D) → (B, A, S), divided already where the score asks for it."""
        raise NotImplementedError

    def onnx_scores(self, graph: Graph, query: str, keys: str, name: str) -> str:
        """`score` as ONNX: query (B, K, H) and keys (B, A, S) → scores (B, K, S)."""
        raise NotImplementedError

    def onnx_attend(self, graph: Graph, query: str, keys: str, values: str, mask: str, name: str) -> tuple[str, str]:
        """`forward` as ONNX: the mask (B, 1, S) is 0 or -inf → context (B, K, D), weights (B, K, S)."""
        scores = self.onnx_scores(graph, query, keys, name)
        weights = graph.node("Softmax", graph.node("Add", scores, mask), axis=-1)
        summed = graph.node("MatMul", values, graph.node("Transpose", weights, perm=[0, 2, 1]))
        return graph.node("Transpose", summed, perm=[0, 2, 1]), weights

"""Attention: which part of the memory each target position looks at.

The keys are computed once for a sentence and handed back in as a value.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


def masked_softmax(scores: Tensor, mask: Tensor) -> Tensor:
    """Scores (…, S) → weights (…, S), 0 where `mask` is False; in fp32 at least, whatever the precision of the scores."""
    accurate = torch.promote_types(scores.dtype, torch.float32)
    return torch.softmax(scores.to(accurate).masked_fill(~mask, float("-inf")), dim=-1)


class Attention(nn.Module):
    """α = softmax over source positions of score(query, key); context = Σ α · memory. Padding gets weight 0.

    Subclasses define the score.
    """

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


class Dot(Attention):
    """score = h · s / √H (Luong et al. 2015, arXiv:1508.04025, eq. 8 "dot"): needs D = H, has no parameters.

    The division is that of arXiv:1706.03762, §3.2.1: normalised states have norm √H, and their plain product would
    start with a saturated softmax, which learns slowly.
    """

    def keys(self, memory: Tensor) -> Tensor:
        return memory

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        return torch.bmm(query * query.shape[-1] ** -0.5, keys.transpose(1, 2))


class General(Dot):
    """score = hᵀ W s / √H (Luong et al. 2015, arXiv:1508.04025, eq. 8 "general"), divided as in `Dot`."""

    def __init__(self, *, memory: int, query: int) -> None:
        super().__init__()
        self.weight = nn.Linear(memory, query, bias=False)

    def keys(self, memory: Tensor) -> Tensor:
        keys: Tensor = self.weight(memory)
        return keys


class MultiHead(Dot):
    """N heads beside each other, head i with the weights softmax((W_q h)ᵢ · (W_k s)ᵢ / √(H/N)) over (W_v s)ᵢ.

    As in Vaswani et al. 2017, arXiv:1706.03762, §3.2.2, where (·)ᵢ is the i-th of N equal slices; for recurrent decoders
    Chen et al. 2018, arXiv:1804.09849. The product with W_O is left to the layers that the context goes into. The weights
    given are the mean of those of the heads.
    """

    def __init__(self, *, memory: int, query: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(query, query, bias=False)
        self.key = nn.Linear(memory, query, bias=False)
        self.value = nn.Linear(memory, memory, bias=False)

    def keys(self, memory: Tensor) -> Tensor:
        keys: Tensor = self.key(memory)
        return keys

    def values(self, memory: Tensor) -> Tensor:
        values: Tensor = self.value(memory)
        return values

    def forward(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        rows, steps, heads = len(query), query.shape[1], self.heads
        parts = [self.split(part) for part in (self.query(query), keys, values)]
        context, weights = super().forward(parts[0], parts[1], parts[2], mask.repeat_interleave(heads, dim=0))
        context = context.view(rows, heads, steps, -1).transpose(1, 2)
        return context.reshape(rows, steps, -1), weights.view(rows, heads, steps, -1).mean(1)

    def split(self, vectors: Tensor) -> Tensor:
        """Vectors (B, T, A) → the slices of each head, (B · N, T, A / N)."""
        rows, steps, _ = vectors.shape
        return vectors.view(rows, steps, self.heads, -1).transpose(1, 2).reshape(rows * self.heads, steps, -1)


class Additive(Attention):
    """score = vᵀ tanh(W h + U s) (Bahdanau et al. 2014, arXiv:1409.0473, A.1.2)."""

    def __init__(self, *, memory: int, query: int, width: int) -> None:
        super().__init__()
        self.memory = nn.Linear(memory, width)
        self.query = nn.Linear(query, width, bias=False)
        self.vector = nn.Parameter(torch.empty(width).uniform_(-(width**-0.5), width**-0.5))

    def keys(self, memory: Tensor) -> Tensor:
        keys: Tensor = self.memory(memory)
        return keys

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        return torch.tanh(self.query(query)[:, :, None] + keys[:, None]) @ self.vector

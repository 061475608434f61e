"""Attention: which part of the memory each target position looks at.

The keys are computed once for a sentence and handed back in as a value.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Attention(nn.Module):
    """α = softmax over source positions of score(query, key); context = Σ α · memory. Padding gets weight 0.

    Subclasses define the score. Scores and softmax are taken in fp32 whatever the precision of the products.
    """

    def keys(self, memory: Tensor) -> Tensor:
        """Memory (B, S, D) → keys (B, S, A), once for each sentence."""
        raise NotImplementedError

    def score(self, query: Tensor, keys: Tensor) -> Tensor:
        """Query (B, T, H) and keys (B, S, A) → scores (B, T, S)."""
        raise NotImplementedError

    def forward(self, query: Tensor, keys: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Query (B, T, H), keys (B, S, A), memory (B, S, D), mask (B, S) → context (B, T, D), weights (B, T, S)."""
        scores = self.score(query, keys).float().masked_fill(~mask[:, None], float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        return torch.bmm(weights.to(memory.dtype), memory), weights


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

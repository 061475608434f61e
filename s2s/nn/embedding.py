"""Token embeddings, with dropout of units and of whole words."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from s2s.nn.draw import Draw
from s2s.nn.dropout import Dropout

SPECIALS = 4
"""Ids below this are pad, bos, eos and unk: word dropout never touches them."""


class Embedding(nn.Module):
    """Ids (…) → vectors (…, E), scaled by √E as in arXiv:1706.03762, §3.4.

    The weights are drawn from N(0, 1/E) because they may also serve as the output layer; the scale gives the recurrent
    layer inputs of unit variance. In training a whole word's vector is zeroed with probability `word_dropout`, each by
    itself (arXiv:1512.05287, §4.2, drops all equal words of a sequence together), and each unit with probability `dropout`.
    `frozen` weights are never trained: they are given.
    """

    def __init__(
        self, *, vocabulary: int, width: int, dropout: float = 0.0, word_dropout: float = 0.0, frozen: bool = False
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(vocabulary, width), requires_grad=not frozen)
        self.scale = math.sqrt(width)
        self.dropout = Dropout(dropout)
        self.word_dropout = word_dropout

    def reset(self, draw: Draw) -> None:
        """Draw the weights from N(0, 1/E)."""
        draw.normal(self.weight, self.weight.shape[1] ** -0.5)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids (…) → scaled vectors (…, E); word dropout spares the special ids."""
        vectors = functional.embedding(ids, self.weight) * self.scale
        if self.training and self.word_dropout > 0:
            zeroed = (torch.rand(ids.shape, device=ids.device) < self.word_dropout) & (ids >= SPECIALS)
            vectors = vectors.masked_fill(zeroed[..., None], 0.0)
        dropped: Tensor = self.dropout(vectors)
        return dropped


class OneHot(nn.Module):
    """Ids (…) → (…, V): 1 at the id, 0 elsewhere. What follows then learns a vector for each id by itself."""

    def __init__(self, *, vocabulary: int) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def forward(self, ids: Tensor) -> Tensor:
        """Ids (…) → fp32 (…, V)."""
        return functional.one_hot(ids, self.vocabulary).float()

"""Labels that are independent of each other, given the source."""

from __future__ import annotations

import torch
from torch import Tensor

from s2s.nn.heads.chain import Chain
from s2s.nn.heads.head import Head
from s2s.nn.loss import cross_entropy


class Softmax(Head):
    """p(yₜ = v) = softmax(zₜ)ᵥ at every position by itself."""

    options = ("label_smoothing", "consistency")

    def __init__(self, *, outputs: int) -> None:
        """`outputs` is V, the number of labels."""
        super().__init__()
        self.count = outputs

    def loss(
        self,
        features: Tensor,
        weight: Tensor,
        bias: Tensor,
        target: Tensor,
        mask: Tensor,
        smoothing: float = 0.0,
        consistency: float = 0.0,
    ) -> tuple[Tensor, Tensor]:
        """As `cross_entropy` defines them."""
        passes = torch.cat([mask, mask]) if consistency else mask
        return cross_entropy(features[passes], weight, bias, target[mask], smoothing, consistency)

    def predict(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """The probability of each label."""
        return torch.softmax(scores, dim=-1)

    def chain(self) -> Chain:
        """One whose transitions say nothing."""
        return Chain.independent(self.count)

"""Labels that are independent of each other, given the source."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from s2s.nn.heads.chain import Chain
from s2s.nn.heads.head import Weighed
from s2s.nn.loss import cross_entropy
from s2s.nn.onnx import Graph


class Softmax(Weighed):
    """p(yₜ = v) = softmax(zₜ)ᵥ at every position by itself."""

    options = ("label_smoothing", "consistency", "class_weights")

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
        """As `cross_entropy` defines them; a weighted loss Σ w(y)·(-log p(y)), smoothed alike, and the plain likelihood."""
        if self.weights is not None:
            return weighted(features[mask], weight, bias, target[mask], self.weights, smoothing)
        passes = torch.cat([mask, mask]) if consistency else mask
        return cross_entropy(features[passes], weight, bias, target[mask], smoothing, consistency)

    def predict(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """The probability of each label."""
        return torch.softmax(scores, dim=-1)

    def chain(self) -> Chain:
        """One whose transitions say nothing."""
        return Chain.independent(self.count)

    def onnx(self, graph: Graph, scores: str) -> dict[str, str]:
        """The probability of each label."""
        return {"predictions": graph.node("Softmax", scores, axis=-1)}


def weighted(
    features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, weights: Tensor, smoothing: float
) -> tuple[Tensor, Tensor]:
    """The label-smoothed cross-entropy of N positions, each times the weight of its label; the plain one, detached.

    Features (N, D), weight (V, D), bias (V,), targets (N,), weights (V,). Softmax and sums are in fp32.
    """
    logs = torch.log_softmax(nn.functional.linear(features, weight).float().add(bias), dim=1)
    gold = -logs.gather(1, targets[:, None])[:, 0]
    smoothed = (1 - smoothing) * gold - smoothing * logs.mean(1)
    return (weights[targets] * smoothed).sum(), gold.detach().sum()

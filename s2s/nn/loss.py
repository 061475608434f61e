"""The vocabulary projection and its cross-entropy, chunk by chunk: the largest product of a training step.

Logits are made, turned into the loss and into their own gradient, and thrown away, a chunk of positions at a time:
fp32 logits of a whole batch never exist, and nothing is computed twice.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

CHUNK = 2**21
"""Most fp32 logits alive at a time: 8 MB."""


def cross_entropy(
    features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, smoothing: float = 0.0
) -> tuple[Tensor, Tensor]:
    """Label-smoothed cross-entropy, summed over N positions (arXiv:1512.00567, eq. 3; the prior is uniform over V).

    Features (N, E), weight (V, E), bias (V,), targets (N,) → (the smoothed sum, to be minimised; the plain negative
    log-likelihood, summed and detached). Softmax and sums are in fp32, products in the precision of autocast.
    """
    if torch.is_autocast_enabled(features.device.type):
        precision = torch.get_autocast_dtype(features.device.type)
        features, weight = features.to(precision), weight.to(precision)
    pair: tuple[Tensor, Tensor] = CrossEntropy.apply(features, weight, bias, targets, smoothing)  # type: ignore[no-untyped-call]
    return pair


class CrossEntropy(torch.autograd.Function):
    """The gradient of every logit is softmax(z) - (1 - ε)·onehot - ε/V, so it is made on the way forward."""

    @staticmethod
    def forward(
        ctx: Any, features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, smoothing: float
    ) -> tuple[Tensor, Tensor]:
        vocabulary = weight.shape[0]
        wanted = any(ctx.needs_input_grad[:3])
        d_features = torch.empty_like(features) if wanted else None
        d_weight = torch.zeros_like(weight) if wanted else None
        d_bias = torch.zeros_like(bias) if wanted else None
        accurate = torch.promote_types(features.dtype, torch.float32)
        smoothed = features.new_zeros((), dtype=accurate)
        plain = features.new_zeros((), dtype=accurate)
        rows = max(1, CHUNK // vocabulary)
        for start in range(0, features.shape[0], rows):
            chunk, gold = features[start : start + rows], targets[start : start + rows, None]
            logits = torch.nn.functional.linear(chunk, weight).to(accurate).add_(bias)
            normaliser = logits.logsumexp(dim=1, keepdim=True)
            likelihood = (normaliser - logits.gather(1, gold)).sum()
            plain += likelihood
            smoothed += likelihood * (1 - smoothing)
            if smoothing:
                smoothed += smoothing * (normaliser.sum() - logits.sum() / vocabulary)
            if d_features is None or d_weight is None or d_bias is None:
                continue
            gradient = logits.sub_(normaliser).exp_()
            gradient.scatter_add_(1, gold, gradient.new_full(gold.shape, smoothing - 1))
            if smoothing:
                gradient.sub_(smoothing / vocabulary)
            d_bias += gradient.sum(0)
            product = gradient.to(features.dtype)
            torch.mm(product, weight, out=d_features[start : start + rows])
            d_weight.addmm_(product.t(), chunk)
        ctx.save_for_backward(d_features, d_weight, d_bias)
        ctx.mark_non_differentiable(plain)
        return smoothed, plain

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        d_features, d_weight, d_bias = ctx.saved_tensors
        scale = gradients[0]
        return d_features * scale.to(d_features.dtype), d_weight * scale.to(d_weight.dtype), d_bias * scale, None, None

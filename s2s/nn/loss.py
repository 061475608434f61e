"""The vocabulary projection and its cross-entropy, chunk by chunk: the largest product of a training step.

Logits are made, turned into the loss and into their own gradient, and thrown away, a chunk of positions at a time:
fp32 logits of a whole batch never exist, and nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

CHUNK = 2**21
"""Most fp32 logits alive at a time: 8 MB."""


def cross_entropy(
    features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, smoothing: float = 0.0, consistency: float = 0.0
) -> tuple[Tensor, Tensor]:
    """Label-smoothed cross-entropy, summed over N positions (arXiv:1512.00567, eq. 3; the prior is uniform over V).

    Features (N, E), weight (V, E), bias (V,), targets (N,) → (the smoothed sum, to be minimised; the plain negative
    log-likelihood, summed and detached). Softmax and sums are in fp32, products in the precision of autocast.

    With `consistency` α > 0, features (2N, E) hold two passes over the same positions, which dropout made different:
    the result is half of R-Drop's objective (arXiv:2106.14448, eq. 4), the mean of both cross-entropies
    + α/4 · (KL(p ‖ q) + KL(q ‖ p)).
    """
    if torch.is_autocast_enabled(features.device.type):
        precision = torch.get_autocast_dtype(features.device.type)
        features, weight = features.to(precision), weight.to(precision)
    pair: tuple[Tensor, Tensor] = CrossEntropy.apply(features, weight, bias, targets, smoothing, consistency)  # type: ignore[no-untyped-call]
    return pair


class CrossEntropy(torch.autograd.Function):
    """The gradient of every logit is softmax(z) - (1 - ε)·onehot - ε/V, so it is made on the way forward."""

    @staticmethod
    def forward(
        ctx: Any, features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, smoothing: float, consistency: float
    ) -> tuple[Tensor, Tensor]:
        d_features, d_weight, d_bias = torch.empty_like(features), torch.zeros_like(weight), torch.zeros_like(bias)
        wanted = any(ctx.needs_input_grad[:3])
        accurate = torch.promote_types(features.dtype, torch.float32)
        smoothed, plain = (features.new_zeros((), dtype=accurate) for _ in range(2))
        count, passes = len(targets), 2 if consistency else 1
        rows = max(1, CHUNK // (weight.shape[0] * passes))
        for start in range(0, count, rows):
            stop = min(start + rows, count)
            parts = [slice(offset + start, offset + stop) for offset in range(0, passes * count, count)]
            logits = [torch.nn.functional.linear(features[part], weight).to(accurate).add_(bias) for part in parts]
            logs = [part.sub_(part.logsumexp(dim=1, keepdim=True)) for part in logits]
            gold = targets[start:stop, None]
            for log in logs:
                likelihood = -log.gather(1, gold).sum()
                plain += likelihood / passes
                smoothed += ((1 - smoothing) * likelihood - smoothing * log.mean(1).sum()) / passes
            if consistency:
                smoothed += consistency / 4 * divergence(*logs)[0].sum()
            if wanted:
                for part, gradient in zip(parts, gradients(logs, gold, smoothing, consistency), strict=True):
                    d_bias += gradient.sum(0)
                    product = gradient.to(features.dtype)
                    torch.mm(product, weight, out=d_features[part])
                    d_weight.addmm_(product.t(), features[part])
        ctx.save_for_backward(d_features, d_weight, d_bias)
        ctx.mark_non_differentiable(plain)
        return smoothed, plain

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        scale = gradients[0]
        made = [gradient * scale.to(gradient.dtype) for gradient in ctx.saved_tensors]
        return *made, None, None, None


def gradients(logs: Sequence[Tensor], gold: Tensor, smoothing: float, consistency: float) -> list[Tensor]:
    """The gradients of the logits of each pass, from their log-softmax (N, V), which may be overwritten."""
    pulls = divergence(*logs)[1:] if consistency else ()
    made = []
    for log in logs:
        gradient = log.exp_()
        gradient.scatter_add_(1, gold, gradient.new_full(gold.shape, smoothing - 1))
        if smoothing:
            gradient.sub_(smoothing / log.shape[1])
        made.append(gradient)
    for gradient, pull in zip(made, pulls, strict=False):
        gradient.div_(2).add_(pull, alpha=consistency / 4)
    return made


def divergence(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """KL(p ‖ q) + KL(q ‖ p) of two log-softmaxes (N, V), a number for each row, and its gradient for either's logits."""
    gap, p, q = first - second, first.exp(), second.exp()
    change = p - q
    forth, back = (p * gap).sum(1, keepdim=True), -(q * gap).sum(1, keepdim=True)
    return forth + back, p * (gap - forth) + change, q * (-gap - back) - change

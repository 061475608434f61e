"""The vocabulary projection and its cross-entropy, chunk by chunk: the largest product of a training step.

Logits are made, turned into the loss and into their own gradient, and thrown away, a chunk of positions at a time:
fp32 logits of a whole batch never exist, and nothing is computed twice.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from s2s.nn.once import once
from s2s.nn.precision import precision

CHUNK, GPU_CHUNK = 2**20, 2**26
"""Most fp32 logits alive at a time: 4 MB, which a CPU's cache holds; a GPU, with 256 MB, wants large products."""


def cross_entropy(
    features: Tensor,
    weight: Tensor,
    bias: Tensor,
    targets: Tensor,
    smoothing: float = 0.0,
    consistency: float = 0.0,
    real: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """Label-smoothed cross-entropy, summed over N positions (arXiv:1512.00567, eq. 3; the prior is uniform over V).

    Features (N, E), weight (V, E), bias (V,), targets (N,) → (the smoothed sum, to be minimised; the plain negative
    log-likelihood, summed and detached). Softmax and sums over logits are in fp32; products,
    and what the weight's gradient adds up from chunk to chunk, in the precision of autocast.

    With `consistency` α > 0, features (2N, E) hold two passes over the same positions, which dropout made different:
    the result is half of R-Drop's objective (arXiv:2106.14448, eq. 4), the mean of both cross-entropies
    + α/4 · (KL(p ‖ q) + KL(q ‖ p)).

    Where `real` (N,) is False a position adds nothing to loss and gradients.
    """
    kind = precision(features)
    if kind is not None:
        features, weight = features.to(kind), weight.to(kind)
    with_gradients = torch.is_grad_enabled()  # which inside a Function nothing tells any more
    pair: tuple[Tensor, Tensor] = CrossEntropy.apply(  # type: ignore[no-untyped-call]
        features, weight, bias, targets, smoothing, consistency, with_gradients, real
    )
    return pair


class CrossEntropy(torch.autograd.Function):
    """The gradient of every logit is softmax(z) - (1 - ε)·onehot - ε/V, so it is made on the way forward."""

    @staticmethod
    def forward(
        ctx: Any,
        features: Tensor,
        weight: Tensor,
        bias: Tensor,
        targets: Tensor,
        smoothing: float,
        consistency: float,
        with_gradients: bool,
        real: Tensor | None,
    ) -> tuple[Tensor, Tensor]:
        """Sum both losses chunk by chunk, so that never all logits exist at once, and `with_gradients` keep those too."""
        accurate = torch.promote_types(features.dtype, torch.float32)
        smoothed, plain = (features.new_zeros((), dtype=accurate) for _ in range(2))
        count, passes = len(targets), 2 if consistency else 1
        if with_gradients:
            d_features, d_weight, d_bias = torch.empty_like(features), torch.zeros_like(weight), torch.zeros_like(bias)
            ctx.save_for_backward(d_features, d_weight, d_bias)
        rows = max(1, (GPU_CHUNK if features.is_cuda else CHUNK) // (weight.shape[0] * passes))
        for start in range(0, count, rows):
            stop = min(start + rows, count)
            parts = [slice(offset + start, offset + stop) for offset in range(0, passes * count, count)]
            logs = [log_softmax(features[part], weight, bias, accurate) for part in parts]
            gold, padding = targets[start:stop, None], None if real is None else ~real[start:stop, None]
            for log in logs:
                gold_loss, uniform_loss = -summed(log.gather(1, gold), padding), -summed(log, padding) / weight.shape[0]
                plain += gold_loss / passes
                smoothed += ((1 - smoothing) * gold_loss + smoothing * uniform_loss) / passes
            if consistency:
                divergences, slopes = divergence(logs[0], logs[1], consistency)
                smoothed += summed(divergences, padding)
            else:
                slopes = [log.exp_() for log in logs]
            if with_gradients:
                for part, slope in zip(parts, slopes, strict=True):
                    gradient = less_targets(slope, gold, smoothing, passes)
                    if padding is not None:
                        gradient.masked_fill_(padding, 0.0)
                    d_bias += gradient.sum(0)
                    product = gradient.to(features.dtype)
                    torch.mm(product, weight, out=d_features[part])
                    d_weight.addmm_(product.t(), features[part])
        ctx.mark_non_differentiable(plain)
        return smoothed, plain

    @staticmethod
    @once
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        """The gradients of features, weight and bias, which `forward` has made, times that of the smoothed loss."""
        scale = gradients[0]
        scaled = [gradient * scale for gradient in ctx.saved_tensors]
        return *scaled, *[None] * 5


def log_softmax(features: Tensor, weight: Tensor, bias: Tensor, kind: torch.dtype) -> Tensor:
    """Features (N, E) → log-probabilities (N, V) in the precision `kind`."""
    return torch.log_softmax(torch.nn.functional.linear(features, weight).to(kind).add_(bias), dim=1)


def summed(values: Tensor, padding: Tensor | None) -> Tensor:
    """The sum of values (N, D) over all rows, those left out where `padding` (N, 1) is True."""
    return values.sum() if padding is None else values.sum(1, keepdim=True).masked_fill(padding, 0.0).sum()


def less_targets(slope: Tensor, gold: Tensor, smoothing: float, passes: int) -> Tensor:
    """The gradient of the logits, in place of the mean over the passes without its targets (N, V)."""
    slope.scatter_add_(1, gold, slope.new_full(gold.shape, (smoothing - 1) / passes))
    return slope.sub_(smoothing / (passes * slope.shape[1])) if smoothing else slope


def divergence(p: Tensor, q: Tensor, consistency: float) -> tuple[Tensor, list[Tensor]]:
    """α/4 · (KL(p ‖ q) + KL(q ‖ p)) from the logarithms (N, V), which are written over: a number for each row.

    And, for the logits of either, the gradient of that with half of its softmax, its share in the mean cross-entropy.
    """
    share, gap = consistency / 4, p - q
    p, q = p.exp_(), q.exp_()
    forth, back = torch.linalg.vecdot(p, gap)[:, None], -torch.linalg.vecdot(q, gap)[:, None]
    gap.mul_(share)
    ahead = (gap + (0.5 + share * (1 - forth))).mul_(p).sub_(q, alpha=share)
    behind = gap.neg_().add_(0.5 + share * (1 - back)).mul_(q).sub_(p, alpha=share)
    return share * (forth + back), [ahead, behind]


def squared_error(features: Tensor, weight: Tensor, bias: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Features (N, E), weight (V, E), bias (V,), targets (N, V) → Σ (ŷ - y)² / V in fp32, and the same detached.

    A target that is NaN is missing, and adds nothing.
    """
    accurate = torch.promote_types(features.dtype, torch.float32)
    with torch.autocast(features.device.type, enabled=False):  # a number rounded to bf16 would have three digits
        errors = torch.nn.functional.linear(features.to(accurate), weight, bias) - targets
    total = errors.masked_fill(targets.isnan(), 0.0).square().mean(dim=1).sum()
    return total, total.detach()

"""Labels of which an example has any number: each is there or not, independent of the others, given the source."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from s2s.nn.heads.head import Weighed
from s2s.nn.onnx import Graph


class Sigmoid(Weighed):
    """p(label v is there) = σ(z)ᵥ, learned by the cross-entropy of each label by itself.

    An example that has a label counts as much for it as that label weighs; one that lacks it counts 1.
    """

    predicts = ("labels",)
    options = ("label_smoothing", "consistency", "class_weights")
    several = True

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
        """Binary cross-entropies, summed over the labels, in fp32; target (B, P, V) of zeros and ones.

        Smoothing ε replaces y by (1 - ε) · y + ε / V, as of labels that exclude each other (arXiv:1512.00567, eq. 3), V
        being 2 at least. With `consistency` α the mean of both passes + α/4 · (KL(p ‖ q) + KL(q ‖ p)), summed over
        the labels (arXiv:2106.14448, eq. 4).
        """
        accurate = torch.promote_types(features.dtype, torch.float32)
        with torch.autocast(features.device.type, enabled=False):
            passes, share = (torch.cat([mask, mask]), 0.5) if consistency else (mask, 1.0)
            scores = nn.functional.linear(features[passes].to(accurate), weight.to(accurate), bias.to(accurate))
            wanted = target[mask].to(accurate)
            wanted = torch.cat([wanted, wanted]) if consistency else wanted
            entropy = nn.functional.binary_cross_entropy_with_logits
            plain = share * entropy(scores.detach(), wanted, reduction="sum")
            smoothed = (1 - smoothing) * wanted + smoothing / max(2, self.count)
            total = share * entropy(scores, smoothed, pos_weight=self.weights, reduction="sum")
            if consistency:
                first, second = scores.chunk(2)
                gaps = (torch.sigmoid(first) - torch.sigmoid(second)) * (first - second)
                total = total + consistency / 4 * gaps.sum()
        return total, plain

    def predict(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """The probability of each label."""
        return torch.sigmoid(scores)

    def onnx(self, graph: Graph, scores: str) -> dict[str, str]:
        """The same sigmoid."""
        return {"predictions": graph.node("Sigmoid", scores)}

"""Targets that are labels or numbers: one for the whole sequence, or one at each position."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from s2s.nn.attentions.attention import masked_softmax
from s2s.nn.draw import Draw
from s2s.nn.dropout import Dropout
from s2s.nn.encoder import Encoded
from s2s.nn.heads.chain import Chain
from s2s.nn.heads.head import Head
from s2s.nn.recurrent import Recurrent


class PositionHead(nn.Module):
    """Every position has a target of its own: many-to-many of the same length."""

    def forward(self, encoded: Encoded) -> Tensor:
        """The memory (B, S, D) itself: one vector for each position."""
        return encoded.memory


class PooledHead(nn.Module):
    """One target for the whole sequence: many-to-one, and one-to-one where the sequence has one step.

    `pooling` says which vector stands for the sequence: ``last`` what each direction gives at its end, ``mean`` and ``max``
    over the real positions, ``attention`` Σ αₜ hₜ with α = softmax(uᵀ tanh(W hₜ + b)) (Yang et al. 2016, N16-1174,
    eq. 5 to 7).
    """

    def __init__(self, *, pooling: str, width: int, units: int) -> None:
        """`units` H are the forward direction's; the rest of the `width` D is the backward direction's."""
        super().__init__()
        self.pooling, self.units, self.width = pooling, units, width
        if pooling == "attention":
            self.key = nn.Linear(width, width)
            self.vector = nn.Parameter(torch.empty(width))

    def reset(self, draw: Draw) -> None:
        """The vector u is drawn uniformly from ±1/√D; the other kinds of pooling have no parameters."""
        if self.pooling == "attention":
            draw.uniform(self.vector, self.vector.shape[0] ** -0.5)

    def forward(self, encoded: Encoded) -> Tensor:
        """What the encoder gives, (B, S, D), pooled → (B, 1, D)."""
        memory, mask = encoded.memory, encoded.mask[..., None]
        match self.pooling:
            case "last":
                ends = encoded.mask.sum(1) - 1
                forward = memory[torch.arange(len(ends), device=ends.device), ends, : self.units]
                return torch.cat([forward, memory[:, 0, self.units :]], dim=-1)[:, None]
            case "mean":
                return memory.masked_fill(~mask, 0.0).sum(1, keepdim=True) / mask.sum(1, keepdim=True)
            case "max":
                return memory.masked_fill(~mask, float("-inf")).amax(1, keepdim=True)
            case "attention":
                weights = masked_softmax(torch.tanh(self.key(memory)) @ self.vector, encoded.mask)
                return torch.bmm(weights.to(memory.dtype)[:, None], memory)
            case _:
                raise ValueError(f"{self.pooling}: use last, mean, max or attention")


class Labeller(nn.Module):
    """source → encoder → vectors → V labels, or V real numbers, at P positions (P is 1 for a `PooledHead`)."""

    def __init__(
        self,
        *,
        encoder: nn.Module,
        head: nn.Module,
        width: int,
        outputs: int,
        distribution: Head,
        dropout: float = 0.0,
    ) -> None:
        """`width` D is that of the vectors that `head` makes of what the encoder gives, `outputs` V.

        `distribution` says what the V numbers mean.
        """
        super().__init__()
        self.encoder, self.head, self.distribution = encoder, head, distribution
        self.dropout = Dropout(dropout)
        self.output = nn.Parameter(torch.empty(outputs, width))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def reset(self, draw: Draw) -> None:
        """Xavier for the output layer (V, D), zero for its bias."""
        draw.xavier(self.output)
        draw.uniform(self.bias, 0.0)

    def stacks(self) -> dict[str, list[Recurrent]]:
        """The recurrent stack that walks over the source."""
        return {"encoder": [self.encoder.recurrent]}  # type: ignore[list-item]

    def features(self, source: Tensor, lengths: Tensor) -> Tensor:
        """What the last layer sees, (B, P, D)."""
        features: Tensor = self.dropout(self.head(self.encoder(source, lengths)))
        return features

    def scores(self, source: Tensor, lengths: Tensor) -> Tensor:
        """What the head makes predictions of, such as unnormalised log-probabilities: (B, P, V) in fp32."""
        return nn.functional.linear(self.features(source, lengths), self.output, self.bias).float()

    def predict(self, source: Tensor, lengths: Tensor) -> Tensor:
        """The probabilities of the labels, or the numbers themselves: (B, P, V) in fp32."""
        return self.distribution.predict(self.scores(source, lengths), lengths)

    def chain(self) -> Chain | None:
        """What searches the most probable sequences by the `scores`; None where numbers are predicted."""
        return self.distribution.chain()

    def forward(
        self,
        source: Tensor,
        lengths: Tensor,
        target: Tensor,
        mask: Tensor,
        smoothing: float = 0.0,
        consistency: float = 0.0,
    ) -> tuple[Tensor, Tensor]:
        """Summed loss and negative log-likelihood, as the head defines them.

        Target (B, P) labels, or (B, P, V) numbers; mask (B, P), True on the positions that have a target.
        """
        if consistency:
            source, lengths = torch.cat([source, source]), torch.cat([lengths, lengths])
        features = self.features(source, lengths)
        return self.distribution.loss(features, self.output, self.bias, target, mask, smoothing, consistency)

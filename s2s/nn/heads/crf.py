"""A linear-chain conditional random field: every tag depends on its neighbours (Lafferty et al. 2001; Lample et al. 2016)."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from s2s.nn.draw import Draw
from s2s.nn.heads.chain import FORBIDDEN, Chain
from s2s.nn.heads.head import Head
from s2s.nn.onnx import Graph, array


class Crf(Head):
    """p(y | x) = exp s(x, y) / Σ exp s(x, y'), s = Σ zₜ(yₜ) + Σ A(yₜ₋₁, yₜ), with scores of first and last tags (N16-1030, eq. 1).

    What the scheme of the tags does not allow has no probability. Everything is in fp32, under autocast too.
    """

    predicts = ("tags",)
    chained = True
    start_allowed: Tensor
    transitions_allowed: Tensor
    end_allowed: Tensor

    def __init__(self, *, outputs: int, allowed: Any = None) -> None:
        """`outputs` is V, the number of tags; `allowed` as `Head` says."""
        super().__init__()
        self.start, self.end = nn.Parameter(torch.empty(outputs)), nn.Parameter(torch.empty(outputs))
        self.transitions = nn.Parameter(torch.empty(outputs, outputs))
        for name, parameter in list(self.named_parameters()):
            may = torch.ones(parameter.shape, dtype=torch.bool)
            if allowed is not None:
                may = torch.from_numpy(getattr(allowed, name))
            self.register_buffer(f"{name}_allowed", may, persistent=False)

    def reset(self, draw: Draw) -> None:
        """Zeros: at first all sequences that are allowed are alike."""
        for parameter in (self.start, self.end, self.transitions):
            draw.uniform(parameter, 0.0)

    def scores(self) -> tuple[Tensor, Tensor, Tensor]:
        """Those of first tags (V,), of transitions (V, V) and of last tags (V,), where what is forbidden has `FORBIDDEN`."""
        return (
            self.start.masked_fill(~self.start_allowed, FORBIDDEN),
            self.transitions.masked_fill(~self.transitions_allowed, FORBIDDEN),
            self.end.masked_fill(~self.end_allowed, FORBIDDEN),
        )

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
        """The negative log-likelihood of whole sequences, twice. Smoothing and consistency have no effect."""
        kind = torch.promote_types(features.dtype, torch.float32)
        with torch.autocast(features.device.type, enabled=False):
            emissions = nn.functional.linear(features.to(kind), weight.to(kind), bias.to(kind))
            loss = (self.partition(emissions, mask) - self.score(emissions, target, mask)).sum()
        return loss, loss.detach()

    def score(self, emissions: Tensor, target: Tensor, mask: Tensor) -> Tensor:
        """s(x, y) of the tags (B, P), of which `mask` says the real ones: (B,)."""
        start, transitions, end = self.scores()
        target = target.masked_fill(~mask, 0)
        own = emissions.gather(2, target[..., None])[..., 0].masked_fill(~mask, 0.0).sum(1)
        moves = transitions[target[:, :-1], target[:, 1:]].masked_fill(~mask[:, 1:], 0.0).sum(1)
        last = target.gather(1, mask.sum(1, keepdim=True) - 1)[:, 0]
        return start[target[:, 0]] + own + moves + end[last]

    def partition(self, emissions: Tensor, mask: Tensor) -> Tensor:
        """log Σ exp s(x, y') over all sequences, by the forward algorithm: (B,)."""
        start, transitions, end = self.scores()
        total = start + emissions[:, 0]
        for position in range(1, emissions.shape[1]):
            further = torch.logsumexp(total[:, :, None] + transitions, dim=1) + emissions[:, position]
            total = torch.where(mask[:, position, None], further, total)
        return torch.logsumexp(total + end, dim=1)

    def predict(self, scores: Tensor, lengths: Tensor) -> Tensor:
        """The probability of each tag at each position, all sequences together."""
        marginals = self.chain().marginals(scores.detach().cpu().numpy(), lengths.cpu().numpy())
        return torch.from_numpy(marginals).to(scores)

    def chain(self) -> Chain:
        """One with what is learned."""
        return Chain(*(score.detach().cpu().double().numpy() for score in self.scores()))

    def onnx(self, graph: Graph, scores: str) -> dict[str, str]:
        """The scores of the chain."""
        return dict(zip(("start", "transitions", "end"), map(graph.constant, map(array, self.scores())), strict=True))

"""An encoder-decoder that copies: a pointer-generator network (See et al. 2017, arXiv:1704.04368).

An id of at least `OPEN` is a piece that a vocabulary does not hold, and the same one wherever the piece is the same.
At a step of a sentence with S source positions there are V + S outcomes: those of the vocabulary, and V + j, the piece
that position j of the source is the first to have, where the vocabulary of the target lacks it.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from s2s.nn.bridges.bridge import Bridge
from s2s.nn.decoder import Decoder, Memory
from s2s.nn.loss import CHUNK, GPU_CHUNK
from s2s.nn.model import Seq2Seq

OPEN = 2**62
"""The least id of what no vocabulary holds, as `s2s.data.text.ids` has it."""
UNKNOWN = 3
"""The id that stands for it where the network reads."""
LEAST = 1e-30
"""What a share of probability is taken for before its logarithm where it is less."""


class Mixed(NamedTuple):
    """What is known at each of T positions before the vocabulary is looked at."""

    features: Tensor
    """(B, T, E): what the output layer reads."""
    generated: Tensor
    """(B, T, 1): the logarithm of the share of probability that is for the vocabulary."""
    shares: Tensor
    """(B, T, S): the probability of each source position to be copied."""


class CopyingSeq2Seq(Seq2Seq):
    """P(w) = p_gen · P_vocab(w) + (1 - p_gen) · Σ a_i over the positions i with w (arXiv:1704.04368, eq. 9).

    p_gen = σ(w · [s; context; x] + b), of the decoder's output s, the context and the embedding x of the token that was fed
    (eq. 8). What attention gives to positions that cannot be copied, eos, tags and features, is the vocabulary's too, so that
    the sum over all outcomes is 1.
    """

    copied: Tensor

    def __init__(self, *, encoder: nn.Module, bridge: Bridge, decoder: Decoder, copied: Tensor) -> None:
        """`copied` (source vocabulary,) has for each piece of the source what it is as a target: an id, or -1 for nothing."""
        super().__init__(encoder=encoder, bridge=bridge, decoder=decoder)
        assert decoder.attention is not None
        self.gate = nn.Linear(decoder.readout.in_features + decoder.embedding.weight.shape[1], 1)
        self.register_buffer("copied", copied, persistent=False)

    def start(self, source: Tensor, lengths: Tensor) -> tuple[Memory, Tensor]:
        """As of every model; what the vocabulary of the source does not hold is read as unknown."""
        return super().start(known(source, len(self.copied)), lengths)

    def targets(self, source: Tensor, mask: Tensor) -> Tensor:
        """What the positions of a source (B, S) are as targets: ids, or -1 for what cannot be copied, padding too."""
        targets = torch.where(source >= OPEN, source, self.copied[known(source, len(self.copied))])
        return targets.masked_fill(~mask, -1)

    def forward(
        self,
        source: Tensor,
        lengths: Tensor,
        target: Tensor,
        mask: Tensor,
        smoothing: float = 0.0,
        consistency: float = 0.0,
        everywhere: bool = False,
    ) -> tuple[Tensor, Tensor]:
        """As `Seq2Seq.forward`; of the smoothed target the uniform part is that of the vocabulary's own distribution."""
        assert not consistency, "refused by s2s.config.rules"
        assert not everywhere, "refused by s2s.training.graphs"
        memory, state = self.start(source, lengths)
        copied = self.targets(source, memory.mask)
        mixed = self.teach(target[:, :-1], state, memory, copied)
        plain, uniform = self.likelihood(mixed, target[:, 1:], copied, mask)
        loss = -((1 - smoothing) * plain + smoothing * uniform) if smoothing else -plain
        return loss.sum(), -plain.detach().sum()

    def teach(self, tokens: Tensor, state: Tensor, memory: Memory, copied: Tensor) -> Mixed:
        """Teacher forcing: tokens (B, T) beginning with bos → what is known of the tokens after them."""
        vectors, hidden, context, weights = self.decoder.walk(known(tokens, self.vocabulary), state, memory)
        return self.mixed(vectors, hidden, context, weights, copied)

    def step(self, tokens: Tensor, state: Tensor, memory: Memory, copied: Tensor) -> tuple[Mixed, Tensor, Tensor]:
        """Tokens (B, K), state (B, K, L, P, H) → what is known of the next ones, the new state, attention weights (B, K, S)."""
        parts, state = self.decoder.advance(known(tokens, self.vocabulary), state, memory)
        vectors, hidden, context, weights = parts
        assert weights is not None
        return self.mixed(vectors, hidden, context, weights, copied), state, weights

    @property
    def vocabulary(self) -> int:
        """V, the pieces of the target."""
        return self.decoder.output.shape[0]

    def mixed(
        self, vectors: Tensor, hidden: Tensor, context: Tensor | None, weights: Tensor | None, copied: Tensor
    ) -> Mixed:
        """The shares of the vocabulary and of each source position, in fp32 at least."""
        assert context is not None and weights is not None
        gate = self.gate(torch.cat([hidden, context, vectors], dim=-1)).to(weights.dtype)
        copies = (torch.sigmoid(-gate) * weights).masked_fill(copied[:, None] < 0, 0.0)
        left = (weights.masked_fill(copied[:, None] >= 0, 0.0)).sum(-1, keepdim=True)
        generated = torch.sigmoid(gate) + torch.sigmoid(-gate) * left
        return Mixed(self.decoder.features(hidden, context), generated.clamp(min=LEAST).log(), copies)

    def likelihood(self, mixed: Mixed, gold: Tensor, copied: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """log P of the `gold` tokens (B, T) where `mask` is True: (N,); and the mean of log P_vocab over V (N,).

        What the source does not have either is the vocabulary's unknown piece. The vocabulary is looked at chunk by chunk,
        and again for the gradients, so that never the logits of a whole batch exist.
        """
        same = (gold[:, :, None] == copied[:, None]) & (copied[:, None] >= 0)
        copies = (mixed.shares * same).sum(-1)[mask]
        only = (same.any(-1) & (gold >= self.vocabulary))[mask]
        ids = known(gold, self.vocabulary)[mask]
        rows = max(1, (GPU_CHUNK if gold.is_cuda else CHUNK) // self.vocabulary)
        features = mixed.features[mask]
        parts = [
            checkpoint(self.vocabulary_part, some, right, use_reentrant=False, preserve_rng_state=False)
            for some, right in zip(torch.split(features, rows), torch.split(ids, rows), strict=True)
        ]
        own, means = (torch.cat(part) for part in zip(*parts, strict=True))
        written = (own + mixed.generated[..., 0][mask]).masked_fill(only, float("-inf"))
        return torch.logaddexp(written, copies.clamp(min=LEAST).log()), means

    def vocabulary_part(self, features: Tensor, ids: Tensor) -> tuple[Tensor, Tensor]:
        """log P_vocab of the `ids` (N,), and the mean of log P_vocab over the vocabulary."""
        logits = self.decoder.logits(features)
        logs = torch.log_softmax(logits.to(torch.promote_types(logits.dtype, torch.float32)), dim=-1)
        return logs.gather(1, ids[:, None])[:, 0], logs.mean(1)

    def outcomes(self, mixed: Mixed, columns: Tensor) -> Tensor:
        """The log-probability of every outcome (B, T, V + S); `columns` (B, S) are the outcomes that the positions copy."""
        logits = self.decoder.logits(mixed.features)
        logs = torch.log_softmax(logits.to(torch.promote_types(logits.dtype, torch.float32)), dim=-1)
        size = logs.shape[2] + columns.shape[1]
        index = columns.clamp(min=0)[:, None].expand_as(mixed.shares)
        copies = mixed.shares.new_zeros(*logs.shape[:2], size).scatter_add(2, index, mixed.shares)
        written = functional.pad(logs + mixed.generated, (0, columns.shape[1]), value=float("-inf"))
        return torch.logaddexp(written, copies.log())

    def columns(self, copied: Tensor) -> Tensor:
        """Which of the V + S outcomes each position copies, -1 for none: `copied` (B, S) as `targets` gives it → (B, S)."""
        first = (copied[:, :, None] == copied[:, None]).to(torch.uint8).argmax(-1)
        return torch.where(copied >= self.vocabulary, self.vocabulary + first, copied)


def known(ids: Tensor, vocabulary: int) -> Tensor:
    """`ids` as a network reads them that has so many: all others are unknown."""
    return ids.masked_fill(ids >= vocabulary, UNKNOWN)

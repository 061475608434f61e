"""The decoder: a stack of layers that writes, one token after another, what the source becomes.

Attention sits after the first layer, and its context feeds the layers above and the readout, as in GNMT
(arXiv:1609.08144, §3). With teacher forcing each layer then runs over the whole target in one call.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from s2s.nn.attentions.attention import Attention
from s2s.nn.draw import Draw
from s2s.nn.dropout import Dropout
from s2s.nn.embedding import Embedding
from s2s.nn.feedforward import FeedForward
from s2s.nn.recurrent import Recurrent


class Memory(NamedTuple):
    """What stays the same while one sentence is decoded."""

    values: Tensor
    """(B, S, D): what attention gives a sum of, the encoder's outputs or a product of them, computed once."""
    keys: Tensor
    """(B, S, A): what attention compares with, computed once."""
    mask: Tensor
    """(B, S): True on real tokens."""


Parts = tuple[Tensor, Tensor, Tensor | None, Tensor | None]
"""Embedded tokens (B, T, E), what the last layer gives (B, T, H), context (B, T, D) and attention weights (B, T, S)."""


class Decoder(nn.Module):
    """embedding → first layer → attention → upper layers → readout → vocabulary.

    `attention` None is the classical encoder-decoder (arXiv:1409.3215, 1406.1078). `output` (V, E) may be the embedding's
    own weight (arXiv:1608.05859). A state (B, L, P, H) has as many layers L as have a state: feed-forward ones have none.
    """

    def __init__(
        self,
        *,
        embedding: Embedding,
        first: Recurrent,
        attention: Attention | None,
        upper: Recurrent | FeedForward | None,
        memory: int,
        output: nn.Parameter,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.embedding, self.first, self.attention, self.upper = embedding, first, attention, upper
        self.readout = nn.Linear(first.width + (memory if attention is not None else 0), output.shape[1])
        self.dropout = Dropout(dropout)
        self.output = output
        self.bias = nn.Parameter(torch.zeros(output.shape[0]))

    def reset(self, draw: Draw) -> None:
        """N(0, 1/E) for the output layer, which may be the embedding."""
        draw.normal(self.output, self.output.shape[1] ** -0.5)
        draw.uniform(self.bias, 0.0)

    def remember(self, memory: Tensor, mask: Tensor) -> Memory:
        """Prepare the encoder's outputs for decoding, once for each sentence."""
        if self.attention is None:
            return Memory(memory, memory, mask)
        return Memory(self.attention.values(memory), self.attention.keys(memory), mask)

    def forward(self, tokens: Tensor, state: Tensor, memory: Memory) -> Tensor:
        """Teacher forcing: tokens (B, T) beginning with bos, state (B, L, P, H) → features (B, T, E) of the next tokens."""
        _, hidden, context, _ = self.walk(tokens, state, memory)
        return self.features(hidden, context)

    def walk(self, tokens: Tensor, state: Tensor, memory: Memory) -> Parts:
        """What `forward` makes the features of."""
        vectors = self.embedding(tokens)
        hidden, _ = self.first(vectors, state[:, :1])
        context, weights = self.attend(hidden, memory)
        if self.upper is not None:
            hidden, _ = self.upper(hidden, state[:, 1:], context=context)
        return vectors, hidden, context, weights

    def step(self, tokens: Tensor, state: Tensor, memory: Memory) -> tuple[Tensor, Tensor, Tensor | None]:
        """One token for each of K beams that share their sentence's memory; the same arithmetic as `forward`.

        Tokens (B, K), state (B, K, L, P, H) → features (B, K, E), the new state, attention weights (B, K, S) or None.
        """
        (_, hidden, context, weights), state = self.advance(tokens, state, memory)
        return self.features(hidden, context), state, weights

    def advance(self, tokens: Tensor, state: Tensor, memory: Memory) -> tuple[Parts, Tensor]:
        """What `step` makes the features of, and the new state."""
        rows = tokens.shape
        flat, vectors = state.flatten(0, 1), self.embedding(tokens)
        hidden, lower = self.first.step(vectors.flatten(0, 1), flat[:, :1])
        context, weights = self.attend(hidden.view(*rows, -1), memory)
        states = [lower]
        if self.upper is not None:
            beside = None if context is None else context.flatten(0, 1)
            hidden, higher = self.upper.step(hidden, flat[:, 1:], context=beside)
            states.append(higher)
        return (vectors, hidden.view(*rows, -1), context, weights), torch.cat(states, dim=1).view(state.shape)

    def attend(self, query: Tensor, memory: Memory) -> tuple[Tensor | None, Tensor | None]:
        """Context (B, T, D) and weights (B, T, S) for queries (B, T, H); None without attention."""
        if self.attention is None:
            return None, None
        context, weights = self.attention(query, memory.keys, memory.values, memory.mask)
        return context, weights

    def features(self, hidden: Tensor, context: Tensor | None) -> Tensor:
        """tanh(W [hidden; context]) (arXiv:1508.04025, eq. 5): (B, T, H), (B, T, D) → (B, T, E)."""
        joined = hidden if context is None else torch.cat([hidden, context], dim=-1)
        features: Tensor = self.dropout(torch.tanh(self.readout(joined)))
        return features

    def logits(self, features: Tensor) -> Tensor:
        """Features (…, E) → unnormalised log-probabilities (…, V)."""
        return nn.functional.linear(features, self.output, self.bias)

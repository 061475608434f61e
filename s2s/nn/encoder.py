"""Sources: what is read becomes a memory, its mask, and a final state."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor, nn

from s2s.nn.embedding import Embedding
from s2s.nn.recurrent import Recurrent


class Encoded(NamedTuple):
    """What every source returns and every target takes."""

    memory: Tensor
    """(B, S, D): one vector for each position."""
    mask: Tensor
    """(B, S): True on real tokens."""
    state: Tensor
    """(B, L, P, D): the state after the last real token, the directions side by side."""


class TokenEncoder(nn.Module):
    """Tokens → embeddings → recurrent stack → `Encoded`."""

    def __init__(self, *, embedding: Embedding, recurrent: Recurrent) -> None:
        super().__init__()
        self.embedding, self.recurrent = embedding, recurrent

    def forward(self, tokens: Tensor, lengths: Tensor) -> Encoded:
        """Tokens (B, S) padded on the right, lengths (B,) ≥ 1 on the CPU."""
        vectors = self.embedding(tokens)
        state = self.recurrent.initial(tokens.shape[0], vectors)
        memory, final = self.recurrent(vectors, state, lengths)
        positions = lengths.new_tensor(range(tokens.shape[1]))
        mask = positions[None] < lengths[:, None]
        return Encoded(memory, mask.to(tokens.device), final)

"""Sources: what is read becomes a memory, its mask, and a final state."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from s2s.nn.dropout import Dropout
from s2s.nn.recurrent import Recurrent

GROUPS = 4
"""Into which the words of a batch are divided by their lengths."""


class Encoded(NamedTuple):
    """What every source returns and every target takes."""

    memory: Tensor
    """(B, S, D): one vector for each position."""
    mask: Tensor
    """(B, S): True on real positions."""
    state: Tensor
    """(B, L, P, D): the state after the last real position, the directions side by side."""


class TokenEncoder(nn.Module):
    """Tokens → embeddings → recurrent stack → `Encoded`."""

    def __init__(self, *, embedding: nn.Module, recurrent: Recurrent) -> None:
        """`embedding` maps ids (B, S) to vectors as wide as the inputs of `recurrent`."""
        super().__init__()
        self.embedding, self.recurrent = embedding, recurrent

    def forward(self, tokens: Tensor, lengths: Tensor) -> Encoded:
        """Tokens (B, S) padded on the right, lengths (B,) ≥ 1 on the CPU."""
        return encode(self.recurrent, self.embedding(tokens), lengths)


class WordEncoder(nn.Module):
    """Words made of pieces: a recurrent network reads each word, another one the sentence (Ling et al. 2015, D15-1176).

    A word's vector is the final state of `inside` over its pieces beside the embedding of the word itself, which is
    that of the unknown word for most; so a word never seen is known by its spelling. The embedding of its case, if there
    is one, stands behind both (Collobert et al. 2011, arXiv:1103.0398, §4.1).
    """

    def __init__(
        self,
        *,
        pieces: nn.Module,
        inside: Recurrent,
        words: nn.Module,
        recurrent: Recurrent,
        cases: nn.Module | None = None,
    ) -> None:
        """`pieces`, `words` and `cases` embed ids; `inside` is bidirectional, so it adds twice its units."""
        super().__init__()
        self.pieces, self.inside, self.words, self.recurrent = pieces, inside, words, recurrent
        self.cases = cases

    def forward(self, words: Tensor, lengths: Tensor) -> Encoded:
        """Words (B, S, 2 + C): the word's id, its case, then its pieces, 0 for none; lengths (B,) ≥ 1 words, on the CPU."""
        real = (torch.arange(words.shape[1]) < lengths[:, None]).to(words.device)
        word_vectors = self.spelled(words[real][:, 2:])
        id_vectors = self.words(words[..., 0])
        inner = word_vectors.new_zeros(*real.shape, word_vectors.shape[-1]).masked_scatter(
            real[..., None], word_vectors
        )
        vectors = [inner, id_vectors.to(inner.dtype)]
        if self.cases is not None:
            vectors.append(self.cases(words[..., 1]).to(inner.dtype))
        return encode(self.recurrent, torch.cat(vectors, dim=-1), lengths)

    def spelled(self, pieces: Tensor) -> Tensor:
        """Pieces (N, C) of N words, 0 behind the end of each → what `inside` makes of them, (N, 2 H).

        Each different word is read once, so that its dropout is the same wherever it stands, beside words of about its
        length: few positions are padding.
        """
        different, places = torch.unique(pieces, dim=0, return_inverse=True)
        lengths = (different > 0).sum(1).cpu()
        order = lengths.argsort(stable=True)
        read = []
        for rows in order.tensor_split(min(GROUPS, len(order))):
            vectors = self.pieces(different[rows.to(pieces.device), : int(lengths[rows].max())])
            _, final = self.inside(vectors, self.inside.initial(len(rows), vectors), lengths[rows])
            read.append(final[:, -1, 0])
        return torch.cat(read)[order.argsort().to(pieces.device)[places]]


class FeatureEncoder(nn.Module):
    """Vectors of real numbers, one for each step → a linear layer → recurrent stack. One vector is one step."""

    def __init__(self, *, inputs: int, width: int, recurrent: Recurrent, dropout: float = 0.0) -> None:
        """`inputs` is F, the numbers of a step, `width` what the linear layer makes of them."""
        super().__init__()
        self.linear, self.dropout, self.recurrent = nn.Linear(inputs, width), Dropout(dropout), recurrent

    def forward(self, features: Tensor, lengths: Tensor) -> Encoded:
        """Features (B, S, F) padded on the right, lengths (B,) ≥ 1 on the CPU."""
        return encode(self.recurrent, self.dropout(self.linear(features)), lengths)


def encode(recurrent: Recurrent, vectors: Tensor, lengths: Tensor) -> Encoded:
    """Run the stack over vectors (B, S, I), padded on the right, with lengths (B,) on the CPU, or where `vectors` are."""
    state = recurrent.initial(vectors.shape[0], vectors)
    memory, final = recurrent(vectors, state, lengths)
    mask = torch.arange(vectors.shape[1], device=lengths.device) < lengths[:, None]
    return Encoded(memory, mask.to(vectors.device), final)

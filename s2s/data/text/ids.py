"""The ids that are no pieces of text, how sentencepiece marks a space, and ids as one array."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import chain

import numpy
import numpy.typing

Ints = numpy.typing.NDArray[numpy.int64]

PAD, BOS, EOS, UNK = range(4)
"""Padding, the beginning and the end of a sentence, and what the vocabulary does not hold."""
SPACE = "\u2581"
"""What stands for a space in a piece: most pieces that begin a word begin with it."""
END = "</s>"
"""The name of EOS among pieces."""
UNKNOWN = "<unk>"
"""The name of UNK among pieces."""


OPEN = 1 << 62
"""The least id of a piece that no vocabulary holds, see `OpenPiece`."""


class OpenPiece(int):
    """The id of a piece that a vocabulary does not hold, where a model may copy it: a digest of its name, which it keeps.

    So a piece of the source and the same one of the target agree, whatever their vocabularies are.
    """

    name: str

    @classmethod
    def of(cls, name: str) -> OpenPiece:
        """The id of the piece `name`: at least `OPEN`, and below 2⁶³."""
        digest = int.from_bytes(blake2b(name.encode(errors="surrogatepass"), digest_size=8).digest(), "little")
        piece = cls(OPEN | digest % OPEN)
        piece.name = name
        return piece


def padded(sequences: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Sequences → ids (B, longest) filled up with `PAD`, and lengths (B,)."""
    lengths = numpy.fromiter(map(len, sequences), numpy.int64, len(sequences))
    ids = numpy.full((len(sequences), int(lengths.max())), PAD, numpy.int64)
    # All at once: row by row, a GPU would wait for its next batch.
    real = numpy.arange(ids.shape[1]) < lengths[:, None]
    ids[real] = numpy.fromiter(chain.from_iterable(sequences), numpy.int64, int(lengths.sum()))
    return ids, lengths


def padded_text(sequences: Sequence[Sequence[int]], role: str | None = None) -> tuple[Ints, Ints]:
    """`padded`, with the special ids of a sentence whose `role` is that of a source or of a target.

    A source ends in eos. A target stands between bos and eos, and its length counts the positions to predict, without bos.
    """
    if role == "source":
        return padded([[*ids, EOS] for ids in sequences])
    if role == "target":
        ids, lengths = padded([[BOS, *ids, EOS] for ids in sequences])
        return ids, lengths - 1
    return padded(sequences)

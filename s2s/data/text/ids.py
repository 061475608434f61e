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


def padded(
    sequences: Sequence[Sequence[int]], before: int | None = None, after: int | None = None
) -> tuple[Ints, Ints]:
    """Sequences → ids (B, longest) filled up with `PAD`, and lengths (B,); with `before` and `after` each, counted too."""
    begin, end = int(before is not None), int(after is not None)
    counts = numpy.fromiter(map(len, sequences), numpy.int64, len(sequences))
    lengths = counts + (begin + end)
    ids = numpy.full((len(sequences), int(lengths.max())), PAD, numpy.int64)
    # All at once, and no list is copied: row by row, a GPU would wait for its next batch.
    inside = ids[:, begin:]
    real = numpy.arange(inside.shape[1]) < counts[:, None]
    inside[real] = numpy.fromiter(chain.from_iterable(sequences), numpy.int64, int(counts.sum()))
    if before is not None:
        ids[:, 0] = before
    if after is not None:
        ids[numpy.arange(len(ids)), lengths - 1] = after
    return ids, lengths


def padded_text(sequences: Sequence[Sequence[int]], role: str | None = None) -> tuple[Ints, Ints]:
    """`padded`, with the special ids of a sentence whose `role` is that of a source or of a target.

    A source ends in eos. A target stands between bos and eos, and its length counts the positions to predict, without bos.
    """
    if role == "source":
        return padded(sequences, after=EOS)
    if role == "target":
        ids, lengths = padded(sequences, before=BOS, after=EOS)
        return ids, lengths - 1
    return padded(sequences)

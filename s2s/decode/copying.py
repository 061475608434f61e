"""What a model that copies writes, in numpy: V + S outcomes of a step, as `s2s.nn.copying` says."""

from __future__ import annotations

from typing import NamedTuple

import numpy

from s2s.data.text.ids import OPEN, UNK
from s2s.decode.backend import Bools, Floats, Ints

LEAST = 1e-30
"""What a share of probability is taken for before its logarithm where it is less, as `s2s.nn.copying` has it."""


class Copied(NamedTuple):
    """What the positions of B sources copy."""

    targets: Ints
    """(B, S): ids of the target, or of at least `OPEN`, or -1 for nothing."""
    columns: Ints
    """(B, S): which of the V + S outcomes, or -1."""

    @classmethod
    def of(cls, targets: Ints, vocabulary: int) -> Copied:
        """V + j is what position j is the first to have where the vocabulary lacks it."""
        first = (targets[:, :, None] == targets[:, None]).argmax(axis=2)
        return cls(targets, numpy.where(targets >= vocabulary, vocabulary + first, targets))

    def rows(self, rows: Ints, width: int) -> Copied:
        """Those of the sentences `rows`, of their first `width` positions."""
        return Copied(self.targets[rows, :width], self.columns[rows, :width])

    def outcomes(self, gold: Ints) -> Ints:
        """Which outcomes the `gold` tokens (B, T) are; what no position has is unknown."""
        same = (gold[:, :, None] == self.targets[:, None]) & (gold[:, :, None] >= OPEN)
        copied = numpy.take_along_axis(self.columns, same.argmax(axis=2), axis=1)
        return numpy.where(gold < OPEN, gold, numpy.where(same.any(axis=2), copied, UNK))

    def mixed(self, log_probs: Floats, gate: Floats, weights: Floats) -> Floats:
        """The log-probability of every outcome (B, K, V + S) (arXiv:1704.04368, eq. 9).

        `log_probs` (B, K, V) are the vocabulary's own, σ(`gate`) (B, K, 1) is p_gen, `weights` (B, K, S) attention's.
        """
        positions: Bools = (self.columns >= 0)[:, None]
        with numpy.errstate(over="ignore", divide="ignore"):
            writing, copying = (1 / (1 + numpy.exp(sign * gate)) for sign in (-1, 1))
            generated = writing + copying * numpy.where(positions, 0, weights).sum(axis=2, keepdims=True)
            shares = numpy.where(positions, copying * weights, 0)
            rows, beams, size = log_probs.shape
            copies = numpy.zeros((rows, beams, size + weights.shape[2]), numpy.float32)
            index = numpy.arange(rows)[:, None, None], numpy.arange(beams)[:, None], self.columns.clip(min=0)[:, None]
            numpy.add.at(copies, index, shares)
            outcomes: Floats = numpy.log(copies)
        written = log_probs + numpy.log(numpy.maximum(generated, LEAST))
        outcomes[:, :, :size] = numpy.logaddexp(written, outcomes[:, :, :size])
        return outcomes


def known(ids: Ints, vocabulary: int) -> Ints:
    """`ids` as a network reads them that has so many: all others are unknown."""
    return numpy.where(ids >= vocabulary, UNK, ids)

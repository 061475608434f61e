"""The most probable sequences of tags, and the probabilities of tags, of a linear chain: in numpy, so that no torch is needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
import numpy.typing

Doubles = numpy.typing.NDArray[numpy.float64]
Floats = numpy.typing.NDArray[numpy.float32]
Ints = numpy.typing.NDArray[numpy.int64]
FORBIDDEN = -1e4
"""The score of what a scheme forbids: its exponential is 0 in every precision, and the sums stay finite."""


@dataclass(frozen=True)
class Chain:
    """Scores of a linear chain over V tags."""

    start: Doubles
    """(V,): of the first tag."""
    transitions: Doubles
    """(V, V): from the row's tag to the column's."""
    end: Doubles
    """(V,): of the last tag."""

    @classmethod
    def independent(cls, count: int) -> Chain:
        """A chain of `count` tags that do not depend on their neighbours."""
        return cls(numpy.zeros(count), numpy.zeros((count, count)), numpy.zeros(count))

    def viterbi(self, emissions: Floats, lengths: Ints) -> list[Ints]:
        """The most probable tags of each sequence (Viterbi 1967); of equal ones the first.

        Emissions (B, P, V), of which `lengths` (B,) positions, one or more, are real.
        """
        total, pointers = self.start + emissions[:, 0], []
        itself = numpy.arange(len(self.start))
        for position in range(1, emissions.shape[1]):
            candidates = total[:, :, None] + self.transitions
            best, real = candidates.argmax(1), (position < lengths)[:, None]
            total = numpy.where(real, candidates.max(1) + emissions[:, position], total)
            pointers.append(numpy.where(real, best, itself))
        rows, tags = numpy.arange(len(emissions)), (total + self.end).argmax(1)
        path = [tags]
        for pointer in reversed(pointers):
            tags = pointer[rows, tags]
            path.append(tags)
        paths = numpy.stack(path[::-1], axis=1)
        return [paths[row, :length] for row, length in enumerate(lengths)]

    def marginals(self, emissions: Floats, lengths: Ints) -> Floats:
        """p(yₜ = v | x) by the forward-backward algorithm (Rabiner 1989): (B, P, V); 0 behind the end of a sequence."""
        forward, backward = (
            self.start + emissions[:, 0].astype(numpy.float64),
            numpy.broadcast_to(self.end, emissions[:, 0].shape),
        )
        before, after = [forward], [backward]
        for position in range(1, emissions.shape[1]):
            further = log_sum(before[-1][:, :, None] + self.transitions, 1) + emissions[:, position]
            before.append(numpy.where((position < lengths)[:, None], further, before[-1]))
        for position in range(emissions.shape[1] - 2, -1, -1):
            ahead = (emissions[:, position + 1] + after[-1])[:, None, :]
            further = log_sum(self.transitions + ahead, 2)
            after.append(numpy.where((position + 1 < lengths)[:, None], further, self.end))
        sums = log_sum(before[-1] + self.end, 1)
        joint = numpy.stack(before, 1) + numpy.stack(after[::-1], 1) - sums[:, None, None]
        real = numpy.arange(emissions.shape[1])[None, :, None] < lengths[:, None, None]
        return numpy.where(real, numpy.exp(joint), 0.0).astype(numpy.float32)

    def best(self, emissions: Floats, count: int) -> list[tuple[Ints, float]]:
        """The `count` most probable sequences, best first, with the logarithm of their probability; fewer if no more exist.

        Emissions (P, V) of one sequence. What is forbidden is no sequence.
        """
        tags = len(self.start)
        totals, pointers = (self.start + emissions[0])[None], []  # (N, V): the N best that end in each tag
        for emission in emissions[1:]:
            candidates = (totals[:, :, None] + self.transitions).reshape(-1, tags)
            order = numpy.argsort(-candidates, axis=0, kind="stable")[:count]
            pointers.append(order)
            totals = numpy.take_along_axis(candidates, order, axis=0) + emission
        ends = (totals + self.end).reshape(-1)
        whole = float(log_sum(self.totals(emissions) + self.end, 0))
        sequences = []
        for entry in numpy.argsort(-ends, kind="stable")[:count]:
            if ends[entry] - whole < FORBIDDEN / 2:
                break
            at, path = int(entry), [int(entry) % tags]
            for order in reversed(pointers):
                at = int(order[at // tags, at % tags])
                path.append(at % tags)
            sequences.append((numpy.array(path[::-1]), float(ends[entry]) - whole))
        return sequences

    def totals(self, emissions: Floats) -> Doubles:
        """The logarithm of the sum over all sequences (P, V) that end in each tag: (V,)."""
        total: Doubles = self.start + emissions[0]
        for emission in emissions[1:]:
            total = log_sum(total[:, None] + self.transitions, 0) + emission
        return total


def log_sum(values: Doubles, axis: int) -> Doubles:
    """log Σ exp over an axis, without overflow."""
    largest = values.max(axis, keepdims=True)
    sums: Doubles = numpy.log(numpy.exp(values - largest).sum(axis)) + largest.squeeze(axis)
    return sums

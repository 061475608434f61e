"""Pairs whose lengths do not fit each other, as those of translations do (Gale and Church 1993, J93-1004)."""

from __future__ import annotations

from typing import NamedTuple

import numpy
from numpy.typing import NDArray

Counts = NDArray[numpy.int64]
"""Characters of each text."""
LEAST = 100
"""Pairs from which their usual ratio is known."""
FAR, FACTOR = 6.0, 2.0
"""An outlier is so many standard deviations off, and so many times too long or too short."""
BLOCK, LIMIT_SHIFT, CLEARLY = 200, 5, 0.7
"""So many lines are out of step if their lengths fit lines up to so many away, with so much of the misfit they have now."""
NARROWEST = 0.5  # a made-up corpus may have hardly any deviation


class Lengths(NamedTuple):
    """What is usual in a corpus."""

    ratio: float
    """Target characters for each one of the source: the median."""
    deviation: float
    """Of `difference`: from the median of its absolute values, which outliers do not move."""


def usual(sources: Counts, targets: Counts) -> Lengths | None:
    """None where there are too few pairs."""
    if len(sources) < LEAST:
        return None
    ratio = float(numpy.median(targets / sources))
    return Lengths(ratio, max(NARROWEST, 1.4826 * float(numpy.median(abs(difference(sources, targets, ratio))))))


def difference(sources: Counts, targets: Counts, ratio: float) -> NDArray[numpy.float64]:
    """Gale and Church's δ, eq. 1: each character of one side gives some of the other, independently."""
    expected = sources * ratio
    return numpy.asarray((targets - expected) / numpy.sqrt(targets + expected))


def outliers(sources: Counts, targets: Counts, lengths: Lengths) -> NDArray[numpy.int64]:
    """The rows of pairs that are far from `lengths`. No count may be 0."""
    factor = targets / (sources * lengths.ratio)
    far = abs(difference(sources, targets, lengths.ratio)) > FAR * lengths.deviation
    return numpy.flatnonzero(far & ((factor > FACTOR) | (factor < 1 / FACTOR)))


def shift(sources: Counts, targets: Counts) -> int | None:
    """Near which row the lines of two files of different length stop to belong together.

    So many lines too many may be anywhere in the longer file. Before that place line n fits line n, after it line n
    plus or minus the surplus: the place where the logarithms of the ratios, summed, differ least. None where the texts
    are too few. `sources` and `targets` count the lines of each file.
    """
    few = min(len(sources), len(targets))
    if few < LEAST:
        return None
    before = misfit(sources[:few], targets[:few])
    after = misfit(sources[len(sources) - few :], targets[len(targets) - few :])
    costs = numpy.concatenate([[0], numpy.cumsum(before)]) + numpy.concatenate([numpy.cumsum(after[::-1])[::-1], [0]])
    return int(numpy.argmin(costs))


def out_of_step(sources: Counts, targets: Counts) -> NDArray[numpy.int64]:
    """The rows that belong to others a few lines away, as where each file has lost a line, judged by whole blocks.

    No row where there are fewer than `LEAST` lines, of which nothing can be said. `sources` and `targets` count as many lines.
    """
    if len(sources) < LEAST:
        return numpy.array([], numpy.int64)
    starts = numpy.arange(0, max(1, len(sources) - BLOCK + 1), BLOCK)
    sizes = numpy.diff([*starts, len(sources)])

    def cost(away: int) -> NDArray[numpy.float64]:
        return numpy.add.reduceat(misfit(sources, numpy.roll(targets, away)), starts) / sizes

    elsewhere = numpy.min([cost(sign * away) for away in range(1, LIMIT_SHIFT + 1) for sign in (1, -1)], axis=0)
    return numpy.flatnonzero(numpy.repeat(elsewhere < CLEARLY * cost(0), sizes))


def misfit(sources: Counts, targets: Counts) -> NDArray[numpy.float64]:
    """How far the ratio of lengths of each pair is from the median one: |log (t + 1) / (s + 1) - median|."""
    logarithms = numpy.log((targets + 1) / (sources + 1))
    return abs(logarithms - numpy.median(logarithms))

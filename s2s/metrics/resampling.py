"""Confidence intervals and paired tests for any metric, by bootstrap resampling of the lines (Koehn 2004, W04-3250).

What is drawn is what sacrebleu draws, so that its metrics have sacrebleu's own intervals and p-values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy

from s2s.metrics.base import Doubles, Metric, SummedMetric

RESAMPLES = 1000
SEED = 12345
"""sacrebleu's."""


def interval(
    metric: Metric, predicted: Sequence[Any], references: Sequence[Any], sources: Sequence[Any] | None = None
) -> float:
    """Half of the 95 % confidence interval of the score; nan if no resample has one.

    Resamples that have none do not count, nor those whose rate is infinite, as they drew nothing but blank references.
    """
    (scores,) = resampled(metric, [predicted], references, sources)
    ordered = numpy.sort(scores[numpy.isfinite(scores)])
    if not len(ordered):
        return float("nan")
    cut = len(ordered) // 40
    return float(0.5 * (ordered[len(ordered) - cut - 1] - ordered[cut]))


def p_value(
    metric: Metric,
    scores: tuple[float, float],
    predicted: Sequence[Any],
    baseline: Sequence[Any],
    references: Sequence[Any],
    sources: Sequence[Any] | None = None,
) -> float:
    """The chance of a difference at least as large as that of the two `scores` if both systems were equally good.

    Resamples that have no score, or an infinite one, do not count; nan where one of the `scores` is.
    """
    difference = abs(scores[0] - scores[1])
    if not difference:
        return 1.0
    if not numpy.isfinite(difference):
        return float("nan")
    own, other = resampled(metric, [predicted, baseline], references, sources)
    counted = numpy.isfinite(own) & numpy.isfinite(other)
    if not counted.any():
        return float("nan")
    differences = numpy.abs(own[counted] - other[counted])
    return float((((differences - differences.mean()) > difference).sum() + 1) / (len(differences) + 1))


def resampled(
    metric: Metric, systems: Sequence[Sequence[Any]], references: Sequence[Any], sources: Sequence[Any] | None
) -> list[Doubles]:
    """The scores of each system on `RESAMPLES` draws of as many lines, the same ones for all."""
    judges = [judge(metric, predicted, references, sources) for predicted in systems]
    scores = [[one(rows) for one in judges] for rows in draws(len(references))]
    return list(numpy.array(scores, numpy.float64).T)


def draws(count: int) -> Iterator[numpy.ndarray]:
    """Row numbers of each resample."""
    random = numpy.random.default_rng(SEED)
    for _ in range(RESAMPLES):
        yield random.choice(count, size=count, replace=True)


def judge(
    metric: Metric, predicted: Sequence[Any], references: Sequence[Any], sources: Sequence[Any] | None
) -> Callable[[numpy.ndarray], float]:
    """How the lines with some row numbers are scored."""
    if isinstance(metric, SummedMetric):
        summed, statistics = metric, metric.statistics(predicted, references)
        return lambda rows: summed.of_sums(numpy.bincount(rows, minlength=len(statistics)) @ statistics)

    by_counts = getattr(metric, "by_counts", None)
    if by_counts is not None:
        counted: Callable[[Doubles], float] = by_counts(predicted, references)
        return lambda rows: counted(numpy.bincount(rows, minlength=len(references)).astype(numpy.float64))

    def score(rows: numpy.ndarray) -> float:
        some = [None if one is None else [one[row] for row in rows] for one in (predicted, references, sources)]
        return float(metric.score(some[0] or [], some[1] or [], some[2]))

    return score

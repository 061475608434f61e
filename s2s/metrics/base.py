"""What a metric is, and how one is made from its name.

A metric is a class with a method ``score(predicted, references, sources=None)``, which judges whole corpora. Of text and of
labels each example is a string, of tags a list with a string for each word, of numbers an array. The metric's name, whether
higher is better and which kinds of output it judges stand in its row of `s2s.config.metrics.METRICS`; a class of the user's
own, named as ``package.module:Name``, has them as attributes.
"""

from __future__ import annotations

import inspect
import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

import numpy
import numpy.typing

from s2s.config.metrics import METRICS, metric_facts
from s2s.errors import UserError
from s2s.metrics.references import Alternatives

Doubles = numpy.typing.NDArray[numpy.float64]


class Metric(Protocol):
    """What every metric offers.

    Its ``__init__`` may take the keywords `language`, the target language's code, `tokenize`, the name of a tokenizer, and
    `lowercase`, which is True where both sides come in lower case.
    It may have an attribute `signature`, which says how a score was computed, and a method `by_counts(predicted,
    references)`: the score as a function of how often each example counts, so that resamples take no second look at them.
    """

    def score(self, predicted: Sequence[Any], references: Sequence[Any], sources: Sequence[Any] | None = None) -> float:
        """The score of all examples together; `sources` are for metrics that look at the input as well."""


class SummedMetric(ABC):
    """A metric that is a function of sums over the examples, so that its resamples take no second look at them."""

    @abstractmethod
    def statistics(self, predicted: Sequence[Any], references: Sequence[Any]) -> Doubles:
        """What of each example enters the sums: (N, S)."""

    @abstractmethod
    def of_sums(self, sums: Doubles) -> float:
        """The score for the sums (S,)."""

    def score(self, predicted: Sequence[Any], references: Sequence[Any], sources: Sequence[Any] | None = None) -> float:
        """The score of all examples together."""
        return self.of_sums(self.statistics(predicted, references).sum(axis=0))

    def of_lines(self, predicted: Sequence[Any], references: Sequence[Any]) -> list[float]:
        """The score of each example by itself, which may be infinite."""
        return [self.of_sums(row) for row in self.statistics(predicted, references)]


class Ratio(SummedMetric):
    """The first of two sums ÷ the second, times `unit`; nan where the second is 0."""

    unit: ClassVar[float] = 1

    def of_sums(self, sums: Doubles) -> float:
        """The ratio of the sums (2,)."""
        return float(self.unit * sums[0] / sums[1]) if sums[1] else math.nan


def sums_of(rows: Sequence[Doubles]) -> Doubles:
    """Of each example's numbers, NaN where one is missing, the sum and how many there are: (N, 2)."""
    return numpy.array([(numpy.nansum(row), (~numpy.isnan(row)).sum()) for row in rows], numpy.float64)


def build(name: str, language: str = "", tokenize: str | None = None, lowercase: bool = False) -> Metric:
    """The metric called `name`. Raises `UserError` if it, or a tokenizer that it needs, is not there."""
    made = METRICS.load(name)
    given = {"language": language, "tokenize": tokenize, **({"lowercase": True} if lowercase else {})}
    known = inspect.signature(made).parameters
    metric: Metric = made(**{keyword: value for keyword, value in given.items() if keyword in known})
    return metric


def takes_tokenizer(name: str) -> bool:
    """Whether the metric called `name` cuts words by a tokenizer that can be chosen."""
    return "tokenize" in inspect.signature(METRICS.load(name)).parameters


def check_several(names: Sequence[str], references: Sequence[Any]) -> None:
    """Raise `UserError` for a metric that judges one reference a line, where a line has several."""
    if any(isinstance(reference, Alternatives) for reference in references):
        for name in names:
            if not metric_facts(name).several:
                raise UserError(f"{name}: takes one reference a line; leave it out, or give one file of references")


def by_line(
    metric: Metric, predicted: Sequence[Any], references: Sequence[Any], sources: Sequence[Any] | None
) -> list[float]:
    """The score of each example by itself; nan where a metric has none for a single one."""
    if isinstance(metric, SummedMetric):
        return metric.of_lines(predicted, references)
    scores = []
    for row, (line, reference) in enumerate(zip(predicted, references, strict=True)):
        try:
            scores.append(float(metric.score([line], [reference], None if sources is None else [sources[row]])))
        except (ArithmeticError, ValueError):
            scores.append(math.nan)
    return scores


def measured(
    name: str, metric: Metric, predicted: Sequence[Any], references: Sequence[Any], sources: Sequence[Any] | None
) -> float:
    """The score by the metric called `name`. Raises `UserError` if it is no finite number."""
    try:
        score = float(metric.score(predicted, references, sources))
    except (TypeError, ValueError) as error:
        if name in METRICS.names:
            raise
        raise UserError(f"{name}: its score failed ({type(error).__name__}: {error}); correct it") from error
    if not math.isfinite(score):
        raise UserError(f"{name}: gives {score} for {len(references):,} examples; a metric gives a finite number")
    return score

"""The area under the receiver operating characteristic: how well probabilities rank texts that have a label above others."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy
import numpy.typing

from s2s.errors import UserError
from s2s.metrics.base import Doubles
from s2s.metrics.confusion import members_of
from s2s.runtime.process import say_once


class AreaUnderCurve:
    """P(s(x) > s(x')) + P(s(x) = s(x')) / 2 of a text x that has the label and an x' that lacks it, in percent.

    By ranks (Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747), each label against the rest, and the mean over the
    labels that some texts have and some lack; the others, which have no curve, are named. nan where no label has one.
    """

    def score(
        self, predicted: Sequence[str], references: Sequence[str], sources: Sequence[object] | None = None
    ) -> float:
        """Over the labels of the model."""
        names, values = probabilities_of(predicted)
        without = undefined(names, references)
        if len(without) == len(names):
            raise UserError(
                "auroc: has no value, as no label is that of some texts here and not of others; leave it out"
            )
        if without:
            say_once(f"auroc: is the mean without {', '.join(without)}, which no text has here, or every one")
        return self.by_counts(predicted, references)(numpy.ones(len(values)))

    def by_counts(self, predicted: Sequence[str], references: Sequence[str]) -> Callable[[Doubles], float]:
        """The score as a function of how often each example counts, (N,), for resamples."""
        names, values = probabilities_of(predicted)
        right = presence(names, references)
        groups = [numpy.unique(column, return_inverse=True)[1] for column in values.T]

        def score(counts: Doubles) -> float:
            areas = [area(group, column, counts) for group, column in zip(groups, right.T, strict=True)]
            defined = [one for one in areas if one is not None]
            return 100 * sum(defined) / len(defined) if defined else float("nan")

        return score


def probabilities_of(predicted: Sequence[str]) -> tuple[Sequence[str], Doubles]:
    """The labels of a model, and their probabilities (N, V) for its N outputs. Raises `UserError` without them."""
    names = getattr(predicted[0], "names", ()) if predicted else ()
    if not names or any(getattr(one, "values", None) is None for one in predicted):
        raise UserError("auroc: needs the probability of each label, which only a run gives; leave it out")
    return names, numpy.array([one.values for one in predicted], numpy.float64)  # type: ignore[attr-defined]


def area(groups: numpy.ndarray, has: numpy.ndarray, counts: Doubles) -> float | None:
    """The area of one label: `groups` (N,) rank the examples, equal ones alike, `has` says which have it; None without one."""
    positive = numpy.bincount(groups, counts * has)
    negative = numpy.bincount(groups, counts * ~has)
    pairs = positive.sum() * negative.sum()
    if not pairs:
        return None
    below = negative.cumsum() - negative
    return float((positive * (below + negative / 2)).sum() / pairs)


def undefined(names: Sequence[str], references: Sequence[str]) -> list[str]:
    """Those of the labels that no text has, or every one."""
    counts = presence(names, references).sum(axis=0).tolist()
    return [name for name, count in zip(names, counts, strict=True) if count in (0, len(references))]


def presence(names: Sequence[str], references: Sequence[str]) -> numpy.typing.NDArray[numpy.bool_]:
    """Which labels (V,) each text has: (N, V)."""
    rows = [[name in members for name in names] for members in map(members_of, references)]
    return numpy.array(rows, numpy.bool_).reshape(len(references), len(names))

"""Labels as metrics take them: text, with what a model gave besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from s2s.data.codecs.label_sets import parts_of
from s2s.errors import UserError
from s2s.metrics.base import Doubles


class Label(str):
    """A label that was predicted, with the probabilities of all labels."""

    names: Sequence[str] = ()
    """All labels, in the order of `values`; none where the probabilities are not known."""
    values: Any = None
    """(V,)"""

    @classmethod
    def of(cls, text: str, names: Sequence[str] = (), values: Any = None) -> Label:
        """`text`, whose probabilities are known where `values` are given."""
        label = cls(text)
        label.names, label.values = (names, values) if values is not None else ((), None)
        return label


class LabelSet(Label):
    """Several labels of one text, or none: what is predicted, or right. Its text has them in the order of the alphabet."""

    members: frozenset[str] = frozenset()
    separator: str = ""

    @classmethod
    def read(cls, text: str, separator: str) -> LabelSet:
        """The labels between separators in `text`, whose probabilities are kept where it has some."""
        members = frozenset(parts_of(text, separator))
        found = cls(separator.join(sorted(members)))
        found.members, found.separator = members, separator
        if isinstance(text, Label):
            found.names, found.values = text.names, text.values
        return found


def probabilities_of(predicted: Sequence[str], metric: str) -> tuple[Sequence[str], Doubles]:
    """The labels of a model, and (N, V) their probabilities, for the `metric` that asks. Raises `UserError` without them."""
    names = getattr(predicted[0], "names", ()) if predicted else ()
    if not names or any(getattr(one, "values", None) is None for one in predicted):
        raise UserError(f"{metric}: needs the probability of each label, which only a run gives; leave it out")
    return names, numpy.array([one.values for one in predicted], numpy.float64)  # type: ignore[attr-defined]

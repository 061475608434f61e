"""Labels as metrics take them: text, with what a model gave besides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from s2s.data.codecs.label_sets import parts_of


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

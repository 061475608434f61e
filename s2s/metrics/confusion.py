"""Which labels were predicted where others are right. Labels are compared as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

Labelled = str | Sequence[str]
"""The label of an example, or the tags of its words."""


def labels_of(example: Labelled) -> Sequence[str]:
    """The label, or the tags, as a list."""
    return [example] if isinstance(example, str) else example


def all_labels(examples: Sequence[Labelled]) -> Iterator[str]:
    """The labels of all examples, one after the other."""
    return (label for example in examples for label in labels_of(example))


def confusion(predicted: Sequence[Labelled], references: Sequence[Labelled]) -> tuple[list[str], list[list[int]]]:
    """Every label, and how often the row's is right where the column's was predicted."""
    counts = Counter(zip(all_labels(references), all_labels(predicted), strict=True))
    names = sorted({name for pair in counts for name in pair})
    return names, [[counts[row, column] for column in names] for row in names]

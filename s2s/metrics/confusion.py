"""Which labels were predicted where others are right. Labels are compared as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from s2s.metrics.labelled import LabelSet

Labelled = str | Sequence[str]
"""The label of an example, or the tags of its words."""


def labels_of(example: Labelled) -> Sequence[str]:
    """The label, or the tags, as a list."""
    return [example] if isinstance(example, str) else example


def members_of(example: str) -> frozenset[str]:
    """The labels of an example that has one, or several."""
    return example.members if isinstance(example, LabelSet) else frozenset((example,))


def all_labels(examples: Sequence[Labelled]) -> Iterator[str]:
    """The labels of all examples, one after the other."""
    for example in examples:
        yield from sorted(example.members) if isinstance(example, LabelSet) else labels_of(example)


def confusion(predicted: Sequence[Labelled], references: Sequence[Labelled]) -> tuple[list[str], list[list[int]]]:
    """Every label, and how often the row's is right where the column's was predicted."""
    counts = Counter(zip(all_labels(references), all_labels(predicted), strict=True))
    names = sorted({name for pair in counts for name in pair})
    return names, [[counts[row, column] for column in names] for row in names]


def measures(right: int, predicted: int, hits: int) -> dict[str, float]:
    """Precision, recall and F1, in percent, of what is `right` or `predicted` so often; 0 where it is neither."""
    shares = {"precision": (hits, predicted), "recall": (hits, right), "F1": (2 * hits, predicted + right)}
    return {"number": right, **{name: 100 * part / whole if whole else 0.0 for name, (part, whole) in shares.items()}}


def by_label(names: Sequence[str], rows: Sequence[Sequence[int]]) -> dict[str, dict[str, float]]:
    """The `measures` of each label of a `confusion` matrix."""
    columns = [sum(column) for column in zip(*rows, strict=True)]
    return {name: measures(sum(rows[at]), columns[at], rows[at][at]) for at, name in enumerate(names)}


def by_member(predicted: Sequence[str], references: Sequence[str]) -> dict[str, dict[str, float]]:
    """The `measures` of each label of texts that have several, of those predicted or right anywhere."""
    rows = [(members_of(one), members_of(other)) for one, other in zip(predicted, references, strict=True)]
    written, right, hits = (
        Counter(name for members in sets for name in members)
        for sets in ([row[0] for row in rows], [row[1] for row in rows], [row[0] & row[1] for row in rows])
    )
    return {name: measures(right[name], written[name], hits[name]) for name in sorted({*written, *right})}

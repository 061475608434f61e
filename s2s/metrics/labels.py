"""How many labels are right, and how far numbers are off. Labels are compared as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy
import numpy.typing


def labels(lines: Sequence[str], each: bool) -> list[str]:
    """The label of each line, or, with `each`, of each word."""
    return [label for line in lines for label in line.split(" ")] if each else list(lines)


def accuracy(predicted: Sequence[str], gold: Sequence[str], each: bool = False) -> float:
    """The share of labels that are right, in percent."""
    pairs = list(zip(labels(predicted, each), labels(gold, each), strict=True))
    return 100 * sum(one == other for one, other in pairs) / len(pairs)


def confusion(predicted: Sequence[str], gold: Sequence[str], each: bool = False) -> tuple[list[str], list[list[int]]]:
    """Every label, and how often the row's was predicted as the column's."""
    counts = Counter(zip(labels(gold, each), labels(predicted, each), strict=True))
    names = sorted({name for pair in counts for name in pair})
    return names, [[counts[row, column] for column in names] for row in names]


def macro_f1(predicted: Sequence[str], gold: Sequence[str], each: bool = False) -> float:
    """The mean over the labels of F1 = 2·TP / (2·TP + FP + FN), in percent: rare labels count as much as common ones."""
    _, rows = confusion(predicted, gold, each)
    table = numpy.array(rows)
    hits = numpy.diag(table)
    return float(100 * (2 * hits / (table.sum(0) + table.sum(1))).mean())


def spans(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """(kind, begin, end) of each span of BIO tags; an I- that continues no span of its kind begins one."""
    begin, kind = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        mark, _, name = tag.partition("-")
        if kind and (mark != "I" or name != kind):
            yield kind, begin, place
            kind = ""
        if mark in ("B", "I") and not kind:
            begin, kind = place, name


def span_f1(predicted: Sequence[str], gold: Sequence[str]) -> float | None:
    """F1 over exact spans, in percent, as CoNLL counts them; None where the gold tags are not BIO."""
    if any(tag != "O" and tag[:2] not in ("B-", "I-") for line in gold for tag in line.split(" ")):
        return None
    found = [[{*spans(line.split(" "))} for line in lines] for lines in (predicted, gold)]
    hits = sum(len(one & other) for one, other in zip(*found, strict=True))
    total = sum(len(some) for lines in found for some in lines)
    return 100 * 2 * hits / total if total else None


def errors(predicted: Sequence[numpy.typing.ArrayLike], gold: Sequence[numpy.typing.ArrayLike]) -> dict[str, float]:
    """Mean square and mean absolute error, over all numbers of all examples."""
    apart = numpy.concatenate(
        [numpy.ravel(one) - numpy.ravel(other) for one, other in zip(predicted, gold, strict=True)]
    ).astype(numpy.float64)
    return {"mse": float((apart**2).mean()), "mae": float(numpy.abs(apart).mean())}

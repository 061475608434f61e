"""F1 over the spans that tags mark, as CoNLL's shared tasks count them (Tjong Kim Sang and De Meulder 2003, W03-0419)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy

from s2s.data.tags import Span, is_mark, scheme_of, spans, strict_spans
from s2s.errors import UserError
from s2s.metrics.base import Doubles, SummedMetric
from s2s.metrics.confusion import measures

Tags = Sequence[Sequence[str]]
Reader = Callable[[Sequence[str]], Iterable[Span]]


class SpanF1(SummedMetric):
    """F1 over exact spans as conlleval finds them, in percent; 0 where there are none."""

    def statistics(self, predicted: Tags, references: Tags) -> Doubles:
        """Spans of each example that are right, and those of both sides: (N, 2). Raises `UserError` for other tags."""
        if not are_spans(references):
            raise UserError(
                "span_f1: the tags are not BIO or BIOES (O, B-KIND, I-KIND, …), so they mark no spans; use accuracy"
            )
        return counted(predicted, references, spans)

    def of_lines(self, predicted: Tags, references: Tags) -> list[float]:
        """The score of each example by itself; nan where neither side has a span."""
        return [self.of_sums(row) if row[1] else math.nan for row in self.statistics(predicted, references)]

    def of_sums(self, sums: Doubles) -> float:
        """F1 = 2·TP / (2·TP + FP + FN), whose denominator counts the spans of both sides."""
        return float(100 * 2 * sums[0] / sums[1]) if sums[1] else 0.0


class StrictSpanF1(SpanF1):
    """The same over the spans that are written as the references' scheme has them: seqeval's ``mode="strict"``."""

    def statistics(self, predicted: Tags, references: Tags) -> Doubles:
        """As `SpanF1.statistics`; raises `UserError` for references of a mixture of schemes, too."""
        count = scheme_of(references, "span_f1_strict")
        if count is None and are_spans(references):
            return counted(predicted, references, spans)  # nothing but O
        if count is None:
            raise UserError("span_f1_strict: the tags are not BIO or BIOES, so they mark no spans; use accuracy")
        scheme = count.scheme
        return counted(predicted, references, lambda tags: strict_spans(tags, scheme))


def counted(predicted: Tags, references: Tags, read: Reader) -> Doubles:
    """Spans of each example that are right, and those of both sides, as `read` finds them: (N, 2)."""
    rows = []
    for tags, expected in zip(predicted, references, strict=True):
        predicted_spans, reference_spans = {*read(tags)}, {*read(expected)}
        rows.append((len(predicted_spans & reference_spans), len(predicted_spans) + len(reference_spans)))
    return numpy.array(rows, numpy.float64)


def are_spans(lines: Tags) -> bool:
    """Whether all tags are O or the letter of a scheme with a kind."""
    return all(map(is_mark, {tag for tags in lines for tag in tags}))


def by_type(predicted: Tags, references: Tags) -> dict[str, dict[str, float]]:
    """Of each kind of spans: how many there are in the references, and precision, recall and F1 in percent."""
    counts: dict[str, list[int]] = {}
    for tags, expected in zip(predicted, references, strict=True):
        sides = {*spans(expected)}, {*spans(tags)}
        for column, some in enumerate((*sides, sides[0] & sides[1])):
            for kind, _, _ in some:
                counts.setdefault(kind, [0, 0, 0])[column] += 1
    return {kind: measures(*counts[kind]) for kind in sorted(counts)}

"""F1 over the spans that BIO tags mark, as CoNLL's shared tasks count them (Tjong Kim Sang and De Meulder 2003, W03-0419)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy

from s2s.errors import UserError
from s2s.metrics.base import Doubles, SummedMetric


class SpanF1(SummedMetric):
    """F1 over exact spans, in percent; 0 where there are none."""

    def statistics(self, predicted: Sequence[Sequence[str]], references: Sequence[Sequence[str]]) -> Doubles:
        """Spans of each example that are right, and those of both sides: (N, 2). Raises `UserError` for other tags."""
        if not are_spans(references):
            raise UserError("span_f1: the tags are not BIO (O, B-KIND, I-KIND), so they mark no spans; use accuracy")
        rows = []
        for tags, expected in zip(predicted, references, strict=True):
            predicted_spans, reference_spans = {*spans(tags)}, {*spans(expected)}
            rows.append((len(predicted_spans & reference_spans), len(predicted_spans) + len(reference_spans)))
        return numpy.array(rows, numpy.float64)

    def of_sums(self, sums: Doubles) -> float:
        """F1 = 2·TP / (2·TP + FP + FN), whose denominator counts the spans of both sides."""
        return float(100 * 2 * sums[0] / sums[1]) if sums[1] else 0.0


def are_spans(lines: Sequence[Sequence[str]]) -> bool:
    """Whether all tags are BIO."""
    return all(tag == "O" or tag[:2] in ("B-", "I-") for tags in lines for tag in tags)


def spans(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """(kind, begin, end) of each span of BIO tags; an I- that continues no span of its kind begins one."""
    begin, kind = 0, ""
    for position, tag in enumerate([*tags, "O"]):
        mark, _, name = tag.partition("-")
        if kind and (mark != "I" or name != kind):
            yield kind, begin, position
            kind = ""
        if mark in ("B", "I") and not kind:
            begin, kind = position, name

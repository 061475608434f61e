"""The mean of the labels' F1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from s2s.metrics.confusion import Labelled, by_member, confusion
from s2s.metrics.labelled import LabelSet


class MacroF1:
    """The mean over the labels of F1 = 2·TP / (2·TP + FP + FN), in percent: rare labels count as much as common ones."""

    def score(
        self,
        predicted: Sequence[Labelled],
        references: Sequence[Labelled],
        sources: Sequence[object] | None = None,
    ) -> float:
        """Over the labels that are predicted or right anywhere; 100 where texts of several labels have none."""
        if references and isinstance(references[0], LabelSet):
            each = [one["F1"] for one in by_member(predicted, references).values()]  # type: ignore[arg-type]
            return sum(each) / len(each) if each else 100.0
        _, rows = confusion(predicted, references)
        table = numpy.array(rows)
        hits = numpy.diag(table)
        return float(100 * (2 * hits / (table.sum(0) + table.sum(1))).mean())

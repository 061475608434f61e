"""A look at the first pairs of a corpus that is about to be trained on: cheap, whatever its size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from s2s.data.corpora.formats.base import Row
from s2s.doctor.examine import check_overlap, examine
from s2s.doctor.report import CHECKS, excerpt

FIRST = 10_000
RARE = 0.001
"""A share of pairs that is not worth a line; a pair that is in the validation set too always is."""


def glance(train: Any, validation: Any) -> list[str]:
    """A line on each thing that is wrong in the first pairs of two tables with the columns source and target."""
    examined, held = (
        examine(split, partial(rows_of, table)) for split, table in (("train", train), ("validation", validation))
    )
    check_overlap(examined, "validation", held)
    report = examined.report
    report.settle(rows_of(train))
    lines = []
    for finding in report.findings:
        if len(finding.lines) >= RARE * report.pairs or finding.check == "in validation":
            row = report.examples[finding.lines[0]]
            side = "" if finding.side == "pair" else f" ({finding.side})"
            lines.append(
                f"{len(finding.lines):,} of the first {report.pairs:,} training pairs: {finding.check}{side},"
                f" {CHECKS[finding.check]}; such as {excerpt(row.source)} │ {excerpt(row.target)}"
            )
    return lines


def rows_of(table: Any) -> Iterator[Row]:
    """The first pairs of a table that has the columns `source` and `target`."""
    columns = table[:FIRST]
    for line, (source, target) in enumerate(zip(columns["source"], columns["target"], strict=True), start=1):
        yield Row(line, source, target)

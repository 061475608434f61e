"""A look at some pairs of a corpus that is about to be trained on: cheap, whatever its size."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

from s2s.data.corpora.formats.base import Row
from s2s.doctor import repeats
from s2s.doctor.checks.registry import CHECKS
from s2s.doctor.columns import Columns
from s2s.doctor.examine import check_overlap, check_repeats, examine
from s2s.doctor.function_words import suspicious
from s2s.doctor.reading import apart
from s2s.doctor.report import Finding, Report, excerpt

FIRST, SAMPLE = 10_000, 2_000
"""Pairs at the beginning that are looked at for repetitions, and pairs from all over that are examined."""
RARE = 0.001
"""A share of pairs that is not worth a line; a pair that is in the validation set too always is."""
LIMIT_LINES = 3
REPETITIONS = ("duplicate", "crowd")
"""What shows among neighbours, not in a sample."""
URGENT = ("declared", "swapped", "in validation")
"""What is said first, however rare it is."""


class Remark(NamedTuple):
    """A finding of one of the two looks, with its example."""

    finding: Finding
    pairs: int
    """Those that were looked at."""
    row: Row
    notes: Sequence[str]


def glance(train: Any, validation: Any, languages: tuple[str, str], features: int = 0) -> list[str]:
    """At most `LIMIT_LINES` lines on what is wrong in two tables with the columns source and target.

    The identifier of languages, which takes a second to load, is asked only where the side has the words or the script of
    another language, or texts that look like one. The last `features` of a source's parts between tabs are no text, but tell
    it from other sources.
    """
    sample = rows_of(train, max(1, -(-len(train) // SAMPLE)), len(train), features)
    report = examined(sample, languages)
    report.findings = [finding for finding in report.findings if finding.check not in REPETITIONS]
    remarks = [*remarks_of(report, sample), *repetitions(train, validation, features)]
    remarks.sort(key=lambda remark: (remark.finding.check not in URGENT, -len(remark.finding.lines) / remark.pairs))
    lines = [*map(said, remarks[:LIMIT_LINES])]
    if len(remarks) > LIMIT_LINES:
        rest = ", ".join(f"{name_of(remark.finding)} ({len(remark.finding.lines):,})" for remark in remarks[2:])
        lines[-1] = f"and {len(remarks) - 2} other findings: {rest}"
    return lines


def examined(sample: Sequence[Row], languages: tuple[str, str]) -> Report:
    """What is wrong in the sampled pairs."""
    report = examine("train", lambda: iter(sample), languages=languages, identify=False).report
    texts = [row.source for row in sample], [row.target for row in sample]
    doubtful = any(suspicious(side, code) for side, code in zip(texts, languages, strict=True))
    if doubtful or any(f.check in ("swapped", "language") and is_usual(f, len(sample)) for f in report.findings):
        return examine("train", lambda: iter(sample), languages=languages).report
    return report


def repetitions(train: Any, validation: Any, features: int) -> list[Remark]:
    """Pairs among the first ones that are there twice, or in the validation set."""
    rows, held = (rows_of(table, 1, FIRST, features) for table in (train, validation))
    report, columns, held_columns = Report("train"), keys_of(rows), keys_of(held)
    report.pairs = len(rows)
    check_repeats(columns, report)
    check_overlap(report, columns, "validation", held_columns)
    return remarks_of(report, rows)


def remarks_of(report: Report, rows: Sequence[Row]) -> list[Remark]:
    """The findings that are worth a line."""
    report.settle(iter(rows))
    return [
        Remark(finding, report.pairs, report.examples[finding.lines[0]], report.notes)
        for finding in report.findings
        if CHECKS[finding.check].warns and (is_usual(finding, report.pairs) or finding.check == "in validation")
    ]


def is_usual(finding: Finding, pairs: int) -> bool:
    """Whether so many of the pairs have the fault that it may matter."""
    return bool(finding.lines) and len(finding.lines) >= RARE * pairs


def said(remark: Remark) -> str:
    """A line on a finding: how many pairs, what is wrong, an example; where it is the whole corpus, the remedy."""
    finding, check = remark.finding, CHECKS[remark.finding.check]
    whole = finding.check in ("declared", "swapped") and remark.notes
    meaning = f"{'; '.join(remark.notes)}; {check.remedy}" if whole else check.meaning
    return (
        f"{len(finding.lines):,} of {remark.pairs:,} training pairs looked at: {name_of(finding)}, {meaning};"
        f" such as {excerpt(remark.row.source)} │ {excerpt(remark.row.target)}"
    )


def name_of(finding: Finding) -> str:
    """The check and its side."""
    return finding.check if finding.side == "pair" else f"{finding.check} ({finding.side})"


def rows_of(table: Any, step: int, stop: int, features: int) -> list[Row]:
    """Every pair of a step among the first ones of a table that has the columns `source` and `target`."""
    stop = min(stop, len(table))
    columns = table[:stop] if step == 1 else table[range(0, stop, step)]
    pairs = zip(range(1, stop + 1, step), columns["source"], columns["target"], strict=True)
    return [*apart(itertools.starmap(Row, pairs), features)]


def keys_of(rows: Sequence[Row]) -> Columns:
    """What is needed to compare pairs with each other."""
    columns = Columns()
    for row in rows:
        columns.lines.append(row.line)
        columns.featured |= bool(row.features)
        columns.sound.append(bool(row.source.strip() and row.target.strip()))
        for keys, text in zip(columns.keys, row.whole, strict=True):
            keys.append(repeats.key_of(text))
    return columns

"""What was found in a corpus, by line: as a table for people, as JSON for programs."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from s2s.data.corpora.formats.base import Row
from s2s.data.text.lines import MARK
from s2s.doctor.checks.base import Fix, Side
from s2s.doctor.checks.registry import CHECKS
from s2s.doctor.texts import first_odd
from s2s.errors import CONTROL

SHOWN, WIDTH = 4, 56  # lines of each finding in the table, characters of an example


@dataclass
class Finding:
    """The lines of one split that fail one check."""

    check: str
    """A key of `CHECKS`."""
    side: Side
    lines: array[int] = field(default_factory=lambda: array("Q"))
    """Counted from 1, in order."""
    others: array[int] = field(default_factory=lambda: array("Q"))
    """For each of `lines` the one that it repeats; empty for most checks."""

    def add(self, lines: Iterable[int], others: Iterable[int] = ()) -> None:
        """Append lines and, where a finding has them, the lines that each of them repeats."""
        self.lines.extend(lines)
        self.others.extend(others)

    def sort(self) -> None:
        """Bring lines that were found one kind after the other into order."""
        if not self.others:
            self.lines = array("Q", sorted(set(self.lines)))


@dataclass
class Report:
    """What was found in one split."""

    name: str
    pairs: int = 0
    """Lines, or pairs of lines, those that could not be read included."""
    findings: list[Finding] = field(default_factory=list)
    unchecked: dict[str, str] = field(default_factory=dict)
    """Why a check was not made."""
    notes: list[str] = field(default_factory=list)
    examples: dict[int, Row] = field(default_factory=dict)
    """The first line of each finding."""

    def finding(self, check: str, side: Side) -> Finding:
        """The finding of this check and side, which is new and empty if there was none."""
        for finding in self.findings:
            if (finding.check, finding.side) == (check, side):
                return finding
        self.findings.append(Finding(check, side))
        return self.findings[-1]

    def settle(self, rows: Iterator[Row]) -> None:
        """Put the findings in order, and find their examples among `rows`."""
        order = list(CHECKS)
        self.findings = [finding for finding in self.findings if finding.lines]
        self.findings.sort(key=lambda finding: (order.index(finding.check), finding.side))
        for finding in self.findings:
            finding.sort()
        wanted = {finding.lines[0] for finding in self.findings}
        for row in rows if wanted else ():
            if row.line in wanted:
                self.examples[row.line] = row
                if len(self.examples) == len(wanted):
                    break


def as_text(reports: dict[str, Report]) -> str:
    """The report as people read it: for each finding its count, share, first lines, an example and the remedy."""
    lines: list[str] = []
    for split, report in reports.items():
        lines.append(f"{split}: {report.name}, {report.pairs:,} pairs")
        for finding in report.findings:
            count = len(finding.lines)
            share = f"{count / report.pairs:.2%}" if count * 10_000 >= report.pairs else "<0.01%"
            first = ", ".join(f"{line:,}" for line in finding.lines[:SHOWN])
            more = ", …" if count > SHOWN else ""
            what = f"{CHECKS[finding.check].meaning}: line {first}{more}"
            lines.append(f"  {finding.check:13} {finding.side:6} {count:>9,} {share:>7}  {what}")
            lines.append(f"{'':15}{example(finding, report.examples[finding.lines[0]])}")
            lines.append(f"{'':15}remedy: {CHECKS[finding.check].remedy}")
        lines += [f"  {note}" for note in report.notes]
        lines += [f"  {check:13} not checked: {why}" for check, why in report.unchecked.items()]
        if not report.findings:
            lines.append("  nothing found")
    return "\n".join(lines)


def example(finding: Finding, row: Row) -> str:
    """The first line of a finding, with both texts and the line that it repeats."""
    repeated = f" (line {finding.others[0]:,})" if finding.others else ""
    return f"{row.line:,}: {excerpt(row.source)} │ {excerpt(row.target)}{repeated}"


def excerpt(text: str) -> str:
    """Some of `text`, what is odd in it included, with escapes for what a terminal would obey."""
    odd = first_odd(text)
    begin = odd - WIDTH // 2 if odd >= WIDTH else 0
    part = CONTROL.sub(escape, text[begin : begin + WIDTH]).replace(MARK, "\\ufeff")
    return "…" * bool(begin) + part + "…" * (begin + WIDTH < len(text))


def escape(match: Any) -> str:
    """A control character, or a byte that is not UTF-8, as an escape: ``\\x1b``."""
    code = ord(match[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else ascii(match[0])[1:-1]


def as_json(reports: dict[str, Report]) -> dict[str, Any]:
    """The reports as `s2s doctor --json` prints them, by split."""
    return {split: split_as_json(report) for split, report in reports.items()}


def split_as_json(report: Report) -> dict[str, Any]:
    """The report on one split, with every line number."""
    return {
        "name": report.name,
        "pairs": report.pairs,
        "findings": [
            {
                "check": finding.check,
                "side": finding.side,
                "meaning": CHECKS[finding.check].meaning,
                "remedy": CHECKS[finding.check].remedy,
                "fix": CHECKS[finding.check].fix.value,
                "count": len(finding.lines),
                "lines": finding.lines.tolist(),
                **({"others": finding.others.tolist()} if finding.others else {}),
            }
            for finding in report.findings
        ],
        "unchecked": report.unchecked,
        "notes": report.notes,
    }


def left_out(findings: Sequence[Finding]) -> Iterator[int]:
    """The lines that a cleaned copy does without."""
    for finding in findings:
        if CHECKS[finding.check].fix is Fix.left_out:
            yield from finding.lines


def mended(findings: Sequence[Finding]) -> list[Finding]:
    """The findings whose lines a cleaned copy has without the fault."""
    return [finding for finding in findings if CHECKS[finding.check].fix is Fix.mended]

"""A cleaned copy of a corpus. Neither what is read nor anything else that is there already is ever written to."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from s2s.config.corpora import Shape
from s2s.config.formats import FORMATS, format_of
from s2s.data.corpora.formats.base import Row
from s2s.data.corpora.formats.choose import load_format
from s2s.doctor.checks.mend import mended_pair
from s2s.doctor.checks.registry import CHECKS
from s2s.doctor.examine import Examined, check_overlap, examine
from s2s.doctor.reading import Data
from s2s.doctor.report import Finding, left_out, mended
from s2s.doctor.texts import repaired
from s2s.errors import UserError
from s2s.files import ABANDONED, clear, packed, partial_of, unwritable, write


def outputs(out: str, source: str, target: str, features: int = 0) -> list[Path]:
    """The files of a copy named `out`, as a corpus is; their sources may have `features`.

    Raises `UserError` if one of them, or the report, is there, or where they cannot hold the features, or two sides of one
    language.
    """
    if not os.path.basename(out):
        raise UserError(f"--fix {out}: is no name; give a prefix, such as {os.path.join(out, 'clean')}")
    form = written_as(out)
    paths = [Path(name) for name in load_format(form).outputs(out, source, target)]
    if not FORMATS.facts(form).features and (features or source == target):
        why = "has no columns of features" if features else f"tells its sides apart by language, and both are {source}"
        raise UserError(f"--fix {out}: {why}; give a name that ends in .tsv")
    for path in [*paths, report_of(out)]:
        if os.path.lexists(path):
            raise UserError(f"--fix {out}: {path} is there already; give another name, or remove it")
    return paths


def written_as(out: str) -> str:
    """The name of the format of a copy named `out`."""
    return format_of("--fix", out, (Shape.pairs,))[0]


def report_of(out: str) -> Path:
    """The file that holds the report on a cleaned copy."""
    return Path(f"{out}.report.json")


def clean(
    train: Data, languages: tuple[str, str], examined: dict[str, Examined]
) -> tuple[Callable[[], Iterator[Row]], bytearray, set[int]]:
    """The pairs without what `examined` found in them, 1 for each line that is left out of them, and the lines that are mended.

    What is left out changes what is usual, and what is mended may repeat a pair: the rest is examined in its turn,
    until nothing is found that can be mended or left out. Raises `UserError` where the lines of two files do not belong
    together, or if nothing is left.
    """
    report = examined["train"].report
    refuse_mismatch(train, report.pairs)
    dropped = bytearray(examined["train"].columns.lines[-1] + 1)
    swapped, changed = set[int](), set[int]()

    def remaining() -> Iterator[Row]:
        for row in train.rows():
            if row.line < len(dropped) and not dropped[row.line]:
                texts = (row.target, row.source) if row.line in swapped else (row.source, row.target)
                features = tuple(map(repaired, row.features))
                yield Row(row.line, *mended_pair(*texts, languages), features=features)

    remarks = report.findings
    while to_do(remarks, swapped):
        for finding in mended(remarks):
            changed.update(finding.lines)
            if finding.check == "swapped":
                swapped.update(finding.lines)
        for line in left_out(remarks):
            dropped[line] = 1
        if sum(dropped) == report.pairs:
            raise UserError(f"{train.name}: every pair has to be left out, and nothing would be written")
        again = examine(train.name, remaining, languages=languages)
        for split, held in examined.items():
            if split != "train":
                check_overlap(again.report, again.columns, split, held.columns)
        again.report.settle(iter(()))
        remarks = again.report.findings
    return remaining, dropped, changed


def to_do(findings: Sequence[Finding], swapped: set[int]) -> bool:
    """Whether there is anything to leave out, or to mend; a pair that has been swapped once stays so."""
    exchange = any(finding.check == "swapped" and not swapped.issuperset(finding.lines) for finding in findings)
    others = [finding for finding in mended(findings) if finding.check != "swapped"]
    return exchange or bool(others) or any(True for _ in left_out(findings))


def refuse_mismatch(train: Data, pairs: int) -> None:
    """Raise `UserError` where the rest of a file cannot be read, or if one file has more lines than the other.

    Blank lines at the end do not count.
    """
    for row in train.rows():
        if row.fault == "unreadable":
            remedy = CHECKS[row.fault].remedy
            raise UserError(f"{train.name}: from line {row.line:,} on the file cannot be read, nor copied; {remedy}")
        if row.fault == "count" and (row.source.strip() or row.target.strip()):
            raise UserError(
                f"{train.name}: the files have different numbers of lines, and only people can tell which line has no"
                f" partner; make them fit by hand (line {row.line:,} of {pairs:,} is the first that only one of them has)"
            )


def write_copy(out: str, languages: tuple[str, str], train: Data, rows: Iterator[Row]) -> list[Path]:
    """Write `rows` to files, which appear when they are whole."""
    paths = outputs(out, *languages)
    partials = [(partial_of(path), path) for path in paths]
    try:
        form = load_format(written_as(out))
        with ExitStack() as stack:
            sinks = [opened(partial, path, stack) for partial, path in partials]
            for row in rows:
                pair = row.source, "\t".join((row.target, *row.features))
                for sink, line in zip(sinks, form.formatted(pair, *languages), strict=True):
                    sink.write(line.encode())
                    sink.write(b"\n")
        for partial, path in partials:
            os.replace(partial, path)
    except (OSError, ValueError) as error:
        raise unwritable(paths[0], error, sum(map(os.path.getsize, train.files))) from None
    finally:
        for partial, _ in partials:
            with contextlib.suppress(OSError, ValueError):
                partial.unlink()
    return paths


def opened(partial: Path, path: Path, stack: ExitStack) -> BinaryIO:
    """Open `partial`, which becomes `path` when it is whole; it is compressed if the name of `path` says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    clear(path, ABANDONED)
    # A new file, so that no link laid in its place is followed.
    return packed(stack.enter_context(open(partial, "xb")), path.name, stack)


def write_fixed(
    out: str, languages: tuple[str, str], train: Data, examined: dict[str, Examined], record: dict[str, Any]
) -> dict[str, Any]:
    """Write a cleaned copy and, beside it, `record`, what was found, and what was done; returns the latter."""
    remaining, dropped, changed = clean(train, languages, examined)
    paths = write_copy(out, languages, train, remaining())
    report = examined["train"].report
    done = {
        "files": [str(path) for path in paths],
        "pairs": report.pairs - sum(dropped),
        "left out": [line for line, is_dropped in enumerate(dropped) if is_dropped],
        "mended": sorted(line for line in changed if not dropped[line]),
    }
    content = json.dumps({"found": record, "fixed": done}, indent=1)
    write(report_of(out), content.encode() + b"\n")
    return done

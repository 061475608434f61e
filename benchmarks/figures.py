"""Hold the figures of README and docs to what was measured: ``python benchmarks/figures.py`` lists those that stand in no result.

A figure is a number with a unit, or a cell of a table that is nothing but a number. Under the heading of its section a comment
says where it stands, ``<!-- figures: multi30k.jsonl, curve.jsonl -->``, files of ``benchmarks/results/`` which must hold it with the
digits that are printed, or why it is none, ``<!-- no figures: the numbers of the recipe's table -->``. What a section says beside its
results, such as a difference of two of them, stands in ``figures.yaml``, each with its reason.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"
REASONS = ROOT / "benchmarks" / "figures.yaml"
GENERATED = {"options.md", "commands.md", "guide.md", "guide.bn.md"}
"""Pages whose figures are those of the code, or are printed anew by their tests."""
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
UNIT = re.compile(
    rf"(?<![\w.,/])({NUMBER})\s?(BLEU|chrF|minutes|hours|seconds|s|ms|microseconds|MB|GB|tokens/s|GFLOP/s|×|million)(?![\w-])"
)
CELL = re.compile(rf"\s*[+-]?({NUMBER})\s*(%|×|s|MB)?\s*")
SECTION = re.compile(r"<!-- (no )?figures: (.+) -->")
SCALES = {
    "minutes": (1.0, 1 / 60),
    "hours": (1.0, 1 / 60, 1 / 3600),
    "ms": (1.0, 1e3, 1e-3),
    "microseconds": (1.0, 1e3, 1e6),
    "MB": (1.0, 1e-3, 1e-6),
    "GB": (1.0, 1e-3, 1e-6, 1e-9),
    "million": (1.0, 1e-6),
    "s": (1.0, 60.0),
    "BLEU": (1.0,),
    "chrF": (1.0,),
    "tokens/s": (1.0,),
    "GFLOP/s": (1.0,),
}
"""From the unit of a result to that of a page; of other figures, shares to per cent and units to millions."""


class Figure(NamedTuple):
    """A figure of a page, with the files that its section names."""

    page: str
    line: int
    text: str
    number: str
    unit: str
    files: tuple[str, ...]


def figures(page: Path) -> Iterator[Figure]:
    """The figures of `page`, blocks of code left out, and sections that have none."""
    files: tuple[str, ...] = ()
    code = exempt = False
    name = page.relative_to(ROOT).as_posix()
    for count, line in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
        code ^= line.startswith("```")
        if line.startswith("#") and not code:
            files, exempt = (), False
        if named := SECTION.fullmatch(line.strip()):
            files, exempt = tuple(named[2].split(", ")), bool(named[1])
        elif not code and not exempt and not line.startswith("    "):
            for text, number, unit in in_line(line):
                yield Figure(name, count, text, number, unit, files)


def in_line(line: str) -> Iterator[tuple[str, str, str]]:
    """The figures of a line: as it has them, their number, and their unit or nothing."""
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", " ", line)
    found = {match.start(1): (match[0], match[1], match[2]) for match in UNIT.finditer(prose)}
    if line.startswith("|"):
        for cell in re.finditer(r"[^|]+", prose):
            if match := CELL.fullmatch(cell[0]):
                found[cell.start() + match.start(1)] = (cell[0].strip(), match[1], match[2] or "")
    yield from (figure for _, figure in sorted(found.items()))


@cache
def measured(file: str) -> tuple[float, ...]:
    """Every number of a file of results, those in its texts too."""
    lines = (RESULTS / file).read_text(encoding="utf-8").split("\n")
    values = [json.loads(line) for line in lines if line] if file.endswith(".jsonl") else lines
    return tuple(sorted(set(numbers(values))))


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, (int, float)):
        yield abs(float(value))
    elif isinstance(value, str):
        yield from (float(text.replace(",", "")) for text in re.findall(NUMBER, value))
    else:
        for entry in value.items() if isinstance(value, dict) else value:
            yield from numbers(entry)


def stands(figure: Figure) -> bool:
    """Whether a result, rounded as the page has it, is that figure."""
    digits = len(figure.number.partition(".")[2])
    wanted = float(figure.number.replace(",", ""))
    half = 0.5 * 10.0**-digits
    if not digits:  # 6,260 and 1,030,000 are rounded, too
        whole = figure.number.replace(",", "")
        half *= 10.0 ** min(len(whole) - len(whole.rstrip("0")), 4)
    scales = SCALES.get(figure.unit, (1.0, 100.0, 1e-6))
    values = (value for file in figure.files for value in measured(file))
    return any(abs(value * scale - wanted) <= half * (1 + 1e-9) for value in values for scale in scales)


def pages() -> list[Path]:
    docs = (page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in GENERATED)
    return [ROOT / "README.md", ROOT / "benchmarks" / "README.md", *docs]


def unproven() -> tuple[list[Figure], list[str]]:
    """Figures that stand in no result and have no reason; reasons that no figure needs."""
    reasons: dict[str, dict[str, str]] = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    used = set()
    missing = []
    for page in pages():
        for figure in figures(page):
            given = reasons.get(figure.page, {})
            if stands(figure):
                continue
            if figure.text in given:
                used.add((figure.page, figure.text))
            else:
                missing.append(figure)
    idle = [f"{page}: {text}" for page, given in reasons.items() for text in given if (page, text) not in used]
    return missing, idle


def main() -> None:
    missing, idle = unproven()
    for figure in missing:
        print(
            f"{figure.page}:{figure.line}: {figure.text}: in no result of {', '.join(figure.files) or 'any file, as none is named'}"
        )
    for reason in idle:
        print(f"figures.yaml: {reason}: needs no reason any more")
    sys.exit(bool(missing or idle))


if __name__ == "__main__":
    main()

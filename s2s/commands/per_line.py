"""What ``s2s evaluate --per-line`` writes, and what ``--sort worst`` shows: each line with its scores."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy

from s2s.commands.output import output
from s2s.errors import UserError
from s2s.tasks.evaluation import Evaluation, Line

SHOWN = 10
"""The worst lines that are shown."""


def check_path(path: str | None) -> None:
    """Raise `UserError` for a file that cannot be, before minutes are spent on what it is to hold."""
    if path is not None and (Path(path).is_dir() or not Path(path).absolute().parent.is_dir()):
        raise UserError(f"--per-line {path}: give a file in a folder that exists")


def write(path: str, lines: Sequence[Line], names: Sequence[str]) -> None:
    """Write `lines` with their scores by the metrics called `names`: JSON lines by the suffix, else a table (TSV)."""
    jsonl = path.removesuffix(".gz").endswith(".jsonl")
    with output(path, "--per-line") as sink:
        for row in map(as_json, lines) if jsonl else rows_of(lines, names):
            sink.write(row.encode())


def as_json(line: Line) -> str:
    """The `record` of a line, in one of a file."""
    return json.dumps(record(line), ensure_ascii=False) + "\n"


def record(line: Line) -> dict[str, Any]:
    """A line by the names of its parts; a score that is infinite or missing is null."""
    scores = {name: score if math.isfinite(score) else None for name, score in line.scores.items()}
    source = None if line.source is None else text_of(line.source)
    references = [text_of(reference) for reference in line.references]
    return {"line": line.number, "scores": scores, "source": source, "outputs": line.outputs, "references": references}


def rows_of(lines: Sequence[Line], names: Sequence[str]) -> Iterable[str]:
    """A header and a row for each line, apart by tabs; what holds a tab or a quote is in quotes, as spreadsheets do."""
    outputs = max(len(line.outputs) for line in lines)
    references = max(len(line.references) for line in lines)
    header = ["line", *names, "source", *numbered("output", outputs), *numbered("reference", references)]
    yield table_row(header)
    for line in lines:
        scores = [f"{line.scores[name]:.6g}" for name in names]
        source = "" if line.source is None else text_of(line.source)
        right = [*map(text_of, line.references), *[""] * (references - len(line.references))]
        yield table_row([str(line.number), *scores, source, *line.outputs, *right])


def numbered(name: str, count: int) -> list[str]:
    """The names of `count` columns: the first is `name` itself."""
    return [name, *(f"{name}_{number}" for number in range(2, count + 1))]


def table_row(cells: Sequence[str]) -> str:
    """One row of a table."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def text_of(value: Any) -> str:
    """Text as it is; of numbers six digits each."""
    return value if isinstance(value, str) else " ".join(f"{number:.6g}" for number in numpy.ravel(value))


def worst(evaluation: Evaluation) -> str:
    """The worst lines by the first metric, to read."""
    name, first = next(iter(evaluation.scores.items()))
    shown = evaluation.worst_first[:SHOWN]
    lines = [f"the {len(shown)} worst lines by {first.label}:"]
    for line in shown:
        lines.append(f"line {line.number:,}: {line.scores[name]:.2f}")
        parts = [] if line.source is None else [("source", text_of(line.source))]
        parts += [("output", text) for text in line.outputs]
        parts += [("reference", text_of(reference)) for reference in line.references]
        lines += [f"  {label:9} {text}" for label, text in parts]
    return "\n".join(lines)

"""What a run folder records of its training: metrics.jsonl, times.jsonl, results.json, and whether it is being trained.

None of it needs torch. All of it may be damaged, or be written by another process while it is read.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from s2s.files import locked, read, write
from s2s.runs.folder import LARGEST_LOG
from s2s.runs.names import CARD

METRICS, TIMES, RESULTS = "metrics.jsonl", "times.jsonl", "results.json"
LARGEST_RESULTS = 1 << 26
"""Bytes of results.json. A run of a million validations writes less."""
VALIDATION = "validation_"
"""What begins the names of metrics.jsonl that a validation has measured."""


def read_log(path: Path) -> bytes:
    """What a file of a log holds; nothing where there is none that can be read."""
    try:
        return read(path, LARGEST_LOG)
    except OSError:
        return b""


def until(content: bytes, step: float) -> list[dict[str, Any]]:
    """The lines of times.jsonl up to `step`; one that was cut off is passed over."""
    lines = []
    for line in content.split(b"\n"):
        with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
            record = json.loads(line)
            if record["step"] <= step:
                lines.append({"step": int(record["step"]), "minutes": float(record["minutes"])})
    return lines


def measurements(folder: Path) -> list[dict[str, float]]:
    """The lines of metrics.jsonl, each with its ``step``; of one that was cut off, and of what is no number, nothing."""
    lines = []
    for line in read_log(folder / METRICS).split(b"\n"):
        with contextlib.suppress(ValueError, RecursionError):
            record = json.loads(line)
            if isinstance(record, dict) and type(record.get("step")) is int:
                lines.append({name: value for name, value in record.items() if type(value) in (int, float)})
    return lines


def validations(lines: list[dict[str, float]]) -> list[dict[str, float]]:
    """Those of `measurements` that are validations: ``step``, ``loss`` and scores by the names of their metrics."""
    found = []
    for line in lines:
        scores = {name[len(VALIDATION) :]: value for name, value in line.items() if name.startswith(VALIDATION)}
        if scores:
            found.append({"step": line["step"], **scores})
    return found


def tiebreak(scores: Mapping[str, float]) -> tuple[float, float]:
    """What tells validations of one score apart: chrF, or 0 where it is not measured, and the negative loss."""
    return scores.get("chrf", 0.0), -scores.get("loss", math.nan)


def rank(score: float, others: tuple[float, float], step: int) -> tuple[float, tuple[float, ...], int]:
    """What validations are compared by: the score, higher is better; where that is equal, by their `tiebreak`, then by age.

    What is no number is less than any: nan is neither better nor worse than others, and would stay the best.
    """
    score, *rest = (-math.inf if math.isnan(value) else value for value in (score, *others))
    return score, tuple(rest), step


def minutes(folder: Path) -> float | None:
    """Minutes of training until the last checkpoint, without validations; None before the first one."""
    lines = until(read_log(folder / TIMES), math.inf)
    return lines[-1]["minutes"] if lines else None


def read_results(folder: Path) -> dict[str, Any]:
    """What results.json holds; nothing where there is none. Raises ValueError for anything else than training writes."""
    try:
        content = read(folder / RESULTS, LARGEST_RESULTS)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ValueError(f"{RESULTS} cannot be read ({error.strerror})") from None
    try:
        results = json.loads(content)
    except (ValueError, RecursionError):
        results = None
    if not isinstance(results, dict):
        raise ValueError(f"{RESULTS} is damaged")
    return results


def write_results(folder: Path, results: Mapping[str, Any]) -> None:
    """Write results.json, whole or not at all; what is no number, such as a loss that overflowed, as null."""
    text = json.dumps(plain(results), ensure_ascii=False, indent=1, allow_nan=False)
    write(folder / RESULTS, text.encode(errors="replace") + b"\n")


def plain(value: Any) -> Any:
    """`value` as JSON can have it."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def state_of(folder: Path, results: Mapping[str, Any]) -> str:
    """Running, where a process holds the folder's lock; finished, failed, or stopped, where it can go on."""
    if locked(folder):
        return "running"
    if (folder / CARD).is_file():
        return "finished"
    return "failed" if results.get("state") == "failed" else "stopped"

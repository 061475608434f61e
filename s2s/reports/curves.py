"""The learning curves of a run, as its folder records them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from s2s.runs.history import VALIDATION, measurements


class Curve(NamedTuple):
    """What one run measured of one thing."""

    run: str
    """What the run is called among those that are compared."""
    name: str
    """As metrics.jsonl has it, such as ``loss`` or ``validation_bleu``."""
    steps: list[int]
    values: list[float]


def curves_of(folder: Path, run: str) -> list[Curve]:
    """All that metrics.jsonl has measured more than at one step or at one, by name, in the order of first mention."""
    found: dict[str, Curve] = {}
    for line in measurements(folder):
        for name, value in line.items():
            if name not in ("step", "epoch"):
                curve = found.setdefault(name, Curve(run, name, [], []))
                curve.steps.append(int(line["step"]))
                curve.values.append(value)
    return list(found.values())


def panels(curves: Sequence[Curve]) -> dict[str, list[Curve]]:
    """The curves by what they share an axis with: the loss of training with that of validations, all else by itself.

    Without label smoothing ``nll`` equals ``loss``; validations measure it, so that it is what theirs is compared with.
    """
    found: dict[str, list[Curve]] = {}
    for curve in curves:
        title = curve.name.removeprefix(VALIDATION)
        title = {"nll": "loss", "loss": "loss with label smoothing"}.get(curve.name, title)
        found.setdefault(title, []).append(curve)
    smoothed, plain = found.get("loss with label smoothing"), found.get("loss")
    if smoothed and plain and all(any(same(one, other) for other in plain) for one in smoothed):
        del found["loss with label smoothing"]
    first = [title for title in found if title == "loss"]
    scores = [title for title, some in found.items() if title != "loss" and some[0].name.startswith(VALIDATION)]
    others = [title for title in found if title not in (*first, *scores)]
    return {title: found[title] for title in (*first, *scores, *others)}


def same(one: Curve, other: Curve) -> bool:
    """Whether two curves of one run measure the same."""
    return one.run == other.run and one.values == other.values

"""One run folder in brief: what a table of runs says of it, whoever wrote the folder and in whatever state it is."""

from __future__ import annotations

import contextlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from s2s.config.metrics import LOSS, METRICS
from s2s.config.options import options, show
from s2s.config.versions import migrated
from s2s.errors import UserError, printable
from s2s.files import opened, read
from s2s.runs import history
from s2s.runs.folder import LARGEST_CONFIG, plain
from s2s.runs.names import CARD

CARD_ROW = re.compile(r"\| test: (.+?) \| `?([-+\d.e]+)`? \|")
"""A score in the model card, which is all that runs of earlier releases keep of it."""
LARGEST_CARD, LARGEST_HEADER = 1 << 20, 1 << 24
LARGEST_WEIGHTS = 1 << 40
NAMELESS = ("name", "runs")
"""Options that say where a run is, and not what it is."""


@dataclass(frozen=True)
class Measured:
    """One score."""

    name: str
    """The metric's short name."""
    value: float
    higher_is_better: bool
    step: int | None = None

    @property
    def quality(self) -> float:
        """The score such that higher is better; negative infinity where it is not a number."""
        value = self.value if self.higher_is_better else -self.value
        return -math.inf if math.isnan(value) else value


@dataclass(frozen=True)
class Summary:
    """What is known of a run without its model."""

    folder: Path
    task: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    """By their dotted names, as config.yaml has them."""
    updates: int | None = None
    validation: Measured | None = None
    """The best one, by `train.metric`."""
    test: Measured | None = None
    minutes: float | None = None
    """Of training, without validations."""
    parameters: int | None = None
    state: str = "damaged"
    error: str = ""
    """Why the run failed, or what of its folder is damaged."""


def summary(folder: Path) -> Summary:
    """What the run folder says of itself. Damage is named in the summary, and never raised."""
    try:
        values = flat(migrated(plain(read(folder / "config.yaml", LARGEST_CONFIG).decode()), str(folder)))
    except UserError as error:
        return Summary(folder, error=str(error))
    except (OSError, yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not the YAML that training writes"
        return Summary(folder, error=f"config.yaml: {reason}")
    try:
        results, damage = history.read_results(folder), ""
    except ValueError as error:
        results, damage = {}, str(error)
    lines = history.measurements(folder)
    steps = [int(line["step"]) for line in lines[-1:]] + [saved for saved in checkpoints(folder)]
    state = history.state_of(folder, results)
    failure = printable(str(results.get("error") or "")) if state == "failed" else ""
    metric = str(values.get("train.metric"))
    return Summary(
        folder,
        str(values.get("task")),
        values,
        max(steps, default=None),
        best(metric, history.validations(lines), results),
        tested(folder, metric, results),
        history.minutes(folder),
        recorded(results, "parameters") or parameters(folder / "model.safetensors"),
        state,
        damage or failure,
    )


def recorded(results: Mapping[str, Any], name: str) -> int | None:
    """A whole number that results.json has."""
    value = results.get(name)
    return value if type(value) is int and value >= 0 else None


def flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested options by their dotted names."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        found |= flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {f"{prefix}{name}": value}
    return found


def checkpoints(folder: Path) -> list[int]:
    """The updates after which states were saved."""
    with contextlib.suppress(OSError):
        return [int(path.name[5:]) for path in (folder / "checkpoints").glob("step-*") if path.name[5:].isdecimal()]
    return []


def direction(metric: str, results: Mapping[str, Any]) -> tuple[str, bool] | None:
    """The short name of `train.metric`, and whether higher is better; of a user's own only if the run has recorded it.

    Nothing is imported for it.
    """
    if metric == LOSS:
        return LOSS, False
    if metric in METRICS.names:
        facts = METRICS.facts(metric)
        return facts.name, facts.higher_is_better
    recorded = results.get("metric")
    if isinstance(recorded, Mapping) and isinstance(recorded.get("name"), str):
        return recorded["name"], recorded.get("higher_is_better") is True
    return None


def best(metric: str, found: list[dict[str, float]], results: Mapping[str, Any]) -> Measured | None:
    """The best validation by `train.metric`, whose weights are kept; None where there is none, or no way to tell."""
    known = direction(metric, results)
    if known is None:
        return None
    name, higher = known
    others = {
        Measured(name, line[name], higher, int(line["step"])): history.tiebreak(line) for line in found if name in line
    }
    return max(others, key=lambda one: history.rank(one.quality, others[one], one.step or 0), default=None)


def tested(folder: Path, metric: str, results: Mapping[str, Any]) -> Measured | None:
    """The score on the test set by `train.metric`, or by the first metric where that is the loss."""
    found: dict[str, Measured] = {}
    test = results.get("test")
    if isinstance(test, Mapping) and test.get("split") == "test" and isinstance(test.get("scores"), Mapping):
        for name, one in test["scores"].items():
            if isinstance(one, Mapping) and type(one.get("score")) in (int, float):
                found[name] = Measured(name, one["score"], one.get("higher_is_better") is True)
    elif not results:
        found = from_card(folder)
    known = direction(metric, results)
    chosen = found.get(known[0]) if known is not None else None
    return chosen or next(iter(found.values()), None)


def from_card(folder: Path) -> dict[str, Measured]:
    """The test scores by registered metrics that the model card shows."""
    by_label = {METRICS.facts(name).label: METRICS.facts(name) for name in METRICS.names}
    found: dict[str, Measured] = {}
    with contextlib.suppress(OSError, ValueError):
        for label, value in CARD_ROW.findall(read(folder / CARD, LARGEST_CARD).decode()):
            if (facts := by_label.get(label)) is not None:
                found[facts.name] = Measured(facts.name, float(value), facts.higher_is_better)
    return found


def parameters(path: Path) -> int | None:
    """The numbers in a file of safetensors, from its header; None where there is none, or a damaged one."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        with opened(path, LARGEST_WEIGHTS) as file:
            size = int.from_bytes(file.read(8), "little")
            if size > LARGEST_HEADER:
                return None
            header = json.loads(file.read(size))
        shapes = [tensor["shape"] for name, tensor in header.items() if name != "__metadata__"]
        return sum(int(math.prod(shape)) for shape in shapes)
    return None


def differing(summaries: Sequence[Summary]) -> dict[str, list[str]]:
    """The options in which the runs differ, each with the value of every run, as one types it; of a damaged run none.

    What a run does not say, as it is of an earlier release, has its default.
    """
    defaults, whole = options(), [one for one in summaries if one.options]
    names = [name for name in dict.fromkeys([*defaults, *(name for one in whole for name in one.options)])]
    found: dict[str, list[str]] = {}
    for name in names:
        if name in NAMELESS:
            continue
        values = [show(one.options.get(name, defaults.get(name))) if one.options else "" for one in summaries]
        if len({value for value, one in zip(values, summaries, strict=True) if one.options}) > 1:
            found[name] = [printable(value) for value in values]
    return found

"""Several runs under ``s2s evaluate``: the scores of each, their mean and deviation, and those of the ensemble."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean, stdev
from typing import Any, NamedTuple

import numpy

from s2s.config.schema import RunConfig
from s2s.errors import UserError
from s2s.inference.together import alike
from s2s.runtime.process import log
from s2s.tasks.base import Task
from s2s.tasks.evaluation import Evaluation, Examples
from s2s.tasks.loaded import Loaded


class Judged(NamedTuple):
    """What `s2s.commands.evaluate` measured of one run, or of an ensemble."""

    name: str
    """The folder of the run, as it was typed."""
    task: Task
    config: RunConfig
    evaluation: Evaluation


class Several(NamedTuple):
    """What was measured of several runs."""

    runs: list[Judged]
    ensemble: Judged | None
    refusal: str
    """Why there is no ensemble, in one line; empty where there is one."""

    @property
    def means(self) -> dict[str, dict[str, float]]:
        """By the names of scores and figures: their ``mean`` over the runs and the standard ``deviation`` (n - 1)."""
        each = [numbers(run.evaluation) for run in self.runs]
        shared = [name for name in each[0] if all(name in one for one in each)]
        return {name: spread([one[name] for one in each]) for name in shared}

    def report(self) -> dict[str, Any]:
        """That of the ensemble, as it is for a run, beside the reports of the ``runs`` and the ``mean``."""
        whole = self.ensemble
        first = {"no_ensemble": self.refusal} if whole is None else whole.task.report(whole.config, whole.evaluation)
        reports = [{"run": run.name, **run.task.report(run.config, run.evaluation)} for run in self.runs]
        return {**first, "runs": reports, "mean": self.means}

    def text(self) -> str:
        """A table with a row for each run, the mean and the ensemble, and what else was measured of the ensemble."""
        means, whole = self.means, self.ensemble
        labels = {name: label_of(name, self.runs[0].evaluation) for name in means}
        rows = [["run", *labels.values()]]
        rows += [[run.name, *(shown(run.evaluation, name) for name in means)] for run in self.runs]
        rows.append(["mean", *(f"{one['mean']:.4g} ± {one['deviation']:.2g}" for one in means.values())])
        if whole is not None:
            rows.append(["ensemble", *(shown(whole.evaluation, name) for name in means)])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
        first = self.runs[0].evaluation
        said = "± of the mean: the standard deviation over the runs"
        if any(one.interval is not None for one in first.scores.values()):
            said += "; of scores: half of the 95 % interval"
        elif not first.directions:  # whose scores are means, without an interval
            said += "; of scores: --metrics NAME adds intervals"
        lines.append(said)
        if whole is not None:
            report = whole.task.report(whole.config, whole.evaluation)
            lines += ["", f"ensemble of {len(self.runs)} runs:", whole.task.text(report)]
        return "\n".join(lines)


def loaded_of(options: argparse.Namespace, folders: Sequence[str]) -> Loaded:
    """The run in a folder, or the ensemble of several, as `options` say to use it. Raises `UserError`."""
    how = options.device, options.backend, options.threads, options.allow_code, options.batch_size
    return Loaded(folders, *how, run_data=options.run_data)


def judge_each(options: argparse.Namespace, judge: Callable[[argparse.Namespace, Loaded], Judged]) -> Several:
    """Have `judge` score every run of `options` by itself and, where they can be one, the ensemble. Raises `UserError`.

    The configuration and the test set of each run are read once.
    """
    loaded = [loaded_of(options, [folder]) for folder in options.model]
    for one, folder in zip(loaded, options.model, strict=True):
        if one.config.task != loaded[0].config.task:
            tasks = f"task is {loaded[0].config.task} for one and {one.config.task} for the other"
            raise UserError(f"{options.model[0]} and {folder}: {tasks}; give runs of one task")
    refusal = refusal_of(options, loaded)
    if refusal:
        for keyword, value in (("per-line", options.per_line), ("sort", options.sort)):
            if value is not None:
                raise UserError(f"--{keyword} {value}: is of the ensemble, and there is none: {refusal}")
        log(f"{refusal}; each is scored by itself")
    together = None if refusal else loaded_of(options, options.model)
    if together is not None:
        if reads_own(options):
            together.tested = loaded[0].tested
        for one in loaded:  # as the ensemble is, so that an int8 export of one run is not compared with it
            one.backend = "torch"
    whole = {**vars(options), "per_line": None, "sort": None}
    # A run is let go with its judgement, so that the networks of all are not held at a time.
    runs = [judge(argparse.Namespace(**{**whole, "model": [name]}), loaded.pop(0)) for name in options.model]
    return Several(runs, None if together is None else judge(options, together), refusal)


def reads_own(options: argparse.Namespace) -> bool:
    """Whether the test sets of the runs are asked for, as there are no texts of the user's own."""
    return options.reference is None and options.source is None


def refusal_of(options: argparse.Namespace, loaded: Sequence[Loaded]) -> str:
    """Why the runs are no ensemble, in one line; empty where they are one."""
    first, names = loaded[0], " ".join(options.model)
    reasons = []
    if "model" not in first.task.takes(first.config, options.metrics or ()):
        reasons.append(f"{names}: no ensemble with task={first.config.task}")
    elif options.backend == "onnx":
        reasons.append(f"{names}: no ensemble with --backend onnx, as it runs in torch")
    else:
        try:
            alike(list(map(Path, options.model)), options.allow_code)
        except UserError as error:
            reasons.append(str(error))
    if reads_own(options) and not all(same(one.tested, other.tested) for one, other in pairwise(loaded)):
        reasons.append(
            f"{names}: the test sets of the runs differ, and what tests one may have trained another; "
            "give --source and --reference to score all on the same examples"
        )
    return "; ".join(reasons)


def same(one: Examples, other: Examples) -> bool:
    """Whether these are the same examples, in the same order."""
    return all(
        len(values) == len(others) and all(map(equal, values, others))
        for values, others in ((one.sources or (), other.sources or ()), (one.targets, other.targets))
    )


def equal(value: Any, other: Any) -> bool:
    """Whether two texts, or two arrays of numbers, of which some may be missing, are equal."""
    if isinstance(value, str | tuple):
        return bool(value == other)
    return numpy.array_equal(numpy.asarray(value, float), numpy.asarray(other, float), equal_nan=True)


def numbers(evaluation: Evaluation) -> dict[str, float]:
    """Scores by the names of their metrics, and figures."""
    return {**{name: one.score for name, one in evaluation.scores.items()}, **evaluation.figures}


def spread(values: Sequence[float]) -> dict[str, float]:
    """Mean and standard deviation (n - 1) of at least two values; nan where one of them is not finite."""
    if not all(map(math.isfinite, values)):
        return {"mean": math.nan, "deviation": math.nan}
    return {"mean": fmean(values), "deviation": stdev(values)}


def label_of(name: str, evaluation: Evaluation) -> str:
    """The metric, as people write it."""
    return evaluation.scores[name].label if name in evaluation.scores else name


def shown(evaluation: Evaluation, name: str) -> str:
    """A score with its interval, or a figure."""
    scores: Mapping[str, Any] = evaluation.scores
    half = scores[name].interval if name in scores else None
    value = numbers(evaluation).get(name, math.nan)
    return f"{value:.4g}" + ("" if half is None else f" ± {half:.2g}")

"""results.json: what a training has come to, for programs, the table of runs and the report."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from s2s.config.metrics import metric_facts
from s2s.config.versions import stamp
from s2s.errors import UserError
from s2s.nn.model import summary
from s2s.reports.summary import best, direction
from s2s.runs.history import measurements, minutes, validations, write_results
from s2s.runtime.machine import hardware, versions
from s2s.runtime.process import rank, world
from s2s.tasks.evaluation import Evaluation
from s2s.training.setup import Parts

LABELS = 500
"""Labels up to which the measures of each, and the confusion matrix, are kept."""


@contextlib.contextmanager
def failure_noted(folder: Path) -> Iterator[None]:
    """Have results.json say why the training of the run in `folder` has failed, where an error ends it."""
    try:
        yield
    except Exception as error:
        if rank() == 0:
            said = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            with contextlib.suppress(UserError):  # a full disk may be the error
                write_results(folder, {**stamp(), "state": "failed", "error": said})
        raise


def write_finished(
    parts: Parts, updates: int, started_by: str, split: str, evaluation: Evaluation | None, more: Mapping[str, Any]
) -> None:
    """Write what the run has come to; of several processes the first one does.

    `split` names the set that `evaluation` is of, None where no example can be read; `more` are other entries.
    """
    config, found = parts.config, validations(measurements(parts.folder))
    known = direction(config.train.metric, {})
    if known is None:
        facts = metric_facts(config.train.metric)  # code that this training has imported
        known = facts.name, facts.higher_is_better
    metric = {"name": known[0], "higher_is_better": known[1]}
    reached = best(config.train.metric, found, {"metric": metric})
    counts = {name: len(getattr(parts.corpus, name) or ()) for name in ("train", "validation", "test")}
    results: dict[str, Any] = {
        **stamp(),
        "state": "finished",
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "trained by": started_by,
        "task": config.task,
        "metric": metric,
        "updates": updates,
        "minutes": minutes(parts.folder),
        "parameters": summary(parts.model)[-1][1],
        "data": {"corpus": config.data.corpus, **counts, "digests": dict(parts.corpus.digests)},
        "best": None if reached is None else {"step": reached.step, "score": reached.value},
        "validations": found,
        "test": None if evaluation is None else {"split": split, **measured(evaluation)},
        "environment": {
            "versions": versions(),
            "hardware": hardware(parts.device),
            "device": str(parts.device),
            "precision": str(config.precision),
            "processes": world(),
        },
        **more,
    }
    write_results(parts.folder, results)


def measured(evaluation: Evaluation) -> dict[str, Any]:
    """Scores with their signatures, intervals where there are some, figures, shares, and the confusion matrix."""
    scores = {
        name: {
            "label": one.label,
            "score": one.score,
            "interval": one.interval,
            "signature": one.signature,
            "higher_is_better": one.higher_is_better,
        }
        for name, one in evaluation.scores.items()
    }
    found: dict[str, Any] = {"examples": evaluation.examples, "scores": scores}
    for name in ("figures", "shares"):
        if values := getattr(evaluation, name):
            found[name] = dict(values)
    if evaluation.directions:
        found["directions"] = {name: measured(own) for name, own in evaluation.directions.items()}
    if 0 < len(evaluation.types) <= LABELS:
        found["types"] = {name: dict(one) for name, one in evaluation.types.items()}
    if evaluation.confusion is not None:
        labels, rows = evaluation.confusion
        if len(labels) <= LABELS:
            found["confusion"] = {"labels": labels, "rows": rows}
        else:
            found["confusion of"] = len(labels)
    return found

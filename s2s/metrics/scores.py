"""Scores of predictions with their signatures, intervals and paired tests, by any metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from s2s.config.metrics import metric_facts
from s2s.errors import UserError
from s2s.metrics.base import Metric, build, measured
from s2s.metrics.resampling import RESAMPLES, SEED, interval, p_value

TRANSLATION = ("bleu", "chrf", "ter")


@dataclass(frozen=True)
class Score:
    """One metric over a test set."""

    score: float
    signature: str
    """Says exactly how the score was computed, so that others can compare."""
    interval: float | None = None
    """Half of the 95 % confidence interval, by bootstrap resampling (Koehn 2004, W04-3250)."""
    label: str = ""
    """The metric, as people write it."""


def score(
    predicted: Sequence[Any],
    references: Sequence[Any],
    language: str = "",
    metrics: Sequence[str] = TRANSLATION,
    tokenize: str | None = None,
    confidence: bool = False,
    sources: Sequence[Any] | None = None,
) -> dict[str, Score]:
    """Each metric of `predicted` against `references`, line by line. Raises `UserError` if their numbers differ."""
    same_length(predicted, references, "translations")
    scores: dict[str, Score] = {}
    for name in metrics:
        metric = build(name, language, tokenize)
        value = measured(name, metric, predicted, references, sources)
        spread = interval(metric, predicted, references, sources) if confidence else None
        facts = metric_facts(name)
        if facts.name in scores:
            raise UserError(
                f"{name}: its name is {facts.name!r}, as that of another metric here; leave one of them out"
            )
        scores[facts.name] = Score(value, signature(name, metric, confidence), spread, facts.label or facts.name)
    return scores


def signature(name: str, metric: Metric, resampled: bool) -> str:
    """What the metric says of itself, else its name; with how it was resampled, as sacrebleu writes it."""
    first, *rest = str(getattr(metric, "signature", name)).split("|")
    return "|".join([first, *([f"bs:{RESAMPLES}", f"seed:{SEED}"] if resampled else []), *rest])


def compare(
    predicted: Sequence[Any],
    baseline: Sequence[Any],
    references: Sequence[Any],
    language: str = "",
    metrics: Sequence[str] = TRANSLATION,
    tokenize: str | None = None,
    sources: Sequence[Any] | None = None,
) -> dict[str, dict[str, float]]:
    """A paired bootstrap test (Koehn 2004, W04-3250) against `baseline`: for each metric both scores and p.

    p is the chance of a difference at least as large if the systems were equally good.
    """
    same_length(baseline, references, "lines of the baseline")
    compared = {}
    for name in metrics:
        metric = build(name, language, tokenize)
        scores = tuple(measured(name, metric, system, references, sources) for system in (predicted, baseline))
        p = p_value(metric, (scores[0], scores[1]), predicted, baseline, references, sources)
        compared[metric_facts(name).name] = {"baseline": scores[1], "score": scores[0], "p": p}
    return compared


def same_length(lines: Sequence[Any], references: Sequence[Any], what: str) -> None:
    """Raise `UserError` unless there are as many lines as references, and any."""
    if len(lines) != len(references):
        raise UserError(
            f"{len(lines):,} {what} but {len(references):,} references; give files of the same number of lines"
        )
    if not references:
        raise UserError("0 references: nothing to score; give a file with at least one line")

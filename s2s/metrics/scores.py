"""Scores of predictions with their signatures, intervals and paired tests, by any metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from s2s.config.metrics import METRICS, metric_facts
from s2s.errors import UserError
from s2s.metrics.base import Metric, build, by_line, check_several, measured
from s2s.metrics.match import MatchMetric
from s2s.metrics.resampling import RESAMPLES, SEED, interval, p_value
from s2s.metrics.top_n import TopN, depths

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
    higher_is_better: bool = True
    lines: Sequence[float] = field(default=(), repr=False)
    """The score of each example by itself, where that was asked."""


def score(
    predicted: Sequence[Any],
    references: Sequence[Any],
    language: str = "",
    metrics: Sequence[str] = TRANSLATION,
    tokenize: str | None = None,
    confidence: bool = False,
    sources: Sequence[Any] | None = None,
    lists: Sequence[Sequence[Any]] | None = None,
    lines: bool = False,
    lowercase: bool = False,
) -> dict[str, Score]:
    """Each metric of `predicted` against `references`, line by line.

    `lists` are the n best of each line, of which `predicted` are the first: metrics of right lines then have top-n scores
    too, as ``exact_top5``. `lines` asks for the scores of each line; `lowercase` says that both sides come in lower case, as
    signatures say then. Raises `UserError` if the numbers of lines differ.
    """
    same_length(predicted, references, "translations")
    check_several(metrics, references)
    scores: dict[str, Score] = {}
    for name in metrics:
        metric, facts = build(name, language, tokenize, lowercase), metric_facts(name)
        if facts.name in scores:
            raise UserError(
                f"{name}: its name is {facts.name!r}, as that of another metric here; leave one of them out"
            )
        judged: list[tuple[str, str, Metric, Sequence[Any]]] = [
            (facts.name, facts.label or facts.name, metric, predicted)
        ]
        if lists and isinstance(metric, MatchMetric):
            for count in depths(len(lists[0])):
                judged.append((f"{facts.name}_top{count}", f"{judged[0][1]} top-{count}", TopN(metric, count), lists))
        for key, label, one, outputs in judged:
            value = measured(name, one, outputs, references, sources)
            spread = interval(one, outputs, references, sources) if confidence else None
            by_itself = by_line(one, outputs, references, sources) if lines else ()
            said = signature(name, metric, confidence) + key.removeprefix(facts.name).replace("_top", "|top:")
            scores[key] = Score(value, said, spread, label, facts.higher_is_better, by_itself)
    return scores


def lists_matter(names: Sequence[str]) -> bool:
    """Whether a metric among those by `names` says which lines are right, so that lists of n best have scores."""
    return any(isinstance(made := METRICS.load(name), type) and issubclass(made, MatchMetric) for name in names)


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
    lists: tuple[Sequence[Sequence[Any]], Sequence[Sequence[Any]]] | None = None,
    lowercase: bool = False,
) -> dict[str, dict[str, float]]:
    """A paired bootstrap test (Koehn 2004, W04-3250) against `baseline`: for each metric both scores and p.

    p is the chance of a difference at least as large if the systems were equally good. `lists` are the n best of each line
    by both systems, for top-n scores.
    """
    same_length(baseline, references, "lines of the baseline")
    check_several(metrics, references)
    compared = {}
    for name in metrics:
        metric, key = build(name, language, tokenize, lowercase), metric_facts(name).name
        pairs: list[tuple[str, Metric, Sequence[Any], Sequence[Any]]] = [(key, metric, predicted, baseline)]
        if lists is not None and isinstance(metric, MatchMetric):
            for count in depths(len(lists[0][0])):
                pairs.append((f"{key}_top{count}", TopN(metric, count), *lists))
        for key, one, own, other in pairs:
            scores = tuple(measured(name, one, system, references, sources) for system in (own, other))
            p = p_value(one, (scores[0], scores[1]), own, other, references, sources)
            compared[key] = {"baseline": scores[1], "score": scores[0], "p": p}
    return compared


def same_length(lines: Sequence[Any], references: Sequence[Any], what: str) -> None:
    """Raise `UserError` unless there are as many lines as references, and any."""
    if len(lines) != len(references):
        raise UserError(
            f"{len(lines):,} {what} but {len(references):,} references; give files of the same number of lines"
        )
    if not references:
        raise UserError("0 references: nothing to score; give a file with at least one line")

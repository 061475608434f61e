"""How ``s2s evaluate`` says what was measured: as JSON, and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from s2s.config.metrics import metric_facts
from s2s.tasks.evaluation import Evaluation, from_the_worst

SHOWN_STEPS, SHOWN_SERIES = 10, 5
"""Steps ahead and series whose scores are printed, where there are more."""
SHOWN_LABELS = 30
"""Labels up to which the confusion matrix is printed."""


def values_of(evaluation: Evaluation) -> dict[str, float]:
    """Scores, by the labels of their metrics, and figures."""
    return {**{one.label: one.score for one in evaluation.scores.values()}, **evaluation.figures}


def plain_report(evaluation: Evaluation) -> dict[str, Any]:
    """Scores and figures by name; intervals and the confusion matrix where there are any."""
    report: dict[str, Any] = {"examples": evaluation.examples, **values_of(evaluation)}
    intervals = {one.label: one.interval for one in evaluation.scores.values() if one.interval is not None}
    if intervals:
        report["intervals"] = intervals
    if evaluation.steps:
        report["steps"] = {name: list(values) for name, values in evaluation.steps.items()}
    if evaluation.series:
        report["series"] = {name: dict(one) for name, one in evaluation.series.items()}
    if evaluation.types:
        report["types"] = {kind: dict(one) for kind, one in evaluation.types.items()}
    if evaluation.confusion is not None:
        names, rows = evaluation.confusion
        report["confusion"] = {"labels": names, "rows": rows}
    return report


def plain_text(report: Mapping[str, Any]) -> str:
    """`plain_report`, a line each."""
    intervals = report.get("intervals", {})
    lines = [f"{report['examples']:,} examples"]
    for name, value in report.items():
        if name not in ("examples", "intervals", "types", "confusion", "steps", "series"):
            lines.append(f"{name:18} {value:.4g}" + (f" ± {intervals[name]:.2g}" if name in intervals else ""))
    lines += step_lines(report.get("steps", {})) + series_lines(report.get("series", {}))
    types = report.get("types", {})
    if 0 < len(types) <= SHOWN_LABELS:
        wide = max(6, *map(len, types))
        lines.append(" ".join([f"{'':{wide}}", *(f"{name:>9}" for name in next(iter(types.values())))]))
        lines += [
            " ".join([f"{kind:{wide}}", *(f"{value:9.4g}" for value in one.values())]) for kind, one in types.items()
        ]
    table = report.get("confusion")
    if table is not None and len(table["labels"]) <= SHOWN_LABELS:
        wide = max(len(name) for name in [*table["labels"], "10000"]) + 1
        lines.append("rows: what is right; columns: what was predicted")
        lines.append(" " * wide + "".join(name.rjust(wide) for name in table["labels"]))
        for name, row in zip(table["labels"], table["rows"], strict=True):
            lines.append(name.rjust(wide) + "".join(str(count).rjust(wide) for count in row))
    return "\n".join(lines)


def step_lines(steps: Mapping[str, Sequence[float]]) -> list[str]:
    """The scores of each step ahead, or of `SHOWN_STEPS` spread evenly: a line a step, a column a metric."""
    count = max(map(len, steps.values()), default=0)
    if not count:
        return []
    shown = sorted({round(number * (count - 1) / (SHOWN_STEPS - 1)) for number in range(SHOWN_STEPS)})
    head = " ".join([f"{'step':12}", *(f"{name:>9}" for name in steps)])
    rows = [" ".join([f"{step + 1:<12}", *(f"{one[step]:9.4g}" for one in steps.values())]) for step in shown]
    return [head, *rows]


def series_lines(series: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The scores of the series that are the worst by the first metric, a line each; JSON has all of them."""
    if not series:
        return []
    names = list(next(iter(series.values())))
    higher = metric_facts(names[0]).higher_is_better
    ranked = sorted(series, key=lambda one: from_the_worst(series[one][names[0]], higher))[:SHOWN_SERIES]
    wide = max(12, *map(len, ranked))
    head = " ".join([f"{'series':{wide}}", *(f"{name:>9}" for name in names)])
    rows = [" ".join([f"{one:{wide}}", *(f"{value:9.4g}" for value in series[one].values())]) for one in ranked]
    rest = len(series) - len(ranked)
    return [head, *rows, *([f"and {rest:,} series with a better {names[0]}, which --json names"] if rest else [])]


def translation_report(evaluation: Evaluation, language: str) -> dict[str, Any]:
    """Scores with intervals and signatures, shares of failures, and paired tests."""
    scores = {
        name: {"score": one.score, "interval": one.interval, "signature": one.signature}
        for name, one in evaluation.scores.items()
    }
    report: dict[str, Any] = {"sentences": evaluation.examples, "language": language, "scores": scores}
    if evaluation.shares:
        report["shares"] = dict(evaluation.shares)
    if evaluation.paired:
        report["paired"] = {name: dict(pair) for name, pair in evaluation.paired.items()}
    return report


def translation_text(report: Mapping[str, Any]) -> str:
    """`translation_report`, a line each."""
    lines = [f"{report['sentences']:,} sentences"]
    wide = max([5, *map(len, report["scores"])])
    for name, one in report["scores"].items():
        lines.append(f"{name.upper():{wide}} {one['score']:6.2f} ± {one['interval']:.2f}   {one['signature']}")
    if "shares" in report:
        lines.append("of these " + ", ".join(f"{name} {share:.1%}" for name, share in report["shares"].items()))
    for name, pair in report.get("paired", {}).items():
        difference = pair["score"] - pair["baseline"]
        lines.append(f"{name.upper():{wide}} {difference:+.2f} against the baseline, p = {pair['p']:.4f}")
    return "\n".join(lines)

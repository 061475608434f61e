"""report.html: one page that needs nothing else, of one run or of several laid over each other.

Names and texts are whatever a run folder holds: all of it is escaped, and the page allows itself no script and nothing
from elsewhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from s2s.config.options import options, show
from s2s.reports.curves import Curve, curves_of, panels
from s2s.reports.examples import examples_of
from s2s.reports.summary import Summary, summary
from s2s.reports.svg import COLOURS, Line, chart, escaped
from s2s.reports.table import columns, named
from s2s.runs.history import VALIDATION, read_results

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
TITLES = {"lr": "learning rate", "norm": "gradient norm", "bleu": "BLEU", "chrf": "chrF", "f1": "macro F1"}


@dataclass(frozen=True)
class Shown:
    """A run as the page shows it."""

    name: str
    summary: Summary
    results: Mapping[str, Any]
    curves: Sequence[Curve]


def shown(folder: Path, root: Path) -> Shown:
    """What the page needs of the run in `folder`, called as the path below `root`. Damage is said in the page."""
    name = named(folder, root)
    results: Mapping[str, Any] = {}
    with contextlib.suppress(ValueError):  # `summary` says so too
        results = read_results(folder)
    return Shown(name, summary(folder), results, curves_of(folder, name))


def page(runs: Sequence[Shown], root: Path) -> str:
    """The whole page."""
    title = runs[0].name if len(runs) == 1 else f"{len(runs)} runs"
    body = "\n".join(
        [
            f"<h1>{escaped(title)}</h1>",
            overview(runs, root),
            *charts(runs),
            *(part for run in runs for part in of_run(run, len(runs) > 1)),
        ]
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="s2s">
<title>{escaped(title)}</title>
<style>
{STYLE}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def overview(runs: Sequence[Shown], root: Path) -> str:
    """The table of runs, with the colour of each."""
    found = columns([run.summary for run in runs], root)
    rows = []
    for row, run in enumerate(runs):
        key = f'<i class="key c{row % COLOURS}"></i>' if len(runs) > 1 else ""
        cells = [f"<td>{escaped(values[row])}</td>" for head, values in found.items() if head != "name"]
        rows.append(f'<tr><th scope="row">{key}{escaped(run.name)}</th>{"".join(cells)}</tr>')
    errors = [
        f'<p class="bad">{escaped(run.name)}: {escaped(run.summary.error)}</p>' for run in runs if run.summary.error
    ]
    return table(list(found), rows) + "".join(errors)


def table(heads: Sequence[str], rows: Sequence[str]) -> str:
    """A table of rows that are written already; wide ones scroll by themselves."""
    head = "".join(f'<th scope="col">{escaped(one)}</th>' for one in heads)
    return f'<div class="wide" tabindex="0" role="region" aria-label="table"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def charts(runs: Sequence[Shown]) -> Iterator[str]:
    """A chart for each thing that was measured, with all runs in it."""
    names = [run.name for run in runs]
    found = panels([curve for run in runs for curve in run.curves])
    if not found:
        yield "<p>Nothing has been measured yet.</p>"
        return
    yield '<h2>Learning curves</h2><div class="charts">'
    for measured, curves in found.items():
        both = {curve.name.startswith(VALIDATION) for curve in curves} == {True, False}
        lines = []
        for curve in curves:
            training = not curve.name.startswith(VALIDATION)
            label = curve.run + (", training" if training and both else ", validation" if both else "")
            lines.append(Line(label, curve.steps, curve.values, names.index(curve.run), dotted=training and both))
        title = TITLES.get(measured, measured)
        note = " <small>dotted: training</small>" if both else ""
        yield f"<figure><figcaption>{escaped(title)}{note}</figcaption>{chart(lines, title, 'updates')}</figure>"
    yield "</div>"


def of_run(run: Shown, several: bool) -> Iterator[str]:
    """What the page says of one run alone: scores, examples, options, where it was made."""
    if several:
        yield f"<h2>{escaped(run.name)}</h2>"
    if not run.results:
        yield "<p>There is no results.json: the run is not at its end, or was trained by an earlier release.</p>"
    test = run.results.get("test")
    if isinstance(test, Mapping):
        yield from scores_of(test, f"On the {test.get('split')} set", run.results.get("compared"))
        directions = test.get("directions")
        for name, own in directions.items() if isinstance(directions, Mapping) else ():
            if isinstance(own, Mapping):
                yield from scores_of(own, str(name), None)
    try:
        yield from list(examples_of(run.results))  # all of them or none, as one may end within a tag
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
        yield '<p class="bad">results.json: its examples are damaged, and not shown.</p>'
    yield options_of(run.summary.options)
    if isinstance(made := run.results.get("environment"), Mapping):
        yield listed("How and where it was trained", {"by": run.results.get("trained by"), **made})


def scores_of(test: Mapping[str, Any], title: str, compared: Any) -> Iterator[str]:
    """Scores on the test set with intervals and signatures, figures and shares of failures."""
    rows = []
    scores = test.get("scores")
    for name, one in scores.items() if isinstance(scores, Mapping) else ():
        if isinstance(one, Mapping):
            interval = one.get("interval")
            spread = f" ± {interval:.2g}" if isinstance(interval, int | float) else ""
            value = f"{value_of(one.get('score'))}{spread}"
            rows.append(row_of(one.get("label") or name, value, f"<code>{escaped(one.get('signature') or '')}</code>"))
    for group, kind in (
        (test.get("figures"), ""),
        (test.get("shares"), "share of outputs"),
        (compared, "for comparison"),
    ):
        for name, value in group.items() if isinstance(group, Mapping) else ():
            rows.append(row_of(name, value_of(value), escaped(kind)))
    if rows:
        head = f"{title}, {value_of(test.get('examples'))} examples"
        yield f"<h3>{escaped(head)}</h3>{table(['', 'score', ''], rows)}"


def row_of(name: object, value: str, more: str) -> str:
    """A row of the table of scores; `more` is written already."""
    return f'<tr><th scope="row">{escaped(name)}</th><td>{escaped(value)}</td><td>{more}</td></tr>'


def value_of(value: object) -> str:
    """A number in short, and anything else as it is."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return f"{value:.4g}" if isinstance(value, float) else "" if value is None else str(value)


def options_of(values: Mapping[str, Any]) -> str:
    """The options that are not as s2s has them by default."""
    defaults = options()
    changed = {name: show(value) for name, value in values.items() if show(value) != show(defaults.get(name))}
    return listed("Options that differ from the defaults of the schema", changed)


def listed(title: str, values: Mapping[str, Any]) -> str:
    """A list of names and values, folded away; nested ones by dotted names."""
    items = "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(show(value))}</dd>" for name, value in flattened(values))
    return f"<details><summary>{escaped(title)}</summary><dl>{items}</dl></details>"


def flattened(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names and values, of nested ones the innermost."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from flattened(value)
        else:
            yield str(name), value

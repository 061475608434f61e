"""What the page shows of single examples and labels: what fits the task, as results.json has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from s2s.data.text.ids import SPACE
from s2s.reports.svg import Line, chart, escaped, matrix

CONFUSED = 40
"""Labels up to which the confusion matrix is shown."""
MEASURED = ("precision", "recall", "F1")
ROLES = ("source", "output", "reference")


def examples_of(results: Mapping[str, Any]) -> Iterator[str]:
    """All there is. Raises KeyError, TypeError, ValueError and the like for what training does not write."""
    test = results.get("test") or {}
    if "confusion" in test:
        yield from labels(test["confusion"]["labels"], test["confusion"]["rows"])
    elif "types" in test:
        kinds = test["types"].items()
        yield measures([(name, [one[part] / 100 for part in MEASURED], int(one["number"])) for name, one in kinds])
    found = results.get("exhibits") or {}
    if values := (found.get("perplexity") or {}).get("values"):
        line = Line("perplexity", range(1, 1 + len(values)), known(values), 0)
        yield figure("Perplexity of the right targets by position", chart([line], "perplexity", "position, in pieces"))
    if "lengths" in found:
        yield from lengths(found["lengths"])
    for name, title in (("worst", "Worst outputs"), ("best", "Best outputs")):
        if found.get(name):
            yield from outputs(f"{title} by {found['ranked by']}, of the first {found['ranked']:,}", found[name])
    if "series" in found:
        yield from series(found["series"], found["of"])
    if "pairs" in found:
        right, predicted = zip(*found["pairs"], strict=True)
        some = f", the first {len(right):,} of {found['of']:,}" * (len(right) < found["of"])
        line = Line("predicted", known(right), known(predicted), 0, points=True)
        yield figure(
            f"Predicted (up) and right numbers (across){some}", chart([line], "predicted numbers", "right", square=True)
        )


def known(values: Sequence[float | None]) -> list[float]:
    """`values` of results.json, where null stands for what is no finite number; it is not drawn."""
    return [float("nan") if value is None else value for value in values]


def figure(caption: str, drawing: str) -> str:
    """A figure under its caption."""
    return f"<figure><figcaption>{escaped(caption)}</figcaption>{drawing}</figure>"


def lengths(found: Mapping[str, Any]) -> Iterator[str]:
    """How long sources, outputs and references are."""
    width, counts = found["width"], found["counts"]
    names = [role for role in ROLES if role in counts]
    lines = []
    for colour, role in enumerate(names):
        middles = [width * (index + 0.5) if width > 1 else index for index in range(len(counts[role]))]
        lines.append(Line(role, middles, counts[role], colour))
    key = " ".join(f'<span><i class="key c{colour}"></i>{escaped(role)}</span>' for colour, role in enumerate(names))
    drawing = chart(lines, "lengths", "pieces")
    yield f"<h3>Lengths</h3><figure><figcaption>examples by their length {key}</figcaption>{drawing}</figure>"


def outputs(title: str, found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Sentences with what was written and what is right, and where the model looked."""
    yield f"<h3>{escaped(title)}</h3>"
    for one in found:
        lines = "".join(f'<dt>{role}</dt><dd dir="auto">{escaped(one[role])}</dd>' for role in ROLES)
        maps = "".join(map(alignment, one.get("alignments") or ()))
        folded = f'<details><summary>attention</summary><div class="wide">{maps}</div></details>' if maps else ""
        yield f"<article><dl>{lines}<dt>score</dt><dd>{one['score']:.1f}</dd></dl>{folded}</article>"


def alignment(part: Mapping[str, Any]) -> str:
    """Where the model looked when it wrote a sentence."""
    written, read = ([spelled(piece) for piece in part[side]] for side in ("output", "source"))
    return matrix(written, read, part["weights"], "attention")


def spelled(piece: str) -> str:
    """A piece as people read it, with a dot where a word begins."""
    return piece.replace(SPACE, "·")


def series(found: Sequence[Mapping[str, Any]], count: int) -> Iterator[str]:
    """Windows, with what follows them and what was forecast."""
    key = '<span><i class="key c0"></i>truth</span> <span><i class="key c1"></i>forecast</span>'
    yield f'<h3>Forecasts</h3><p>{len(found):,} of {count:,} windows, spread evenly. {key}</p><div class="charts">'
    for one in found:
        window, truth, forecast = (known(one[name]) for name in ("window", "truth", "forecast"))
        last = len(window) - 1
        after = range(last, last + 1 + len(truth))
        lines = [
            Line("truth", range(last + 1 + len(truth)), [*window, *truth], 0),
            Line("forecast", after, [window[-1], *forecast], 1),
        ]
        yield f"<figure>{chart(lines, 'forecast', 'steps')}</figure>"
    yield "</div>"


def labels(names: Sequence[str], rows: Sequence[Sequence[int]]) -> Iterator[str]:
    """Precision, recall and F1 of each label, and the confusion matrix."""
    size = len(names)
    if len(rows) != size or any(len(row) != size for row in rows):
        raise ValueError("no square matrix")
    yield measures([(name, of_label(rows, index), sum(rows[index])) for index, name in enumerate(names)])
    if size > CONFUSED:
        yield f"<p>The confusion matrix of {size:,} labels is in results.json.</p>"
        return
    head = "".join(f'<th scope="col">{escaped(name)}</th>' for name in names)
    body = []
    for name, row in zip(names, rows, strict=True):
        most = max(1, sum(row))
        cells = "".join(f'<td class="shade" style="--share:{count / most:.3f}">{count:,}</td>' for count in row)
        body.append(f'<tr><th scope="row">{escaped(name)}</th>{cells}</tr>')
    caption = "Confusion: rows are what is right, columns what was predicted"
    heads = f'<tr><th scope="col"><span class="quiet">right ↓ predicted →</span></th>{head}</tr>'
    yield (
        f'<div class="wide"><table class="confusion"><caption>{caption}</caption>'
        f"<thead>{heads}</thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def measures(found: Sequence[tuple[str, Sequence[float | None], int]]) -> str:
    """A table of labels, with precision, recall and F1 (0 to 1, None where there is none), and how many examples have them."""
    body = []
    for name, values, count in found:
        cells = "".join(f"<td>{'' if value is None else f'{value:.1%}'}</td>" for value in values)
        body.append(f'<tr><th scope="row">{escaped(name)}</th>{cells}<td>{count:,}</td></tr>')
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("label", *MEASURED, "examples"))
    return f'<h3>Labels</h3><div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'


def of_label(rows: Sequence[Sequence[int]], index: int) -> tuple[float | None, float | None, float | None]:
    """Precision, recall and F1 of one label; None where there is nothing to divide by."""
    right, predicted, wanted = rows[index][index], sum(row[index] for row in rows), sum(rows[index])
    both = predicted + wanted
    return (
        right / predicted if predicted else None,
        right / wanted if wanted else None,
        2 * right / both if both else None,
    )

"""Learning curves: minutes of training against greedy BLEU on the validation set.

    python benchmarks/curve.py NAME=PATH … [--plot FILE.png] >> benchmarks/results/curve.jsonl

PATH is a run folder, whose metrics.jsonl and times.jsonl belong together line by line through their steps, or a file of such
lines as this script writes. Minutes are those of updates, waiting for data included, validations left out. One line of JSON
for each system; on stderr a table of the minutes until the first validation with at least so much BLEU.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from safetensors import safe_open

from s2s.data.text.lines import read_file
from s2s.errors import UserError

MARKS = (30, 35, 38, 40)
LABELS = {"transformer same": "Transformer"}
"""What a figure calls a system of the results."""
Curve = dict[str, Any]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read_file(str(path)) if line]


def parameters(run: Path) -> int:
    """Of the weights to translate with; shared ones are kept, and count, once."""
    with safe_open(str(run / "model.safetensors"), "numpy") as weights:
        return sum(math.prod(weights.get_slice(name).get_shape()) for name in weights.keys())  # noqa: SIM118 (it is no mapping)


def of_run(name: str, run: Path) -> Curve:
    """The curve of a run folder. Raises `UserError` if its minutes are not known."""
    minutes = {line["step"]: line["minutes"] for line in lines(run / "times.jsonl")}
    bleu = {line["step"]: line["validation_bleu"] for line in lines(run / "metrics.jsonl") if "validation_bleu" in line}
    steps = [step for step in sorted(bleu) if step in minutes]
    if not steps:
        raise UserError(f"{run}: no validation whose minutes are known; give a run that validated BLEU")
    curve = {"system": name, "parameters": parameters(run), "updates": steps}
    return curve | {"minutes": [minutes[step] for step in steps], "BLEU": [round(bleu[step], 2) for step in steps]}


def curves(names: Sequence[str]) -> list[Curve]:
    """What each ``NAME=PATH`` stands for. Raises `UserError`."""
    found = []
    for given in names:
        name, _, path = given.partition("=")
        if not path:
            raise UserError(f"{given}: give NAME=RUN, or NAME=FILE.jsonl for the line of that name in FILE.jsonl")
        if not path.endswith(".jsonl"):
            found.append(of_run(name, Path(path)))
            continue
        kept = [line for line in lines(Path(path)) if line.get("system") == name]
        if not kept:
            raise UserError(f"{given}: {path} has no line of the system {name}")
        found += kept
    return found


def reached(curve: Curve, mark: float) -> float | None:
    """Minutes until the first validation with at least `mark` BLEU."""
    pairs = zip(curve["minutes"], curve["BLEU"], strict=True)
    return next((minutes for minutes, bleu in pairs if bleu >= mark), None)


def table(found: Sequence[Curve]) -> str:
    """Markdown: a row for each system."""
    rows = [["system", "parameters", *(f"{mark} BLEU" for mark in MARKS), "best BLEU", "minutes in all"]]
    rows.append(["---"] * len(rows[0]))
    for curve in found:
        times = [reached(curve, mark) for mark in MARKS]
        shown = ["never" if minutes is None else f"{minutes:.1f}" for minutes in times]
        last = [f"{max(curve['BLEU']):.1f}", f"{curve['minutes'][-1]:.1f}"]
        rows.append([curve["system"], f"{curve['parameters']:,}", *shown, *last])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def draw(found: Sequence[Curve], name: str) -> None:
    from matplotlib import pyplot

    figure, place = pyplot.subplots(figsize=(7, 4.5))
    for curve in found:
        label = f"{LABELS.get(curve['system'], curve['system'])}, {curve['parameters'] / 1e6:.1f} million parameters"
        place.plot(curve["minutes"], curve["BLEU"], marker="o", markersize=3, label=label)
    place.grid(color="lightgrey", linewidth=0.5)
    place.set_xlabel("minutes of training")
    place.set_ylabel("BLEU on the validation set, greedy")
    place.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(name, dpi=120)
    pyplot.close(figure)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curves", nargs="+", metavar="NAME=PATH")
    parser.add_argument("--plot", metavar="FILE.png")
    options = parser.parse_args(arguments)
    try:
        found = curves(options.curves)
    except UserError as error:
        print(f"curve: {error}", file=sys.stderr)
        return 2
    for curve in found:
        marks = {str(mark): reached(curve, mark) for mark in MARKS}
        print(json.dumps({**curve, "minutes to": marks}, ensure_ascii=False), flush=True)
    print(table(found), file=sys.stderr)
    if options.plot:
        draw(found, options.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())

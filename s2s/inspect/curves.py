"""Learning curves of one run or several, as a figure."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from s2s.errors import printable
from s2s.inspect.plot import COLOURS, LINES, legend, render
from s2s.reports.curves import Curve, panels
from s2s.runs.history import VALIDATION


def figure_of(curves: Sequence[Curve], kind: str) -> bytes:
    """The bytes of a ``png`` or an ``svg``: a panel for each thing that was measured, a colour for each run."""
    return render(draw, curves, kind, texts=[curve.run for curve in curves])


def draw(curves: Sequence[Curve]) -> Figure:
    """A panel for the loss and one for each score of validations; without curves, an empty one that says so."""
    shown = {
        title: some
        for title, some in panels(curves).items()
        if title == "loss" or any(curve.name.startswith(VALIDATION) for curve in some)
    }
    runs = list(dict.fromkeys(curve.run for curve in curves))
    figure = Figure(figsize=(5 * max(1, len(shown)), 3.6), layout="constrained")
    row = figure.subplots(1, max(1, len(shown)), squeeze=False)[0]
    if not shown:
        row[0].set_title("nothing has been measured yet")
    for axes, (title, some) in zip(row, shown.items(), strict=False):
        axes.set_title(printable(title), parse_math=False)
        axes.set_xlabel("updates")
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.grid(alpha=0.25)
        for curve in some:
            validation = curve.name.startswith(VALIDATION)
            number = runs.index(curve.run)
            label = printable(curve.run) + ("" if validation or title != "loss" else ", training")
            style = LINES[number // len(COLOURS) % len(LINES)] if validation else ":"
            mark = "o" if validation and len(curve.steps) < 30 else ""
            colour = COLOURS[number % len(COLOURS)]
            axes.plot(curve.steps, curve.values, style, color=colour, marker=mark, markersize=3, label=label)
    if shown:
        legend(row[0])
    return figure

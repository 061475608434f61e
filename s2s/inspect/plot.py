"""The figures. This file, `forecast_figure` and `fonts` alone import matplotlib (the extra `plot`), and only where a figure is wanted."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import matplotlib
import numpy
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from s2s.data.text.lines import whole
from s2s.errors import printable
from s2s.inspect.attention import Alignment
from s2s.inspect.fonts import DEFAULT, families
from s2s.inspect.gradients import FAR, Curve
from s2s.inspect.memory import SYMBOLS
from s2s.inspect.unfold import OUTPUT, Unfolded

COLOURS = ("#0072B2", "#D55E00", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#000000", "#999999")
"""Colours that the colour-blind can tell apart (Okabe and Ito 2008)."""
MARKERS, LINES = "osD^vP*X", ("-", "--", ":", "-.")
STYLE = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "legend.frameon": False,
    "legend.fontsize": 8,
    "font.sans-serif": [DEFAULT],
    "svg.fonttype": "none",
    "svg.hashsalt": "s2s",
}


def render(draw: Callable[[Any], Figure], data: Any, kind: str, texts: Iterable[str] = ()) -> bytes:
    """The bytes of a ``png`` or an ``svg`` of the figure that `draw` makes of `data`, the same each time.

    `texts` may hold letters of any script; as an SVG keeps them as text, only a PNG needs fonts that have them.
    """
    fonts = [DEFAULT, "sans-serif"] if kind == "svg" else families(texts)
    buffer = io.BytesIO()
    with matplotlib.rc_context({**STYLE, "font.family": fonts}), warnings.catch_warnings():
        if kind == "svg":
            warnings.filterwarnings("ignore", "Glyph .* missing from font")
        metadata = {"Date": None} if kind == "svg" else {}
        figure = draw(data)
        for text in figure.findobj(Text):
            text.set_text(whole(text.get_text()))  # no font has, and no file can hold, bytes of a name that are no text
        figure.savefig(buffer, format=kind, dpi=150, metadata=metadata)
    return buffer.getvalue()


def positive(values: Sequence[float]) -> list[float]:
    """What a logarithmic axis can show; gaps elsewhere."""
    return [value if 0 < value < math.inf else math.nan for value in values]


def gradients(curves: Sequence[Curve]) -> Figure:
    """‖∂L/∂h_t‖ beside the terms of ∂L/∂W_h, over the steps back in time; the loss is on the right."""
    sides = list(dict.fromkeys(curve.side for curve in curves))
    models = list(dict.fromkeys(curve.model for curve in curves))
    figure = Figure(figsize=(9, 0.6 + 3.2 * len(sides)), layout="constrained")
    panels = figure.subplots(len(sides), 2, squeeze=False, sharex="row")
    for row, side in zip(panels, sides, strict=True):
        own = [curve for curve in curves if curve.side == side]
        styles = list(dict.fromkeys((curve.layer, curve.direction) for curve in own))
        for curve in own:
            model, style = models.index(curve.model), styles.index((curve.layer, curve.direction))
            colour, line = COLOURS[model % 8], LINES[(style if len(styles) > 1 else model) % 4]
            steps = range(len(curve.states))
            for axes, values, spread in (
                (row[0], curve.states, curve.states_spread),
                (row[1], curve.terms, curve.terms_spread),
            ):
                if not values:
                    continue
                axes.plot(steps, positive(values), color=colour, linestyle=line, label=printable(curve.name))
                low, high = (positive(part) for part in zip(*spread, strict=True))
                axes.fill_between(steps, low, high, color=colour, alpha=0.15, linewidth=0)
        where = f", {side}" if len(sides) > 1 else ""
        row[0].set_title(f"Gradient of the loss at each state{where}")
        row[1].set_title(f"Terms of the gradient of $W_h${where}")
        row[0].set_ylabel(r"$\Vert\,\partial L/\partial h_{T-k}\,\Vert$")
        row[1].set_ylabel(r"$\Vert\,\delta_{T-k}\;h_{T-k-1}^{\top}\,\Vert$")
        for axes in row:
            axes.set_yscale("log")
            widen(axes)
            axes.grid(alpha=0.25)
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            axes.set_xlabel("k, steps back in time from the last step T")
        row[0].invert_xaxis()
        legend(row[0])
    return figure


def legend(axes: Any) -> None:
    """The names of the lines, which are those of runs: no formulas, and shown also where they begin with an underscore."""
    lines = axes.get_lines()
    for entry in axes.legend(lines, [line.get_label() for line in lines]).get_texts():
        entry.set_parse_math(False)


def widen(axes: Any) -> None:
    """Let a logarithmic axis span a factor of `FAR` at least, so that what holds looks level."""
    low, high = axes.get_ylim()
    grow = math.sqrt(max(1.0, FAR / (high / low)))
    axes.set_ylim(low / grow, high * grow)


PANELS = {
    "cells": "Cells, initialised alike",
    "initialisation": "Remedy: initialisation",
    "skip connections": "Remedy: skip connections",
    "gating": "Remedy: gating",
    "exploding": "Exploding gradients, plain descent",
}


def memory(rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Accuracy against T, a panel for each group, with the simple cell for comparison."""
    groups = [group for group in PANELS if any(row["group"] == group for row in rows)]
    lengths = list(rows[0]["accuracy"])
    figure = Figure(figsize=(10.5, 7), layout="constrained")
    panels = figure.subplots(2, 3, sharex=True, sharey=True).ravel()
    for axes, group in zip(panels, groups, strict=False):
        own = [row for row in rows if row["group"] == group]
        if group not in ("cells", "exploding"):
            plain = rows[0]
            axes.plot(lengths, list(plain["accuracy"].values()), color="#CCCCCC", linewidth=4, label=plain["method"])
        for row, colour, marker in zip(own, COLOURS, MARKERS, strict=False):
            shares = list(row["accuracy"].values())
            errors = [
                [abs(share - spread[end]) for share, spread in zip(shares, row["spread"].values(), strict=True)]
                for end in (0, 1)
            ]
            line = {"color": colour, "marker": marker, "markersize": 4, "capsize": 2, "linewidth": 1.4}
            axes.errorbar(lengths, shares, errors, label=row["method"], **line)
        axes.axhline(1 / SYMBOLS, color="black", linewidth=0.8, linestyle=":")
        axes.set_title(PANELS[group])
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), handlelength=1.6)
        axes.tick_params(labelbottom=True)
    for axes in panels[len(groups) :]:
        axes.set_axis_off()
    panels[0].set_xscale("log")
    panels[0].set_xticks(lengths, [str(steps) for steps in lengths])
    panels[0].minorticks_off()
    panels[0].set_ylim(0, 1.05)
    figure.supxlabel("T, steps of noise after which the symbol is asked for (dotted: chance)")
    figure.supylabel("accuracy")
    return figure


LONGEST = 24
"""Letters of a word on an axis."""


def attention(alignments: Sequence[Alignment]) -> Figure:
    """One heat map for each search, side by side: a row for each word written, a column for each word read."""
    words = [([short(word) for word in one.source], [short(word) for word in one.target]) for one in alignments]
    above, beside = (max((len(word) for side in words for word in side[which]), default=0) for which in (0, 1))
    wide, tall = (max(len(side[which]) for side in words) for which in (0, 1))
    size = (len(alignments) * (0.42 * wide + 0.1 * beside + 0.8) + 0.7, 0.36 * tall + 0.08 * above + 1)
    figure = Figure(figsize=size, layout="constrained")
    panels = figure.subplots(1, len(alignments), squeeze=False)[0]
    image = None
    for axes, one, (source, target) in zip(panels, alignments, words, strict=True):
        weights = one.weights if one.target else numpy.zeros((1, len(one.source)))  # nothing was written
        image = axes.imshow(weights, cmap="Greys", norm=Normalize(0, 1), aspect="auto")
        slanted = {"rotation": 50, "ha": "left", "rotation_mode": "anchor"}
        axes.set_xticks(range(len(source)), source, parse_math=False, **slanted)
        axes.set_yticks(range(len(target)), target, parse_math=False)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xticks([x - 0.5 for x in range(1, len(one.source))], minor=True)
        axes.set_yticks([y - 0.5 for y in range(1, len(one.target))], minor=True)
        axes.grid(which="minor", color="#DDDDDD", linewidth=0.6)
        axes.tick_params(which="minor", length=0)
        axes.set_xlabel(f"{one.search}, score {one.score:.3f}")
    if image is not None:
        figure.colorbar(image, ax=list(panels), label="attention", shrink=0.8, pad=0.02)
    return figure


def short(word: str, limit: int = LONGEST) -> str:
    """`word`, cut to at most so many letters, none of which is a control character."""
    word = printable(word)
    return word if len(word) <= limit else word[: limit - 1] + "…"


FITS = 9
"""Letters that fit above the cell of one number."""
CELL, GAP, TALL = 0.62, 1.2, 0.6
"""Of a number the width and the height, where a level is 1; and the room between two steps for the arrows."""


def unfold(unfolded: Unfolded) -> Figure:
    """The steps from left to right: from below x, the gates, the state, and the output, each number in its cell."""
    vectors = [{"x": step.x, **step.values, "y": step.y} for step in unfolded.steps]
    formulas = {"x": "√E · embedding", **unfolded.formulas, "y": OUTPUT}
    levels = {name: level for level, name in enumerate(vectors[0])}
    shares = {"y", *(name for name, formula in unfolded.formulas.items() if formula.startswith("σ"))}
    widest = max(len(vector) for vector in vectors[0].values())
    pitch, top = widest * CELL + GAP, len(levels)
    figure = Figure(figsize=(0.72 * (len(vectors) * pitch + 4.2), 0.52 * (top + 1.9)), layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(-4.6, len(vectors) * pitch - GAP + 0.2)
    axes.set_ylim(-0.8, top + 0.9)
    for name, level in levels.items():
        axes.text(-4.5, level + TALL / 2, f"{name} = {formulas[name]}", va="center", size=8.5, parse_math=False)
    for number, (step, vector) in enumerate(zip(unfolded.steps, vectors, strict=True)):
        centre = number * pitch + widest * CELL / 2
        for name, values in vector.items():
            strip(axes, values, centre, levels[name], share=name in shares)
        axes.text(centre, -0.15, short(step.token), ha="center", va="top", size=11, parse_math=False)
        axes.text(centre, top + 0.45, f"step {number + 1}", ha="center", color="#666666")
        for column, word in enumerate(unfolded.words):
            left = centre + (column + 0.5 - len(unfolded.words) / 2) * CELL
            axes.text(left, top - 0.27, short(word, FITS), ha="center", size=6.5, color="#666666", parse_math=False)
        flow(axes, levels, vector, centre, pitch if number else 0.0)
    return figure


def strip(axes: Any, values: Sequence[float], centre: float, bottom: float, share: bool) -> None:
    """One vector as a row of coloured cells: from -1 to 1 blue to red; what lies between 0 and 1 is grey."""
    colours = matplotlib.colormaps["Greys" if share else "RdBu_r"]
    for column, value in enumerate(values):
        left = centre + (column - len(values) / 2) * CELL
        colour = colours(0.5 * value if share else 0.5 + 0.33 * max(-1.0, min(1.0, value)))
        axes.add_patch(Rectangle((left, bottom), CELL, TALL, facecolor=colour, edgecolor="white", linewidth=1))
        axes.text(left + CELL / 2, bottom + TALL / 2, f"{value:z.2f}", ha="center", va="center", size=7.5)


def flow(
    axes: Any, levels: Mapping[str, int], vector: Mapping[str, Sequence[float]], centre: float, back: float
) -> None:
    """Arrows into one step: up from x to the gates and from h to y; from the step `back` to the left its state."""
    gates = [name for name in levels if name not in ("x", "y", "c", "h")] or ["h"]
    first, last, half = levels[gates[0]], levels[gates[-1]] + TALL, len(vector["h"]) * CELL / 2
    if "h" not in gates:
        corner, size = (centre - half - 0.08, first - 0.1), (2 * half + 0.16, last - first + 0.2)
        axes.add_patch(Rectangle(corner, *size, facecolor="none", edgecolor="#999999", linewidth=0.8, linestyle=":"))
    arrow(axes, (centre, levels["x"] + TALL), (centre, first - 0.08))
    arrow(axes, (centre, levels["h"] + TALL), (centre, levels["y"]))
    if not back:
        return
    start, end = centre - back + half + 0.05, centre - half - 0.1
    arrow(axes, (start, levels["h"] + TALL / 2), (end, (first + last) / 2))
    if "c" in levels:
        arrow(axes, (start, levels["c"] + TALL / 2), (end, levels["c"] + TALL / 2))


def arrow(axes: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """An arrow between two points."""
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=10, color="#444444", linewidth=1))

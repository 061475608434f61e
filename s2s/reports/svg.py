"""Figures as SVG inside a page: lines, points, and shaded matrices, of plain numbers; every text is escaped."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from s2s.errors import printable

WIDTH, HEIGHT = 460, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 40
COLOURS = 8
"""Colours that the page's style has for lines, `.c0` and so on; more lines repeat them, dashed."""
MOST = 400
"""Points of a line; of a longer one every k-th is drawn, and the last."""


class Line(NamedTuple):
    """One line of a chart."""

    label: str
    xs: Sequence[float]
    ys: Sequence[float]
    colour: int
    dotted: bool = False
    points: bool = False
    """Whether there are points in place of a line."""


def escaped(text: object) -> str:
    """`text` in HTML or SVG, where none of it is mark-up or a control character."""
    return html.escape(printable(str(text)), quote=True)


def number(value: float) -> str:
    """A number of an axis, in few characters."""
    if value and (abs(value) >= 1e5 or abs(value) < 1e-3):
        return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e")
    return f"{value:,.4g}"


def ticks(low: float, high: float) -> list[float]:
    """About five round numbers from `low` to `high`: multiples of 1, 2 or 5 times a power of ten."""
    span = high - low
    if not (span > 0 and math.isfinite(span)):
        return [low]
    rough = span / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [index * step for index in range(first, math.floor(high / step + 1e-9) + 1)]


def thinned(line: Line) -> list[tuple[float, float]]:
    """The points of a line that are drawn: finite ones, every k-th of many, and the last."""
    pairs = [(x, y) for x, y in zip(line.xs, line.ys, strict=True) if math.isfinite(x) and math.isfinite(y)]
    every = max(1, -(-len(pairs) // MOST))
    return pairs[::every] + (pairs[-1:] if pairs and (len(pairs) - 1) % every else [])


def chart(lines: Sequence[Line], title: str, below: str, *, square: bool = False) -> str:
    """Lines over common axes; `below` says what the horizontal one is. With `square` both have one range."""
    drawn = [thinned(line) for line in lines]
    points = [point for some in drawn for point in some]
    if not points:
        return f"<p>{escaped(title)}: nothing has been measured yet</p>"
    (x0, x1), (y0, y1) = (bounds([point[axis] for point in points]) for axis in (0, 1))
    if square:
        x0, x1 = y0, y1 = min(x0, y0), max(x1, y1)

    def place(x: float, y: float) -> tuple[float, float]:
        across = LEFT + (x - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT)
        return across, HEIGHT - BOTTOM - (y - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escaped(title)}">']
    for y in ticks(y0, y1):
        down = place(x0, y)[1]
        parts.append(f'<path class="grid" d="M{LEFT} {down:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{down + 4:.1f}" text-anchor="end">{number(y)}</text>')
    for x in ticks(x0, x1):
        across = place(x, y0)[0]
        parts.append(f'<path class="grid" d="M{across:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{across:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{number(x)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">{escaped(below)}</text>')
    if square:
        (a, b), (c, d) = place(x0, x0), place(x1, x1)
        parts.append(f'<path class="line ideal" d="M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}"/>')
    for line, some in zip(lines, drawn, strict=True):
        parts += mark(line, [place(*point) for point in some])
    return "".join([*parts, "</svg>"])


def bounds(values: Sequence[float]) -> tuple[float, float]:
    """The least and the greatest, apart from each other."""
    low, high = min(values), max(values)
    if high - low > 1e-12 * max(abs(low), abs(high), 1e-300):
        return low, high
    room = abs(low) / 2 or 1.0
    return low - room, high + room


def mark(line: Line, places: Sequence[tuple[float, float]]) -> Iterator[str]:
    """What is drawn of one line, whose name shows where the pointer rests on it."""
    colour, label = f"c{line.colour % COLOURS}", f"<title>{escaped(line.label)}</title>"
    if len(places) == 1 or line.points:
        for x, y in places:
            yield f'<circle class="dot {colour}" cx="{x:.1f}" cy="{y:.1f}" r="{2.5 if line.points else 4}">{label}</circle>'
        return
    dashes = " dotted" if line.dotted else " dashed" if line.colour >= COLOURS else ""
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    yield f'<path class="line {colour}{dashes}" d="M{path}">{label}</path>'


CELL = 22
LETTER = 7.2
LONGEST = 18
"""Letters of a word beside a matrix."""


def matrix(rows: Sequence[str], columns: Sequence[str], weights: Sequence[Sequence[float]], title: str) -> str:
    """A shaded cell for each weight of 0 to 1, with a word for each row on the left and for each column above."""
    names = [[cut(word) for word in words] for words in (rows, columns)]
    beside, above = (LETTER * max(map(len, some), default=0) + 10 for some in names)
    above = above * 0.77 + 8  # the words above are slanted
    width = beside + CELL * len(columns) + 0.6 * above
    height = above + CELL * len(rows) + 4
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" style="width:{width:.0f}px"'
    parts = [f'<svg class="matrix" {size} role="img" aria-label="{escaped(title)}">']
    for index, word in enumerate(names[1]):
        x, y = beside + CELL * (index + 0.6), above - 5
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" transform="rotate(-50 {x:.1f} {y:.1f})">{escaped(word)}</text>')
    for row, (word, values) in enumerate(zip(names[0], weights, strict=True)):
        y = above + CELL * row
        parts.append(f'<text x="{beside - 6:.1f}" y="{y + 15:.1f}" text-anchor="end">{escaped(word)}</text>')
        for column, weight in enumerate(values):
            share = min(1.0, max(0.0, weight)) if math.isfinite(weight) else 0.0
            told = f"<title>{escaped(f'{rows[row]} ← {columns[column]}')}: {share:.0%}</title>"
            x = beside + CELL * column
            cell = f'x="{x:.1f}" y="{y:.1f}" width="{CELL - 1}" height="{CELL - 1}" fill-opacity="{share:.2f}"'
            parts.append(f'<rect class="cell" {cell}>{told}</rect>')
    return "".join([*parts, "</svg>"])


def cut(word: str) -> str:
    """A word beside a matrix, cut where it is long."""
    return word if len(word) <= LONGEST else word[: LONGEST - 1] + "…"

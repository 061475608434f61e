"""Cells of text as people write them: what separates them, which sign is the decimal one, and what stands for nothing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy
import numpy.typing

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars", ",": "commas"}
"""What may stand between cells, likeliest first: a comma may also be a decimal sign, the others are nothing else."""
BLANK = " "
MISSING = ("", "na", "n/a", "#n/a", "nan", "null", "none", "-", "?", ".")
"""Cells without a value, in small letters."""
COMMA = re.compile(r"[+-]?[\d.]*,\d+(?:[eE][+-]?\d+)?")
GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)*|[.,]\d+)(?:[eE][+-]?\d+)?|[+-]?inf(?:inity)?|nan", re.IGNORECASE)
SPACES = " \u00a0\u202f\u2009"
"""Those that stand between thousands."""
SPACED = re.compile(rf"^[+-]?[1-9]\d{{0,2}}(?:[{SPACES}]\d{{3}})+(?!\d)")


def separator_of(lines: Sequence[str]) -> str:
    """What cuts the first lines of a file into equally many cells, a comma where nothing does.

    Blanks do only where every cell after the first line is a number.
    """
    for separator in SEPARATORS:
        if widths(lines, separator) > 1:
            return separator
    rows = [line.split() for line in lines if line.strip()]
    same = len({len(row) for row in rows}) == 1 and len(rows[0]) > 1
    if (
        same
        and not any("," in line for line in lines)
        and all(NUMBER.fullmatch(cell) for row in rows[1:] for cell in row)
    ):
        return BLANK
    return ","


def widths(lines: Sequence[str], separator: str) -> int:
    """How many cells the first rows have with this separator; 0 where they differ. The last row may be cut off."""
    rows = csv.reader((line + "\n" for line in lines), delimiter=separator)
    seen: set[int] = set()
    try:
        for cells in rows:
            if cells and (rows.line_num < len(lines) or not seen):
                seen.add(len(cells))
    except csv.Error:
        return 0
    return seen.pop() if len(seen) == 1 else 0


def decimal_of(cells: Iterable[str], separator: str) -> str:
    """The decimal sign, a point or a comma, of all cells of a file that have a comma inside.

    It is a comma where one has other than three digits after it, or begins with a zero; where all could be groups of
    thousands, they are that between commas, and decimals between other separators.
    """
    commas = [cell for cell in cells if COMMA.fullmatch(cell) or GROUPS.fullmatch(cell)]
    if not commas:
        return "."
    if any(not GROUPS.fullmatch(cell) for cell in commas):
        return ","
    grouped = any("." in cell or cell.count(",") > 1 for cell in commas)
    return "." if grouped or separator == "," else ","


def without_spaces(cell: str) -> str:
    """A cell without the spaces between the thousands of a number, nor those at its ends."""
    return SPACED.sub(lambda groups: re.sub(f"[{SPACES}]", "", groups[0]), cell.strip())


def is_number(cell: str) -> bool:
    """Whether a cell is a number, with either decimal sign."""
    return NUMBER.fullmatch(without_spaces(cell)) is not None


def is_missing(cell: Any) -> bool:
    """Whether a cell stands for nothing."""
    return isinstance(cell, str) and cell.strip().lower() in MISSING


def numbers_of(cells: Any, decimal: str) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[Any]]:
    """The numbers in a column of text, a pandas Series, NaN for what is missing; and where it holds something else.

    Signs between thousands are dropped, spaces and the other one of point and comma, where groups of three follow them.
    """
    text = cells.str.strip()
    missing = text.str.lower().isin(MISSING)
    values = numeric(text)
    wrong = (
        (numpy.isnan(values) & ~missing.to_numpy()) if decimal == "." else text.str.contains(f"[.,{SPACES}]").to_numpy()
    )
    if wrong.any():
        group = re.escape("," if decimal == "." else ".")
        some = text[wrong].map(without_spaces)
        inside = some.str.fullmatch(rf"[+-]?\d{{1,3}}(?:{group}\d{{3}})+(?:{re.escape(decimal)}\d*)?(?:[eE][+-]?\d+)?")
        some = some.where(~inside, some.str.replace(group, "", regex=True))
        if decimal == ",":
            pointed = some.str.contains(".", regex=False)  # no groups: a point would be a second decimal sign
            some = some.str.replace(",", ".", regex=False).where(~pointed, "x")
        values[wrong] = numeric(some)
    words = text.str.lower().isin(("true", "false")).to_numpy()
    if words.any():
        values[words] = (text[words].str.lower() == "true").to_numpy()
    wrong = numpy.flatnonzero(numpy.isnan(values) & ~missing.to_numpy())
    for row in wrong[:1]:  # pandas takes no number of very many digits for one
        if NUMBER.fullmatch(text.iloc[row]) and not {",", "_"} & {*text.iloc[row]}:
            values[row], wrong = numpy.inf, wrong[1:]
    return values, wrong


def numeric(text: Any) -> numpy.typing.NDArray[numpy.float64]:
    """What pandas takes for numbers in a column of text; NaN elsewhere."""
    import pandas

    values: numpy.typing.NDArray[numpy.float64] = numpy.array(
        pandas.to_numeric(text, errors="coerce").to_numpy(dtype=numpy.float64, na_value=numpy.nan)
    )
    return values

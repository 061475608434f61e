"""Tables of plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Columns two spaces apart: the first `left` aligned to the left, the others to the right."""
    every = [list(header), *(list(row) for row in rows)]
    widths = [max(map(width, column)) for column in zip(*every, strict=True)]
    return "\n".join(
        "  ".join(
            pad(cell, size, column >= left) for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    )


def pad(text: str, size: int, right: bool) -> str:
    """`text` filled up with spaces to `size` columns."""
    space = " " * (size - width(text))
    return space + text if right else text + space


def width(text: str) -> int:
    """Columns that a terminal gives `text`: none for marks that stand on a letter, two for wide letters."""
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in text
    )

"""Grids of cases of which the default suite tries some, spread over the whole, and the slow suite all the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def thinned(rows: Iterable[Any], every: int) -> list[Any]:
    """`rows` for ``parametrize``: the first of each `every` in the default suite, the rest marked slow."""
    return [
        pytest.param(
            *(row if isinstance(row, tuple) else (row,)), marks=[] if number % every == 0 else pytest.mark.slow
        )
        for number, row in enumerate(rows)
    ]

"""The room of figures, for commands that draw where that is asked."""

from __future__ import annotations

from typing import Any

from s2s.config.distributions import install
from s2s.errors import UserError


def plotting(otherwise: str) -> Any:
    """The module that draws. Raises `UserError` where matplotlib is missing; `otherwise` is what to do without it."""
    try:
        from s2s.inspect import plot
    except ImportError:
        raise UserError(f"matplotlib: not installed, or older than 3.11; {install('plot')}, or {otherwise}") from None
    return plot

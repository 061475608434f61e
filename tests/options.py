"""Options by their dotted names, as the values that `parse` takes."""

from __future__ import annotations

from typing import Any


def nested(changes: dict[str, Any]) -> dict[str, Any]:
    """``{"optim.lr": 1}`` → ``{"optim": {"lr": 1}}``."""
    values: dict[str, Any] = {}
    for option, value in changes.items():
        *groups, last = option.split(".")
        place = values
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return values

"""The format of run folders and exports: its number, what changed with each, and how older ones are read.

docs/versions.md has the history and the promise in words. The number grows when a release writes what an earlier one
would misread or refuse; a new option with a default needs none. What changed is a row of `CHANGES`, or is recognised by
what is in the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from s2s import __version__
from s2s.config.distributions import upgrade
from s2s.errors import UserError

FORMAT = 2
"""What is written now. Format 1 had no number."""


@dataclass(frozen=True)
class Change:
    """What has become of an option, or of some of its values, of run folders in an earlier format."""

    format: int
    """The first format in which it is so."""
    option: str
    """Its dotted name before."""
    now: str | None
    """Its name since; None where it is gone, and had no part in what was learned."""
    values: Mapping[Any, Any] = field(default_factory=dict)
    """Values that have another form since; the others stay as they are."""


CHANGES = (Change(2, "train.compile", None),)


def stamp() -> dict[str, Any]:
    """What a run folder or an export says of itself."""
    return {"format": FORMAT, "version": __version__}


def check_format(number: Any, version: Any, origin: str) -> None:
    """Raise `UserError` for a format that only a later release reads, and ValueError for what is none."""
    if type(number) is not int or number < 1:
        raise ValueError("not a format's number")
    if number > FORMAT:
        raise UserError(
            f"{origin}: was written by s2s {version} in format {number}; this is s2s {__version__}, which reads the formats"
            f" up to {FORMAT}; {upgrade()}"
        )


def migrated(values: dict[str, Any], origin: str) -> dict[str, Any]:
    """The options of a run folder, nested as its YAML has them, as this release names them, without the stamp.

    Raises what `check_format` raises.
    """
    number = values.pop("format", 1)
    check_format(number, values.pop("version", "of unknown version"), origin)
    for change in CHANGES:
        if number < change.format:
            apply(change, values)
    return values


def apply(change: Change, values: dict[str, Any]) -> None:
    """Make the `change` in nested `values`; nothing where they lack the option."""
    *groups, name = change.option.split(".")
    group: Any = values
    for one in groups:
        group = group.get(one) if isinstance(group, dict) else None
    if not isinstance(group, dict) or name not in group:
        return
    value = group.pop(name)
    if change.now is None:
        return
    if isinstance(value, str | int | float | bool | None):  # others are no keys, and no values of an option with names
        value = change.values.get(value, value)
    *groups, name = change.now.split(".")
    for one in groups:
        values = values.setdefault(one, {})
    values[name] = value

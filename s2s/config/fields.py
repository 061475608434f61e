"""What makes a field of the schema an option: its default and its description."""

from __future__ import annotations

from dataclasses import field
from typing import TypeVar

Default = TypeVar("Default")


def option(default: Default, description: str) -> Default:
    """A field of that default, whose line of description the help and the documentation show."""
    return field(default=default, metadata={"description": description})

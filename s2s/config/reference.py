"""Every option as users read about it: its name, what it takes, its default and a line of description."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from s2s.config.layers import FIRST
from s2s.config.metrics import AUTO, LOSS, METRICS
from s2s.config.options import show
from s2s.config.registries import REGISTRIES
from s2s.config.schema import DATA_SEED, RunConfig

NAMES = {option: registry.names for option, registry in REGISTRIES.items()} | {
    "train.metric": (LOSS, AUTO, *METRICS.names)
}
"""Option → the registered names that it takes, beside ``package.module:Name``."""

CHOICES = {"model.encoder.bidirectional": f"true, false, {FIRST}"}
"""Option → what it takes, where its type says more."""
NEW = {"data.seed": DATA_SEED}
"""Option → what `conf/train.yaml` has of it for new runs, which is not the schema's default, that of earlier runs."""


class Option(NamedTuple):
    """What a user may want to know of an option."""

    name: str
    """Its dotted name."""
    values: str
    """What it takes: its choices, or the type of its values."""
    default: str
    """As one types it."""
    description: str
    """One line of plain English."""


def described(kind: Any = RunConfig, prefix: str = "") -> Iterator[Option]:
    """Every option, in the order of the schema: those of the run first, then group by group."""
    hints, groups = typing.get_type_hints(kind), []
    for field in fields(kind):
        name, default = prefix + field.name, getattr(kind(), field.name)
        default = NEW.get(name, default)
        if is_dataclass(default):
            groups.append((type(default), f"{name}."))
        else:
            values = values_of(hints[field.name])
            if name in NAMES:
                values = values.replace("text", ", ".join((*NAMES[name], "MODULE:NAME")))
            yield Option(name, CHOICES.get(name, values), show(default), field.metadata["description"])
    for group in groups:
        yield from described(*group)


def values_of(hint: Any) -> str:
    """What an option of that type takes, in words."""
    if members := typing.get_args(hint):
        return " or ".join("null" if member is type(None) else values_of(member) for member in members)
    if is_dataclass(hint):
        parts = (f"{field.name}: {values_of(typing.get_type_hints(hint)[field.name])}" for field in fields(hint))
        return f"{{{', '.join(parts)}}}"
    if issubclass(hint, StrEnum):
        return ", ".join(hint)
    return {bool: "true, false", int: "whole number", float: "number", str: "text"}[hint]

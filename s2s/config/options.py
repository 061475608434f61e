"""Options by their dotted names: their values, how they are typed, and how one is refused."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, NoReturn, TypeVar

from s2s.config.schema import RunConfig
from s2s.errors import UserError

MOST_THREADS = 4096
Kind = TypeVar("Kind")


def options(kind: Any = RunConfig, prefix: str = "") -> dict[str, Any]:
    """Dotted name → default value of every option."""
    defaults: dict[str, Any] = {}
    for part, value in ((f.name, getattr(kind(), f.name)) for f in fields(kind)):
        defaults |= options(type(value), f"{prefix}{part}.") if is_dataclass(value) else {prefix + part: value}
    return defaults


def get(config: Any, option: str) -> Any:
    """The value of the option with a dotted name."""
    for part in option.split("."):
        config = getattr(config, part)
    return config


def put(config: Kind, option: str, value: Any) -> Kind:
    """A copy of a dataclass in which the option with a dotted name has that `value`."""
    first, _, rest = option.partition(".")
    changed = put(getattr(config, first), rest, value) if rest else value
    return replace(config, **{first: changed})  # type: ignore[type-var]


def refuse(option: str, value: Any, remedy: str) -> NoReturn:
    """Raise `UserError` that names an option, its value and the remedy."""
    assert option in options(), option
    raise UserError(f"{option}={show(value)}: {remedy}")


def show(value: Any) -> str:
    """`value` as one types it on the command line."""
    if isinstance(value, list):
        return f"[{','.join(map(str, value))}]"
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

"""Options by their dotted names: their values, how they are typed, and how one is refused."""

from __future__ import annotations

from collections.abc import Mapping
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


def changed(config: RunConfig) -> list[str]:
    """The options that do not have their default, as one types them, in the order of the schema."""
    return [f"{name}={show(own)}" for name, default in options().items() if (own := get(config, name)) != default]


def refuse(option: str, value: Any, remedy: str) -> NoReturn:
    """Raise `UserError` that names an option, its value and the remedy."""
    assert option in options(), option
    raise UserError(f"{option}={show(value)}: {remedy}")


def show(value: Any) -> str:
    """`value` as one types it on the command line."""
    if isinstance(value, list):
        return f"[{','.join(map(entry, value))}]"
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def entry(value: Any) -> str:
    """An element of a list, as one types it; of a dataclass what differs from its defaults."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {one.name: mine for one in fields(value) if (mine := getattr(value, one.name)) != one.default}
    if not isinstance(value, Mapping):
        return str(value)
    return f"{{{', '.join(f'{name}: {show(own)}' for name, own in value.items() if own is not None)}}}"


def texts(value: Any) -> str:
    """All text in the value of an option, together."""
    if is_dataclass(value) and not isinstance(value, type):
        value = [getattr(value, one.name) for one in fields(value)]
    return "".join(map(texts, value)) if isinstance(value, list) else value if isinstance(value, str) else ""

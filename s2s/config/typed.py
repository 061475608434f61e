"""Nested values, as YAML gives them, as the dataclasses of the schema: each of its option's type, or refused.

Conversions and messages are those of OmegaConf, by which Hydra checks what is typed: a number may be written as text, text as
a number, and a truth value as ``yes`` or ``1``. A run folder and an export are read without OmegaConf.
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from s2s.config.layers import BOOLS
from s2s.config.options import options
from s2s.errors import UserError

Kind = TypeVar("Kind")


def typed(kind: type[Kind], values: object, prefix: str = "") -> Kind:
    """A dataclass of the schema; what `values` do not say has its default. Raises `UserError` that names the option."""
    if not isinstance(values, Mapping):
        group = prefix.rstrip(".") or "configuration"
        raise UserError(
            f"{group}={values}: is a group of options; give names and values, as in {group}: {{NAME: VALUE}}"
        )
    known: Any = kind
    hints, given = hints_of(known), {str(name): value for name, value in values.items()}
    for name in given:
        if name not in hints:
            raise UserError(no_such(prefix + name, [prefix + one for one in hints]))
    return kind(**{name: converted(hints[name], value, prefix + name) for name, value in given.items()})


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    """The type of each option of a group."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def converted(hint: Any, value: Any, option: str) -> Any:
    """`value` as an option of the type `hint` has it. Raises `UserError`."""
    if is_dataclass(hint):
        return typed(typing.cast(type, hint), value, f"{option}.")
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType and inner[1:] == (types.NoneType,):
        return None if value is None else converted(inner[0], value, option)
    if origin is types.UnionType:
        if type(value) not in inner:
            raise refusal(
                option, f"Value '{value}' of type '{type(value).__name__}' is none of {', '.join(names(inner))}"
            )
        return value
    if value is None:
        raise refusal(option, f"Incompatible value 'None' for field of type '{getattr(hint, '__name__', hint)}'")
    if origin is list:
        if not isinstance(value, list | tuple):
            raise refusal(option, f"Value '{value}' is not a list; write [NAME,NAME]")
        return [converted(inner[0], one, f"{option}[{place}]") for place, one in enumerate(value)]
    if issubclass(hint, StrEnum):
        return member(hint, value, option)
    return CONVERSIONS[hint](value, option)


def names(kinds: tuple[type, ...]) -> list[str]:
    """What types are called."""
    return [kind.__name__ for kind in kinds]


def member(kind: type[StrEnum], value: object, option: str) -> StrEnum:
    """One of the choices of `kind`, by its name."""
    name = str(value) if isinstance(value, str) else ""
    found = kind.__members__.get(name.removeprefix(f"{kind.__name__}."))
    if found is None:
        raise refusal(option, f"Invalid value '{value}', expected one of [{', '.join(kind.__members__)}]")
    return found


def text(value: object, option: str) -> str:
    """Whatever can be written as text."""
    if isinstance(value, Mapping | list | tuple | bytes):
        raise refusal(option, f"Cannot convert '{type(value).__name__}' to string: '{value!r}'")
    return str(value)


def whole(value: Any, option: str) -> int:
    """An integer, or its digits."""
    return int(number(int, (str, int), "Integer", value, option))


def real(value: Any, option: str) -> float:
    """A number, or its digits."""
    return float(number(float, (str, int, float), "Float", value, option))


def number(kind: Callable[[Any], Any], types: tuple[type, ...], name: str, value: Any, option: str) -> Any:
    """`value`, of one of these `types` and of no subclass, as a number of the `kind`."""
    try:
        if type(value) in types:
            return kind(value)
    except (ValueError, OverflowError):
        pass
    raise refusal(option, f"Value '{value}' of type '{type(value).__name__}' could not be converted to {name}")


def truth(value: Any, option: str) -> bool:
    """A truth value, a number, or a word for either."""
    if isinstance(value, bool | int):
        return bool(value)
    if isinstance(value, str):
        try:
            return bool(int(value))
        except ValueError:
            if value.lower() in BOOLS:
                return BOOLS[value.lower()]
    raise refusal(option, f"Value '{value}' is not a valid bool (type {type(value).__name__})")


CONVERSIONS: dict[Any, Callable[[Any, str], Any]] = {str: text, int: whole, float: real, bool: truth}


def refusal(option: str, reason: str) -> UserError:
    """What to raise of the value of an option."""
    return UserError(f"{option}: {reason}")


def no_such(option: str, beside: Sequence[str] = ()) -> str:
    """What to say of what is no option; `beside` are those of its group."""
    close = difflib.get_close_matches(option, [*options(), *beside], n=1, cutoff=0.5)
    remedy = f"did you mean {close[0]}?" if close else "see conf/ and s2s/config/schema.py for the options"
    return f"{option}: no such option; {remedy}"

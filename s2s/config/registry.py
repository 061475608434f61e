"""What is known by name: a row for each thing that an option can name, and how a user's own thing is looked up.

A row is a name, where its class is as ``module:Class``, and a record of facts that the rules between options need. The
class is imported when it is built, so that options are checked without torch. An option also takes ``package.module:Name``:
a class of the user's own, whose attributes of the same names stand in for the record.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, Generic, TypeVar

from s2s.config.distributions import missing
from s2s.errors import UserError, guess

Facts = TypeVar("Facts")


def is_code(name: object) -> bool:
    """Whether an option's value names code of the user's own, as ``package.module:Name``."""
    return isinstance(name, str) and ":" in name


class Registry(Generic[Facts]):
    """The things of one kind, such as cells, by their names."""

    def __init__(self, kind: str, facts: type[Facts], entries: Mapping[str, tuple[str, Facts]]) -> None:
        """`kind` is what messages call one of them, `facts` the dataclass of their records."""
        self.kind, self.record, self.entries = kind, facts, dict(entries)

    @property
    def names(self) -> tuple[str, ...]:
        """The registered names, in the order of their rows."""
        return tuple(self.entries)

    def check(self, option: str, name: str) -> None:
        """Raise `UserError` unless `name` is registered or has the form ``package.module:Name``."""
        remedy = self.remedy(name)
        if remedy is not None:
            raise UserError(f"{option}={name}: {remedy}")

    def remedy(self, name: str, also: Sequence[str] = ()) -> str | None:
        """What to say of a name that is neither registered nor of the form ``package.module:Name``; `also` is known, too."""
        known = (*also, *self.names)
        if name in known:
            return None
        module, _, attribute = name.partition(":")
        if is_code(name) and attribute.isidentifier() and all(part.isidentifier() for part in module.split(".")):
            return None
        remedy = f"choose from {', '.join(known)}, or name a class of your own as package.module:Name"
        return f"no such {self.kind}; {' '.join(filter(None, [guess(name, known, ''), remedy]))}"

    def facts(self, name: str) -> Facts:
        """The record of a registered thing; of a user's class, which is imported, one made from its attributes."""
        if name in self.entries:
            return self.entries[name][1]
        made = self.load(name)
        given: dict[str, Any] = {}
        for field in fields(self.record):  # type: ignore[arg-type]
            if hasattr(made, field.name):
                given[field.name] = getattr(made, field.name)
            elif field.default is MISSING and field.default_factory is MISSING:
                raise UserError(
                    f"{name}: has no attribute {field.name!r}, which a {self.kind} needs; add it to the class"
                )
        return self.record(**given)

    def load(self, name: str) -> Any:
        """The class called `name`. Raises `UserError` if a user's own cannot be imported.

        For that the working folder is searched too, after all else.
        """
        if name in self.entries:
            return imported(self.entries[name][0], self.kind)
        if os.getcwd() not in sys.path:
            sys.path.append(os.getcwd())
        return imported(name, self.kind)


def imported(location: str, kind: str) -> Any:
    """The attribute that ``module:Name`` stands for."""
    module, _, attribute = location.partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except ModuleNotFoundError as error:
        remedy = "run the command in the folder that holds it, or put that folder on PYTHONPATH"
        raise missing(error) or UserError(
            f"{location}: the {kind}'s module {error.name} is not there; {remedy}"
        ) from None
    except AttributeError as error:
        if getattr(error, "obj", None) is not sys.modules.get(module) or getattr(error, "name", None) != attribute:
            raise UserError(f"{location}: importing the module failed ({error}); correct it") from error
        raise UserError(f"{location}: the module has no {attribute}; check the name") from None
    except Exception as error:
        raise UserError(
            f"{location}: importing the module failed ({type(error).__name__}: {error}); correct it"
        ) from error

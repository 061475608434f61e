"""Options that may name code of the user's own, and the question whether it may be imported.

Importing a module runs it. A name is imported where the user has typed it for this very call; a name that comes from a
file, be it a run folder or an experiment, is imported only if the user allows it. Nothing here imports it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from s2s.config.registries import REGISTRIES
from s2s.config.registry import is_code
from s2s.errors import UserError

CODE_OPTIONS = (*REGISTRIES, "train.metric")
"""Every option whose value may be ``package.module:Name``."""
Allowed = bool | Collection[str]
"""Whether code may be imported: any, none, or what goes by these names."""


def code_in(values: Any) -> dict[str, str]:
    """Option → the code that it names; `values` are a `RunConfig`, or nested as YAML has them and not yet checked."""
    named = {}
    for option in CODE_OPTIONS:
        value = values
        for part in option.split("."):
            value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
        if is_code(text := str(value)):
            named[option] = text
    return named


def refuse_code(values: Any, allowed: Allowed, origin: str) -> None:
    """Raise `UserError` if `values`, which come from `origin`, name code that is not among the `allowed`."""
    for option, name in code_in(values).items():
        if allowed is True or (not isinstance(allowed, bool) and name in allowed):
            continue
        module = name.partition(":")[0]
        raise UserError(
            f"{origin} names code: {option}={name} of module {module}; give --allow-code (in Python allow_code=True) if"
            " you trust it"
        )

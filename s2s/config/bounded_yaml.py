"""YAML that somebody else may have written: read only as far as it cannot grow without bound."""

from __future__ import annotations

from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Libyaml's, ten times as fast, where PyYAML was built with it; the values are made by the same constructors."""


def load(content: str, deepest: int) -> Any:
    """The plain values that YAML text holds. Raises ValueError, or what PyYAML raises.

    Refused are references, which grow without bound when they are nested, and more than `deepest` levels, which take
    PyYAML time that grows with the square of their number.
    """
    depth = 0
    for event in yaml.parse(content, LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > deepest:
            raise ValueError("references, or too many levels")
    loader = LOADER(content)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()

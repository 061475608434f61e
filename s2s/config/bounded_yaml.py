"""YAML that somebody else may have written: read only as far as it cannot grow without bound."""

from __future__ import annotations

from typing import Any

import yaml


def load(content: str, deepest: int) -> Any:
    """The plain values that YAML text holds. Raises ValueError, or what PyYAML raises.

    Refused are references, which grow without bound when they are nested, and more than `deepest` levels, which take
    PyYAML time that grows with the square of their number.
    """
    depth = 0
    for event in yaml.parse(content, yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > deepest:
            raise ValueError("references, or too many levels")
    return yaml.safe_load(content)

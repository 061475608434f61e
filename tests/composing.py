"""What Hydra makes of the options that are typed, each set of them composed once."""

from __future__ import annotations

from functools import cache
from typing import Any

from s2s.api import compose
from s2s.config.load import parse
from s2s.config.overrides import for_hydra
from s2s.config.schema import RunConfig


@cache
def values(*typed: str) -> dict[str, Any]:
    """The configuration of `conf`, before it is checked."""
    return compose.composed(for_hydra(typed))


def composed(*typed: str) -> RunConfig:
    """The configuration that `typed` gives, one's own to change. Raises `UserError`."""
    return parse(values(*typed))

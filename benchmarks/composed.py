"""Options as s2s train composes and checks them, for benchmarks that train."""

from __future__ import annotations

from collections.abc import Sequence

from s2s.api import compose
from s2s.config.load import parse
from s2s.config.overrides import for_hydra
from s2s.config.schema import RunConfig


def composed(choices: Sequence[str]) -> RunConfig:
    """The configuration of ``s2s train CHOICE …``. Raises `UserError`."""
    return parse(compose.composed(for_hydra(choices)))


def latest(choices: Sequence[str]) -> list[str]:
    """Of each option the last choice: what is typed, or changed by a row, comes after what all have."""
    return list({choice.partition("=")[0]: choice for choice in choices}.values())


def portable(choices: Sequence[str]) -> list[str]:
    """Those of `choices` that mean the same on another machine: no paths."""
    return [choice for choice in choices if "/" not in choice]

"""Options as s2s train composes and checks them, for benchmarks that train."""

from __future__ import annotations

from collections.abc import Sequence

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore

from s2s.config.conf import CONF
from s2s.config.load import parse
from s2s.config.overrides import for_hydra
from s2s.config.schema import RunConfig


def composed(choices: Sequence[str]) -> RunConfig:
    """The configuration of ``s2s train CHOICE …``. Raises `UserError`."""
    ConfigStore.instance().store("schema", RunConfig)
    with initialize_config_dir(str(CONF.resolve()), version_base="1.3"):
        return parse(compose("train", for_hydra(choices)))


def portable(choices: Sequence[str]) -> list[str]:
    """Those of `choices` that mean the same on another machine: no paths."""
    return [choice for choice in choices if "/" not in choice]

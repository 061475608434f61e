"""What Hydra makes of the options that are typed, each set of them composed once."""

from __future__ import annotations

from functools import cache
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore

from s2s.config.conf import CONF
from s2s.config.load import parse
from s2s.config.overrides import for_hydra
from s2s.config.schema import RunConfig


@cache
def values(*typed: str) -> Any:
    """The configuration of `conf`, before it is checked."""
    ConfigStore.instance().store("schema", RunConfig)
    with initialize_config_dir(str(CONF.resolve()), version_base="1.3"):
        return compose("train", for_hydra(typed))


def composed(*typed: str) -> RunConfig:
    """The configuration that `typed` gives, one's own to change. Raises `UserError`."""
    return parse(values(*typed))

"""The presets of `conf`, composed by Hydra as for the command, inside a program that may use Hydra itself."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Sequence
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.plugins import Plugins
from hydra.errors import HydraException
from hydra.version import VersionBase
from omegaconf.errors import OmegaConfBaseException

from s2s.config.conf import CONF
from s2s.config.explanation import explanation
from s2s.config.load import plain
from s2s.config.overrides import own_tasks
from s2s.config.schema import RunConfig
from s2s.errors import UserError


def composed(overrides: Sequence[str]) -> dict[str, Any]:
    """Every option, nested, as the presets that `overrides` choose set it; a task of the user's own is one of them.

    Raises `UserError` for what Hydra cannot compose.
    """
    with borrowed(), initialize_config_dir(str(CONF.resolve()), version_base="1.3"):
        ConfigStore.instance().store("schema", RunConfig)
        for name, preset in own_tasks(overrides).items():
            ConfigStore.instance().store(name, preset, group="task", package="_global_")
        try:
            return dict(plain(compose("train", list(overrides))))
        except (HydraException, OmegaConfBaseException, ValueError) as error:
            raise UserError(explanation(error)) from error


@contextlib.contextmanager
def borrowed() -> Iterator[None]:
    """Hydra, of which a process has only one, given back as it was."""
    Plugins.instance()  # which put presets of their own into the store, once
    store, version, hydra = ConfigStore.instance(), VersionBase.instance(), GlobalHydra.instance().hydra
    kept, base = store.repo, version.version_base
    store.repo, GlobalHydra.instance().hydra = copy.deepcopy(kept), None
    try:
        yield
    finally:
        store.repo, GlobalHydra.instance().hydra, version.version_base = kept, hydra, base

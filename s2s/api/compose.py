"""The presets of `conf`, composed by Hydra as for the command, inside a program that may use Hydra itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.version import VersionBase

from s2s.config.conf import CONF
from s2s.config.load import plain
from s2s.config.schema import RunConfig

SCHEMA = "schema.yaml"
"""What `ConfigStore` calls the schema, with which the list of defaults in conf/train.yaml begins."""


def composed(overrides: Sequence[str]) -> dict[str, Any]:
    """Every option, nested, as the presets that `overrides` choose set it."""
    with borrowed(), initialize_config_dir(str(CONF.resolve()), version_base="1.3"):
        return dict(plain(compose("train", list(overrides))))


@contextlib.contextmanager
def borrowed() -> Iterator[None]:
    """Hydra, of which a process has only one, given back as it was."""
    store, version, hydra = ConfigStore.instance(), VersionBase.instance().version_base, GlobalHydra.instance().hydra
    before = store.repo.get(SCHEMA)
    GlobalHydra.instance().hydra = None
    store.store("schema", RunConfig)
    try:
        yield
    finally:
        GlobalHydra.instance().hydra = hydra
        VersionBase.instance().version_base = version
        del store.repo[SCHEMA]
        if before is not None:
            store.repo[SCHEMA] = before

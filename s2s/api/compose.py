"""The presets of `conf`, composed by Hydra as for the command, inside a program that may use Hydra itself."""

from __future__ import annotations

import contextlib
import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.plugins import Plugins
from hydra.errors import HydraException, OverrideParseException
from hydra.version import VersionBase
from omegaconf.errors import OmegaConfBaseException

from s2s.config.conf import CONF, choices
from s2s.config.formats import several_files
from s2s.config.load import explain, plain
from s2s.config.overrides import own_tasks, split
from s2s.config.schema import RunConfig
from s2s.errors import UserError

MISTAKES = HydraException, OmegaConfBaseException, ValueError
"""What Hydra raises for what it cannot compose."""


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
        except MISTAKES as error:
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


def explanation(error: Exception) -> str:
    """What Hydra could not compose, in one line."""
    if isinstance(error, OverrideParseException):
        name = split(error.override).name if "=" in error.override else "NAME"
        remedy = f"write NAME=VALUE; a text with signs or accents in it has quotes of its own, as '{name}=\"…\"'"
        return f"{' '.join(error.override.split())}: cannot be read as an option; {remedy}"
    text, cause = " ".join(str(error).split()), error.__cause__
    if "interpolation type auto" in text:
        return "--resolve: recipe=auto chooses its values when the text is read; leave --resolve out, or use --dry-run"
    if choice := re.search(r"Could not find '(\w+)/(.*?)'", text):
        group, name = choice.groups()
        return f"{group}={name}: no such choice; choose from {', '.join(choices(group))}"
    if ambiguous := re.search(r"Ambiguous value for argument '([\w.]+)=(.*?)' 1\.", text):
        option, values = ambiguous[1], ambiguous[2].replace("'", "")
        if option in ("data.train", "data.validation", "data.test"):
            return f"{option}={values}: takes one file or prefix; {several_files(option, values.split(','))}"
        remedy = f"write --multirun for a run with each, [{values}] for a list, '{option}=\"{values}\"' for one text"
        return f"{option}={values}: is several values; {remedy}"
    option = re.search(r"Could not override '(.*?)'", text)
    for fault in (cause, error):
        if isinstance(fault, OmegaConfBaseException):
            return explain(fault, option and option[1])
    return text

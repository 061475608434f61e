"""The options of a training, composed by Hydra of what is typed and of the groups in `conf`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import hydra
from hydra.core.config_store import ConfigStore
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from s2s.config.conf import CONF
from s2s.config.explanation import explanation
from s2s.config.overrides import own_tasks
from s2s.config.schema import RunConfig
from s2s.errors import UserError


def compose(
    arguments: Sequence[str], typed: Sequence[str], run: Callable[[DictConfig], Any], lenient: bool = False
) -> None:
    """Have Hydra call `run` with the options that `arguments` make, once or, in a sweep, for each job.

    Raises `UserError` for what Hydra cannot compose. Hydra reads the arguments of the process; during a job these are what
    was `typed`, as a run says by which command it is continued. In a sweep Hydra composes all jobs before the first one
    runs, and refuses all for one value: a `lenient` composition leaves values, not names, to `s2s.config.load`, which
    each job asks by itself.
    """
    schema: Any = RunConfig
    if lenient:
        schema = OmegaConf.to_container(OmegaConf.structured(RunConfig), enum_to_str=True)
    ConfigStore.instance().store("schema", schema)
    for name, preset in own_tasks(typed).items():
        ConfigStore.instance().store(name, preset, group="task", package="_global_")
    os.environ.setdefault("HYDRA_FULL_ERROR", "1")  # so that its errors reach us, to be said in one line
    composed, before, mistakes = [], sys.argv[1:], list[UserError]()

    def begin(values: DictConfig) -> Any:
        composed.append(values)
        sys.argv[1:] = typed
        try:
            return run(values)
        except UserError as error:
            if lenient:
                raise  # of a job among others, which go on
            mistakes.append(error)  # Hydra would put a line of its own with all overrides before the message
            return None

    sys.argv[1:] = arguments
    try:
        hydra.main(version_base="1.3", config_path=str(CONF), config_name="train")(begin)()
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        if composed:
            raise  # no mistake in what was typed: that would have ended in `run`
        raise UserError(explanation(error)) from error
    finally:
        sys.argv[1:] = before
    for mistake in mistakes:
        raise mistake

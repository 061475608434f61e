"""From nested values, as Hydra composes them or a run folder keeps them, to a checked `RunConfig`, and back.

What a run folder keeps is read without OmegaConf, which only training has need of.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from s2s.config.auto import CHOSEN, PROVISIONAL, RECIPE
from s2s.config.entries import CorpusConfig
from s2s.config.formats import several_files
from s2s.config.options import options
from s2s.config.rules import check
from s2s.config.schema import RunConfig
from s2s.config.typed import no_such, typed
from s2s.config.weighted import united
from s2s.errors import UserError, first_line

if TYPE_CHECKING:
    from omegaconf import DictConfig
    from omegaconf.errors import OmegaConfBaseException


def parse(values: Mapping[str, Any] | DictConfig) -> RunConfig:
    """Check `values` (nested, as YAML gives them) against the schema and the rules between options.

    Raises `UserError` that names the option, its value and the remedy.
    """
    try:
        config = typed(RunConfig, plain(values))
    except RecursionError:
        raise UserError("configuration: a value is nested too deeply; correct it") from None
    data = config.data
    tagged = config.train.start_from is not None and data.columns is None and data.temperature is None
    config.data = united(data, tagged)  # where the other run has no tags, training does without
    check(config)
    return config


def plain(values: Mapping[str, Any] | DictConfig) -> Mapping[str, Any]:
    """The same without Hydra's types, which would let `+model.foo=1` pass, and with interpolations resolved."""
    if "omegaconf" not in sys.modules:  # then it is none of its values
        return values
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    if not OmegaConf.is_config(values):
        return values
    try:
        container = OmegaConf.to_container(with_choices(values), resolve=True, enum_to_str=True)
    except OmegaConfBaseException as error:
        raise UserError(explain(error)) from None
    assert isinstance(container, dict)
    return {str(name): value for name, value in container.items()}


def with_choices(values: Any) -> Any:
    """The same, where the options that ``recipe=auto`` leaves to the text have provisional values and are named by `auto`."""
    from omegaconf import OmegaConf, open_dict

    raw = OmegaConf.to_container(values, resolve=False)
    free = [name for name in CHOSEN if nested(raw, name) == RECIPE]
    if not free:
        return values
    values, known = copy.deepcopy(values), options()
    with open_dict(values):
        for name in free:
            OmegaConf.update(values, name, PROVISIONAL.get(name, known[name]))
        values.auto = free
    return values


def nested(values: Any, option: str) -> Any:
    """The value of an option with a dotted name in nested dicts; None where there is none."""
    for part in option.split("."):
        values = values.get(part) if isinstance(values, dict) else None
    return values


def to_yaml(config: RunConfig) -> str:
    """The whole configuration, resolved, as YAML text that `parse` reads back to an equal value."""
    from omegaconf import OmegaConf

    return OmegaConf.to_yaml(OmegaConf.structured(config), resolve=True)


def explain(error: OmegaConfBaseException, typed: str | None = None) -> str:
    """One line for what OmegaConf refused: the option, as it was `typed` if known, the reason, and what is possible."""
    option = typed or getattr(error, "full_key", None) or str(getattr(error, "key", None) or "configuration")
    reason = first_line(error)
    names = [one.name for one in fields(CorpusConfig)]
    named = option.startswith("data.corpora")  # of an entry OmegaConf names the option alone
    if named or "CorpusConfig" in reason or (option in names and option != "train"):
        remedy = f"write [{{train: PREFIX}},{{train: PREFIX}}], where each may have {', '.join(names)}"
        return f"{'data.corpora: ' * (not named)}{option}: {reason.rstrip('.')}; {remedy}"
    if option in ("data.train", "data.validation", "data.test") and "'list' to string" in reason:
        return f"{option}: takes one file or prefix; {several_files(option)}"
    if option not in options() and "not in" in reason:
        return no_such(option)
    return f"{option}: {reason}"

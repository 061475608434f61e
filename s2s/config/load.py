"""From nested values, as Hydra composes them or a run folder keeps them, to a checked `RunConfig`, and back."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from s2s.config.options import options
from s2s.config.rules import check
from s2s.config.schema import RunConfig
from s2s.errors import UserError


def parse(values: Mapping[str, Any] | DictConfig) -> RunConfig:
    """Check `values` (nested, as YAML gives them) against the schema and the rules between options.

    Raises `UserError` that names the option, its value and the remedy.
    """
    values = plain(values)
    try:
        config = OmegaConf.to_object(OmegaConf.merge(OmegaConf.structured(RunConfig), values))
    except OmegaConfBaseException as error:
        raise UserError(explain(error)) from None
    except (RecursionError, OverflowError):
        raise UserError("configuration: a value is nested too deeply, or a number too large; correct it") from None
    assert isinstance(config, RunConfig)
    check(config)
    return config


def plain(values: Mapping[str, Any] | DictConfig) -> Mapping[str, Any]:
    """The same without Hydra's types, which would let `+model.foo=1` pass, and with interpolations resolved."""
    if not OmegaConf.is_config(values):
        return values
    try:
        container = OmegaConf.to_container(values, resolve=True, enum_to_str=True)
    except OmegaConfBaseException as error:
        raise UserError(explain(error)) from None
    assert isinstance(container, dict)
    return {str(name): value for name, value in container.items()}


def to_yaml(config: RunConfig) -> str:
    """The whole configuration, resolved, as YAML text that `parse` reads back to an equal value."""
    return OmegaConf.to_yaml(OmegaConf.structured(config), resolve=True)


def explain(error: OmegaConfBaseException, typed: str | None = None) -> str:
    """One line for what OmegaConf refused: the option, as it was `typed` if known, the reason, and what is possible."""
    option = typed or getattr(error, "full_key", None) or str(getattr(error, "key", None) or "configuration")
    reason = str(error).split("\n", 1)[0]
    known = options()
    if option not in known and "not in" in reason:
        close = difflib.get_close_matches(option, known, n=1, cutoff=0.5)
        remedy = f"did you mean {close[0]}?" if close else "see conf/ and s2s/config/schema.py for the options"
        return f"{option}: no such option; {remedy}"
    return f"{option}: {reason}"

"""What commands refuse of their options: those without effect beside others, and those that need others."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from typing import Any

from s2s.errors import SettingError, UserError


def refuse_changed(options: argparse.Namespace, idle: Mapping[str, Any], where: str) -> None:
    """Raise `UserError` for the first option that is not at its value of `idle`, and so given where it has no effect."""
    for name, value in idle.items():
        if getattr(options, name) != value:
            option = "--" + name.replace("_", "-")
            raise UserError(f"{option} {getattr(options, name)}: has no effect {where}; leave it out")


def refuse_given(options: argparse.Namespace, names: Iterable[str], where: str) -> None:
    """Raise `SettingError` for the first of the options that is given, which has no effect `where`."""
    for name in names:
        value = getattr(options, name)
        if value is not None:
            typed = " ".join(value) if isinstance(value, list) else value
            raise SettingError(name.rstrip("_"), typed, f"has no effect {where}; leave it out")


def refuse_idle(run_data: bool, own_texts: bool) -> None:
    """Raise `UserError` for --run-data where the data of the run is not asked for, as there are texts of the user's own."""
    if run_data and own_texts:
        raise UserError("--run-data: has no effect where texts are given; leave it out")


def refuse_unpaired(options: argparse.Namespace) -> None:
    """Raise `UserError` for --source without --reference, or the other way round."""
    if (options.source is None) != (options.reference is None):
        raise UserError("--source and --reference: belong together; give both, or neither for the run's validation set")

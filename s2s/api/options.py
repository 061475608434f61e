"""From the keywords of a call to the options of a run: the same names, presets, rules and messages as on the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import yaml

from s2s.config.code import CODE_OPTIONS, refuse_code
from s2s.config.conf import choices
from s2s.config.distributions import needing
from s2s.config.load import parse
from s2s.config.options import options, show
from s2s.config.overrides import LENGTHS, code_of, for_hydra, sides, split, without_use
from s2s.config.registry import is_code
from s2s.config.schema import RunConfig
from s2s.errors import UserError, guess


def configured(presets: Mapping[str, str | None], given: Mapping[str, Any], allow_code: bool = False) -> RunConfig:
    """The checked options of a run: what the `presets` of `conf` set, group by group, and above it what is `given` by name.

    Code of the user's own may be among what is given, and in a preset only with `allow_code`. Raises `UserError`.
    """
    with needing("s2s.train"):
        from s2s.api.compose import composed  # and with it Hydra, which takes its time

    for group, choice in presets.items():
        known = choices(group)
        if choice is not None and choice not in known and not (group == "task" and is_code(choice)):
            raise UserError(f"{group}={choice}: no such choice; {guess(str(choice), known)}")
    named = {str(value) for name, value in (*presets.items(), *given.items()) if name in CODE_OPTIONS}
    named |= code_of([presets.get("task")])
    start = given.get("train.start_from")
    if start is not None:
        from s2s.training.resume import inherited

        given = {**inherited(str(start), given, allow_code or named), **given}
    typed = {name: split(f"{name}={show(value)}") for name, value in given.items()}
    for text in (*sides(typed), *without_use(typed)):  # what follows of them, as on the command line
        name, _, value = text.partition("=")
        given = {**given, name: yaml.safe_load(value)}
    chosen = {**presets, **{name: given[name] for name in LENGTHS if given.get(name) is not None}}
    values = composed(for_hydra([f"{name}={show(choice)}" for name, choice in chosen.items()]))
    for name, value in given.items():
        *groups, last = name.split(".")
        node = values
        for group in groups:
            node = node[group]
        node[last] = value
    if values["auto"]:
        values["auto"] = [name for name in values["auto"] if name not in given] or None
    refuse_code(values, allow_code or named, "a preset")
    return parse(values)


def flattened(keywords: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Option by its dotted name → value, from names with dots, nested mappings, or both.

    Raises `UserError` for what is no option, or is given twice.
    """
    known = options()
    groups = {name[:end] for name in known for end, letter in enumerate(name) if letter == "."}
    collected: dict[str, Any] = {}
    for key, value in keywords.items():
        name = f"{prefix}{key}"
        if name in known:
            add(collected, {name: plain(name, value)})
        elif name not in groups:
            raise UserError(f"{name}: no such option; {guess_option(name, (*known, *sorted(groups)))}")
        elif isinstance(value, Mapping):
            add(collected, flattened(value, f"{name}."))
        else:
            first = next(option for option in known if option.startswith(f"{name}.")).rsplit(".", 1)[-1]
            raise UserError(f"{name}={value}: is a group of options; give a dict, such as {name}={{{first!r}: …}}")
    return collected


def add(collected: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Put `more` options among those `collected`. Raises `UserError` for one that is there already."""
    for name, value in more.items():
        if name in collected:
            raise UserError(f"{name}: given twice, as {show(collected[name])} and {show(value)}; leave one of them out")
        collected[name] = value


def plain(name: str, value: Any) -> Any:
    """`value` as YAML would have it: a path as a string, a number of numpy's as Python's. Raises `UserError`."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, type) or callable(value):
        raise UserError(f"{name}: takes no object of Python's; name it, as package.module:Name")
    return value.item() if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0 else value


def guess_option(name: str, known: tuple[str, ...]) -> str:
    """What `name` may have meant: an option whose last part it is, or one that is spelt nearly so."""
    same = [option for option in known if "." in option and option.rsplit(".", 1)[-1] == name.rsplit(".", 1)[-1]]
    if same:
        return f"did you mean {' or '.join(same[:3])}?"
    return guess(name, known, "s2s train --help lists the options")

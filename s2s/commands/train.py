"""Hydra composes, `s2s.config.load` judges, and only then is torch imported."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import hydra
from hydra.core.config_store import ConfigStore
from hydra.errors import HydraException, OverrideParseException
from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from s2s.config.code import CODE_OPTIONS, Allowed, refuse_code
from s2s.config.load import explain, parse, plain
from s2s.config.options import options
from s2s.config.schema import RunConfig
from s2s.errors import SaidElsewhere, UserError

INSTALLED = Path(__file__).parents[1] / "conf"
CONF = INSTALLED if INSTALLED.is_dir() else Path(__file__).parents[2] / "conf"
ALLOW_CODE = "--allow-code"
"""The one flag that is not Hydra's."""
RANK = f"rank {number}: " if (number := os.environ.get("RANK", "0")) != "0" else ""
"""Which of several processes says something; nothing for the first."""
FLAGS = (
    *(
        "help",
        "hydra-help",
        "version",
        "cfg",
        "resolve",
        "package",
        "run",
        "multirun",
        "shell-completion",
        "config-path",
    ),
    *("config-name", "config-dir", "experimental-rerun", "info"),
)
"""Hydra's own; all else is written without dashes."""


def run(values: DictConfig, allowed: Allowed) -> None:
    """Check what Hydra composed, then train; a mistake of the user's ends in one line and exit code 2.

    `allowed` is what code of the user's own may be imported.
    """
    try:
        options = plain(values)
        refuse_code(options, allowed, "an option that was not typed here")
        config = parse(options)
        from s2s.training.loop import train

        stopped_by = train(config, allow_code=allowed is True)
        code = 0 if stopped_by is None else 128 + stopped_by
    except SaidElsewhere:
        code = 2
    except UserError as error:
        sys.stderr.write(f"s2s: {RANK}{error}\n")  # in one piece, as others may speak too
        code = 2
    if code:
        sys.exit(code)


def stop(number: int, frame: Any) -> None:
    """SIGTERM or Ctrl-C outside of the loop, which has its own way to stop."""
    if not RANK and sys.stderr is not None:  # where it is closed, a file of ours may have its number
        with contextlib.suppress(OSError):  # not through sys.stderr, which may be in the middle of another line
            os.write(2, b"s2s: stopped; the same command continues the run\n")
    sys.exit(128 + number)


def main() -> None:
    """``python scripts/train.py`` and the command ``s2s-train``."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    ConfigStore.instance().store("schema", RunConfig)
    os.environ.setdefault("HYDRA_FULL_ERROR", "1")  # so that its errors reach us, to be said in one line
    composed = []
    allowed: Allowed = True if ALLOW_CODE in sys.argv[1:] else typed_code(sys.argv[1:])
    sys.argv[1:] = [argument for argument in sys.argv[1:] if argument != ALLOW_CODE]  # Hydra does not know it

    def begin(values: DictConfig) -> None:
        composed.append(values)
        run(values, allowed)

    try:
        check_flags(sys.argv[1:])
        sys.argv[1:] = map(quoted, sys.argv[1:])
        hydra.main(version_base="1.3", config_path=str(CONF), config_name="train")(begin)()
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        if composed:
            raise  # no mistake in what was typed: that would have ended in `run`
        print(f"s2s: {said(error)}", file=sys.stderr)
        sys.exit(2)


def typed_code(arguments: Sequence[str]) -> set[str]:
    """The names of code, as ``package.module:Name``, that are typed as the values of options that may name code.

    A sweep names several: ``model.cell=mine:A,mine:B``.
    """
    typed = (argument.partition("=") for argument in arguments if not argument.startswith("-"))
    values = [value for name, _, value in typed if name.lstrip("+") in CODE_OPTIONS]
    return {name for value in values for name in re.findall(r"[\w.]+:\w+", value)}


def check_flags(arguments: Sequence[str]) -> None:
    """Raise `UserError` for an option with dashes before its name, as other programs have them."""
    for argument in arguments:
        name = argument.removeprefix("--").partition("=")[0]
        if argument.startswith("--") and name not in FLAGS:
            like = [option for option in options() if option.split(".")[-1] == name.replace("-", "_").split(".")[-1]]
            example = f"{like[0]}=VALUE" if like else "NAME=VALUE"
            raise UserError(f"{argument}: no such flag; options are written without dashes, as {example}")


def quoted(argument: str) -> str:
    """`argument` in quotes for Hydra, whose grammar knows letters beyond ASCII, as in a path, in quotes alone."""
    name, equals, value = argument.partition("=")
    if argument.isascii() or argument.startswith("-") or not equals or re.search("[\"'\\\\,(){}[\\]]", value):
        return argument
    return f'{name}="{value}"'


def said(error: Exception) -> str:
    """What Hydra could not compose, in one line."""
    if isinstance(error, OverrideParseException):
        remedy = "write NAME=VALUE, with quotes around what has brackets, commas or spaces in it"
        return f"{' '.join(error.override.split())}: cannot be read as an option; {remedy}"
    text, cause = " ".join(str(error).split()), error.__cause__
    if choice := re.search(r"Could not find '(\w+)/(.*?)'", text):
        group, name = choice.groups()
        there = ", ".join(sorted(path.stem for path in (CONF / group).glob("*.yaml")))
        return f"{group}={name}: no such choice; choose from {there}"
    option = re.search(r"Could not override '(.*?)'", text)
    for one in (cause, error):
        if isinstance(one, OmegaConfBaseException):
            return explain(one, option and option[1])
    return text

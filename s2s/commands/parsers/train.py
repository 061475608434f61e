"""The command line of ``s2s train``, whose options are Hydra's to read, and its help, which explains every one of them."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from s2s.commands.parsers.parser import guess
from s2s.config.conf import GROUPS, choices
from s2s.config.options import options
from s2s.config.reference import described
from s2s.errors import UserError

SENTENCE = (
    "Train a network, or continue a training that was stopped; without options, a translator on the built-in corpus."
)
EXAMPLE = (
    "s2s train data=files data.train=corpus/train data.validation=corpus/val data.source=en data.target=fr name=mine"
)
SWEEP = "s2s train --multirun model.cell=rnn,gru,lstm 'name=${model.cell}' train.steps=500"
USAGE = "s2s train [--multirun] [GROUP=CHOICE ...] [OPTION=VALUE ...]"
NONE = {"recipe": {"null": "No recipe: options that nothing else sets keep their own defaults."}}
FLAGS = {
    "--help, -h": "show this help",
    "--multirun, -m": "many runs, one for each combination of values: optim.lr=1e-3,2e-3 model.cell=gru,lstm",
    "--cfg, -c job": "show the options that these groups and options make, and train nothing",
    "--config-dir, -cd FOLDER": "look for choices of the groups in FOLDER too, as in FOLDER/experiment/mine.yaml",
    "--dry-run": "say what the training costs (parameters, memory, minutes), train nothing and leave no run folder",
    "--allow-code": "import code that a file names, such as a run folder; what you name here needs no leave",
    "--hydra-help": "show Hydra's other flags (hydra.cc)",
}


ALLOW_CODE, DRY_RUN = "--allow-code", "--dry-run"
OURS = (ALLOW_CODE, DRY_RUN)
"""Flags that are not Hydra's."""
HYDRA = {
    "--multirun": "-m",
    "--run": "-r",
    "--cfg": "-c",
    "--resolve": "",
    "--package": "-p",
    "--config-dir": "-cd",
    "--config-path": "-cp",
    "--config-name": "-cn",
    "--info": "-i",
    "--shell-completion": "-sc",
    "--hydra-help": "",
}
"""Hydra's flags and their short forms; not --experimental-rerun, which unpickles a file."""
WITH_VALUE = ("--cfg", "--package", "--config-dir", "--config-path", "--config-name")
INFORMATION = ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath")
"""Values that --info may have; it needs none."""


class Typed(NamedTuple):
    """The arguments of a call."""

    flags: list[str]
    """Those of Hydra, with their values."""
    overrides: list[str]
    """``NAME=VALUE`` and the like."""
    allow_code: bool
    dry_run: bool = False


def read(arguments: Sequence[str]) -> Typed:
    """Sort flags from overrides. Raises `UserError` for a flag that there is not, and for a run after ``-m``."""
    typed = Typed([], [], ALLOW_CODE in arguments, DRY_RUN in arguments)
    waiting = [argument for argument in arguments if argument not in OURS][::-1]
    while waiting:
        argument = waiting.pop()
        if not argument.startswith("-"):
            typed.overrides.append(argument)
            continue
        typed.flags.append(argument)
        name = flag_of(argument)
        has_value = name in WITH_VALUE or (name == "--info" and waiting and waiting[-1] in INFORMATION)
        if has_value and "=" not in argument and waiting:
            typed.flags.append(waiting.pop())
    word = next((word for word in typed.overrides if "=" not in word and not word.startswith("~")), None)
    if word is not None and any(flag_of(flag) == "--multirun" for flag in typed.flags if flag.startswith("-")):
        remedy = "the command that began a run continues it; train.start_from=RUN begins another one with its weights"
        raise UserError(f"-m {word}: here -m is short for --multirun, many runs, and takes no run; {remedy}")
    return typed


def flag_of(argument: str) -> str:
    """The long form of Hydra's flag. Raises `UserError` for one that there is not."""
    name = argument.partition("=")[0]
    for flag, short in HYDRA.items():
        if name in (flag, short):
            return flag
    like = [
        option for option in options() if option.split(".")[-1] == name.lstrip("-").replace("-", "_").split(".")[-1]
    ]
    if not like and (close := guess(name, [*HYDRA, *OURS, "--help", "--version"])):
        raise UserError(f"{argument}: no such flag{close}")
    example = f"{like[0]}=VALUE" if like else "NAME=VALUE"
    raise UserError(f"{argument}: no such flag; options are written without dashes, as {example}")


def help_text() -> str:
    """From the sentence to two examples, as wide as the terminal."""
    width = max(60, shutil.get_terminal_size().columns - 2)
    return "\n".join(lines(width)) + "\n"


def lines(width: int) -> Iterator[str]:
    """The help of `s2s train`, wrapped to `width` columns: usage, groups, options, flags and examples."""
    yield from textwrap.wrap(SENTENCE, width)
    yield from ("", f"usage: {USAGE}", "", "groups, each a set of options that is chosen by name:")
    for group in GROUPS:
        for choice, summary in (choices(group) | NONE.get(group, {})).items():
            yield from row(f"{group}={choice}", summary, width)
    yield ""
    yield from textwrap.wrap(
        "options, with their defaults and, in brackets, what they take; the groups that are chosen may set other values:",
        width,
    )
    for option in described():
        yield from row(f"{option.name}={option.default}", f"{option.description} [{option.values}]", width)
    yield from ("", "flags:")
    for flag, description in FLAGS.items():
        yield from row(flag, description, width)
    yield from ("", "examples:", f"  {SWEEP}", f"  {EXAMPLE}")


def row(name: str, description: str, width: int) -> Iterator[str]:
    """A name and, beside it, its description; below it where the name is long."""
    indent = " " * min(40, width // 3)
    first, *rest = textwrap.wrap(
        description, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    if len(name) + 4 > len(indent):
        yield from (f"  {name}", first)
    else:
        yield f"  {name}".ljust(len(indent)) + first.lstrip()
    yield from rest

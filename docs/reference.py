"""Write ``options.md`` and ``commands.md`` from the schema and the parsers: ``python docs/reference.py``."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from s2s.cli import COMMANDS, parser
from s2s.commands.parsers import train
from s2s.commands.parsers.parser import Parser
from s2s.config.conf import CONF, GROUPS, choices
from s2s.config.options import show
from s2s.config.reference import Option, described

DOCS = Path(__file__).parent
MADE = "<!-- Made by docs/reference.py; do not edit. -->"
TITLES = {
    "": "The run",
    "data": "Data",
    "tokenizer": "Tokenizer",
    "model": "Network",
    "optim": "Optimiser",
    "train": "Training",
    "decode": "Search",
}
"""The part of a dotted name before its first dot → the heading of these options."""


def options_page() -> str:
    """Every group with its choices, and what each choice sets; every option with its values and default."""
    lines = [
        "# Every option",
        "",
        MADE,
        "",
        "`s2s train OPTION=VALUE …` sets a single option by its name, and `s2s train GROUP=CHOICE …` a set of options that has a name. What",
        "you type wins over what a choice sets; of two choices an experiment wins over a task, a task over a model, a model over data, data over",
        "a recipe, and every choice over the defaults below. Where none is typed, `data=phrasebook model=base task=translate` are chosen, and",
        "`recipe=regularised` unless another choice sets the recipe. `s2s train … --cfg job` shows the options that a command line makes. In",
        "Python the same names are keywords ([from Python](python.md)).",
        "",
        "## Groups",
        "",
        *table(("choice", "what it is"), rows_of_groups()),
        "",
        "## What a choice sets",
        "",
        "Choices of other groups that a choice brings with it stand first. `${auto:}` is decided by the amount of text",
        "([little data](little_data.md)).",
        "",
        *table(("choice", "options"), rows_of_settings()),
    ]
    for group, options in itertools.groupby(described(), key=lambda option: group_of(option.name)):
        lines += ["", f"## {TITLES[group]}", "", *table(("option", "takes", "default", "meaning"), map(row, options))]
    return "\n".join(lines) + "\n"


def group_of(name: str) -> str:
    """The group of an option, by its dotted name; nothing for those of the run."""
    return name.split(".")[0] if "." in name else ""


def row(option: Option) -> tuple[str, ...]:
    return f"`{option.name}`", option.values, f"`{option.default}`", option.description


def rows_of_groups() -> Iterator[tuple[str, ...]]:
    for group in GROUPS:
        for choice, summary in (choices(group) | train.NONE.get(group, {})).items():
            yield f"`{group}={choice}`", summary


def rows_of_settings() -> Iterator[tuple[str, ...]]:
    for group in GROUPS:
        for path in sorted((CONF / group).glob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            values = yaml.safe_load(text)
            inherited = [*map(inherited_choice, values.pop("defaults", []))]
            prefix = "" if "@package _global_" in text else f"{group}."
            shown = [f"`{name}={show(value)}`" for name, value in flat(values, prefix)]
            yield f"`{group}={path.stem}`", " ".join([*filter(None, inherited), *shown])


def inherited_choice(entry: Any) -> str:
    """A row of a file's defaults: another choice of its group, or of another group; nothing for the file itself."""
    if isinstance(entry, str):
        return "" if entry == "_self_" else f"all of `{entry}`,"
    ((group, choice),) = entry.items()
    return f"`{group.removeprefix('override ').removeprefix('/')}={'null' if choice is None else choice}`"


def flat(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Dotted names and their values."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def commands_page() -> str:
    """Every command: what it does, how it is called, what it takes, an example."""
    lines = [
        "# Every command",
        "",
        MADE,
        "",
        "What `s2s COMMAND --help` says. Results go to stdout, everything else to stderr; a mistake of yours is one line and exit code 2. RUN is",
        "a run folder or its name in `runs/`, a file of `s2s pack`, or `hf://ORGANISATION/NAME` ([what there is](features.md)).",
        "",
        *table(
            ("command", "what it does"), ((f"[`s2s {name}`](#s2s-{name})", says) for name, says in COMMANDS.items())
        ),
    ]
    for name in COMMANDS:
        lines += ["", *(train_section() if name == "train" else section(f"s2s {name}", command_of(name)))]
    return "\n".join(lines) + "\n"


def command_of(name: str) -> Parser:
    """The parser of a command."""
    return subcommands(parser([name]))[name]


def subcommands(command: Parser) -> Mapping[str, Parser]:
    """Name → the parser of a command's command."""
    return next((action.choices for action in command._actions if isinstance(action, argparse._SubParsersAction)), {})


def train_section() -> list[str]:
    return [
        *("## s2s train", "", train.SENTENCE, "Groups and options have [a page of their own](options.md).", ""),
        *("```", train.USAGE, "```", ""),
        *table(("flag", "meaning"), ((f"`{flag}`", meaning) for flag, meaning in train.FLAGS.items())),
        *("", "For example:", "", "```", train.SWEEP, train.EXAMPLE, "```"),
    ]


def section(title: str, command: Parser, level: int = 2) -> list[str]:
    """A heading with what stands below it; the commands of a command follow, a level deeper."""
    actions = [action for action in command._actions if not isinstance(action, argparse._HelpAction)]
    inner = subcommands(command)
    arguments = [action for action in actions if not isinstance(action, argparse._SubParsersAction)]
    lines = [f"{'#' * level} {title}", "", command.sentence, ""]
    if not inner:
        words = [
            title,
            *map(in_usage, sorted(arguments, key=lambda action: (not action.option_strings, not action.required))),
        ]
        optional = any(action.option_strings and not action.required for action in arguments)
        lines += ["```", " ".join(filter(None, [words[0], "[OPTIONS]" * optional, *words[1:]])), "```", ""]
    if arguments:
        rows = ((f"`{written(action)}`", meaning(action)) for action in arguments)
        lines += [*table(("argument", "meaning"), rows), ""]
    for name, of in inner.items():
        lines += [*section(f"{title} {name}", of, level + 1), ""]
    if not inner:
        lines += ["For example:", "", "```", command.example, "```"]
    return lines[:-1] if lines[-1] == "" else lines


def in_usage(action: argparse.Action) -> str:
    """An argument that has to be given, as it stands in the usage; nothing for one that has not."""
    if action.option_strings:
        return f"{action.option_strings[0]} {value_of(action)}" if action.required else ""
    return value_of(action)


def written(action: argparse.Action) -> str:
    """All names of an argument, and its value."""
    return " ".join(filter(None, (", ".join(action.option_strings), value_of(action))))


def value_of(action: argparse.Action) -> str:
    """What an argument takes: its choices or a word in capitals; ``…`` where it takes several."""
    if action.nargs == 0:
        return ""
    word = action.metavar or ("{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper())
    if isinstance(word, tuple):
        return " ".join(word)
    if isinstance(action.nargs, int):
        return " ".join([word] * action.nargs)
    return {None: word, "?": f"[{word}]", "*": f"[{word} …]", "+": f"{word} [{word} …]"}[action.nargs]


def meaning(action: argparse.Action) -> str:
    return (action.help or "") % vars(action)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table in Markdown."""
    head = [*head]
    return [
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
        *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |" for cells in rows),
    ]


def pages() -> dict[str, str]:
    """File name → text."""
    return {"options.md": options_page(), "commands.md": commands_page()}


def main() -> None:
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

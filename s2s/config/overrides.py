"""What is typed after ``s2s train``, as ``NAME=VALUE``, before Hydra composes the options of it.

The same for a call from Python: a list of overrides goes in, one for Hydra comes out. Hydra itself is not needed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any, NamedTuple

from s2s.config.conf import GROUPS
from s2s.config.networks import HEADS
from s2s.config.options import options, show
from s2s.config.registry import is_code
from s2s.config.schema import RunConfig
from s2s.config.tasks import SOFTMAX, TASKS
from s2s.config.tokenizers import ROLES, TokenizerKind
from s2s.config.typed import hints_of
from s2s.errors import UserError

LENGTHS = {"train.steps": "train.epochs", "train.epochs": "train.steps"}
"""The two options that say how long to train, of which only one may be set."""
OPTIONAL = ("recipe", "experiment")
"""Groups of which nothing need be chosen."""
OF_SIDES = tuple(f"tokenizer.{role}." for role in ROLES)
"""How the names of the options of one side of a tokenizer begin."""
UNPATTERNED = tuple(kind for kind in TokenizerKind if kind is not TokenizerKind.pattern)
"""Kinds of pieces that no pattern cuts."""
PATTERNED = ("tokenizer.pattern", *(f"tokenizer.{role}.{name}" for role in ROLES for name in ("kind", "pattern")))
"""Options beside which a pattern may have an effect, whatever the kind of both sides."""
NULL = r"(?<![^,])null(?![^,])"
"""Null by itself or among the values of a sweep."""
HOME = r"(?:^|(?<=[\[,:\s]))~[\w.-]*(?=/|$)"
"""The user's own folder, or another user's, at the beginning of a path."""
HOME_ALONE = r"^~[\w.-]*(?=/)"
"""Likewise of an expression, which may be in a file: elsewhere in it the sign is one as any other."""
SEPARATOR = "data.label_separator"
"""The option whose value is a sign that may mean something to Hydra."""
WORD = r"(?!(?:[+-]?\.?\d|[+-]?(?:inf|nan)$|(?:true|false|null)$))[\w./:+-]*"
"""A text that Hydra reads as it is, and not as a number or the like."""
FUNCTIONS = "bool|choice|extend_list|float|glob|int|interval|json_str|range|shuffle|sort|str|tag"
QUOTED = r"[\"']|.*\$\{"
"""How a value begins that is in quotes, or what makes one of another option."""
EXPRESSION = r"[\\(\[{]"
"""What tells a regular expression from the name of one, or a file's."""
GRAMMAR = rf"[\"'[]|.*\$\{{|(?:{FUNCTIONS})\(.*\)$"
"""How a value begins that is written in Hydra's own grammar."""
NESTED = r"[\"'()[\]{}]"
"""What makes more of a list between commas than some texts."""
ESCAPED = r"\\[, ]"
"""A comma or a blank that is a part of a text, as Hydra has them."""
CODE = r"[\w.]+:\w+"
"""``package.module:Name`` among the values of a sweep."""


class Override(NamedTuple):
    """``NAME=VALUE``, with ``+`` or ``++`` before it to add and with ``~`` to remove."""

    typed: str
    sign: str
    name: str
    value: str | None


def split(typed: str) -> Override:
    """The parts of an override; whether Hydra can read it is not asked."""
    sign = re.match(r"\+\+?|~|", typed)
    assert sign is not None
    name, equals, value = typed[sign.end() :].partition("=")
    return Override(typed, sign[0], name, value if equals else None)


def for_hydra(overrides: Sequence[str]) -> list[str]:
    """The same overrides, but what is typed wins over what a group or an experiment sets, whatever their order.

    Raises `UserError` for an option that is given twice. Of the two ways to say how long to train, the one that is typed sets
    the other one to null. In ``recipe=null``, which means the same as ``~recipe``, Hydra takes no null but an empty list.
    """
    parts = [split(typed) for typed in overrides]
    check_given_once(parts)
    given = {part.name: part for part in parts}
    more = [
        f"{other}=null"
        for name, other in LENGTHS.items()
        if name in given and other not in given and is_set(given[name])
    ]
    more += sides(given) + without_use(given)
    return [*(without_null(part) if part.name in OPTIONAL else quoted(part) for part in parts), *more]


def sides(given: Mapping[str, Override]) -> list[str]:
    """What follows of the options of a tokenizer: one of both sides beats what an experiment says of each.

    A kind without a pattern beats the pattern of an experiment.
    Sides with options of their own, and a source with features, have no joint vocabulary, and so no embedding in common,
    unless that is typed.
    """
    more = []
    for name in ("kind", "size", "pattern"):
        if f"tokenizer.{name}" in given:
            more += [f"tokenizer.{role}.{name}=null" for role in ROLES if f"tokenizer.{role}.{name}" not in given]
    kind = given.get("tokenizer.kind")
    if kind is not None and kind.value in UNPATTERNED and not {*PATTERNED} & {*given}:
        more.append("tokenizer.pattern=null")
    own = [part for name, part in given.items() if name.startswith(OF_SIDES)]
    columns = given.get("data.columns")
    featured = columns is not None and (columns.value or "").count(",") > 1
    if (featured or any(is_set(part) for part in own)) and "tokenizer.joint" not in given:
        more.append("tokenizer.joint=false")
        if "model.tie" not in given:
            more.append("model.tie=target")
    return more


def without_use(given: Mapping[str, Override]) -> list[str]:
    """What a head that is typed has no use for is off, unless that is typed too."""
    head = given.get("model.head")
    if head is None or head.value not in HEADS.names:
        return []
    used = HEADS.facts(head.value).options
    return [f"{name}=0.0" for name in SOFTMAX if name not in given and name.removeprefix("train.") not in used]


def as_typed(value: object) -> str:
    """The value of an option as it would be typed: in quotes, by the grammar of Hydra, where it is more than a word."""
    text = show(value)
    if not isinstance(value, str) or re.fullmatch(WORD, text, re.ASCII | re.IGNORECASE):
        return text
    return "'" + re.sub(r"(\\+)$", r"\1\1", re.sub(r"(\\*)'", r"\1\1\'", text)) + "'"


def without_null(part: Override) -> str:
    """The choice of an optional group as Hydra takes it."""
    return part.typed if part.value is None else f"{part.sign}{part.name}={re.sub(NULL, '[]', part.value)}"


def check_given_once(parts: Sequence[Override]) -> None:
    """Raise `UserError` if two overrides set the same option."""
    before: dict[str, Override] = {}
    for part in parts:
        if part.name in before:
            raise UserError(f"{before[part.name].typed} and {part.typed}: given twice; leave one of them out")
        before[part.name] = part


def is_set(part: Override) -> bool:
    """Whether an override gives a value other than null. Raises `UserError` for a sweep over null and others."""
    values = re.findall(r"[^\s,()\[\]]+", (part.value or "").lower())
    if part.sign == "~" or set(values) <= {"null"}:
        return False
    if "null" in values:
        raise UserError(f"{part.typed}: null and numbers cannot be mixed; begin two sweeps, one of them without null")
    return True


def quoted(part: Override) -> str:
    """The override, a text in quotes for Hydra, whose grammar would take it for something else, or not at all.

    What is written in that grammar stays: quotes, lists, functions, interpolations; the texts of a sweep are quoted each.
    A ``~`` that begins a path is the user's own folder, as a shell has it at the beginning of a word.
    """
    if part.value is None:
        return part.typed
    home = HOME_ALONE if part.name.endswith(".pattern") else HOME
    value = re.sub(home, lambda match: os.path.expanduser(match[0]), part.value)
    if part.name == SEPARATOR or (part.name.endswith(".pattern") and re.search(EXPRESSION, value)):
        items, written = [value], re.match(QUOTED, value) is not None
    else:
        items = [item.strip() for item in value.split(",")] if "," in value else [value]
        nested = len(items) > 1 and re.search(NESTED, value)
        written = any((nested, re.match(GRAMMAR, value), re.search(ESCAPED, value)))
    if (is_text(part.name) or not value.isascii()) and not written:
        value = ",".join(item if item.lower() == "null" else as_typed(item) for item in items)
    return f"{part.sign}{part.name}={value}"


def is_text(name: str) -> bool:
    """Whether an option is a text: a path, a name, an expression."""
    hint: Any = RunConfig
    for part in name.split("."):
        hint = hints_of(hint).get(part) if isinstance(hint, type) and is_dataclass(hint) else None
    return hint in (str, str | None)


def own_tasks(overrides: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Each task of the user's own that is typed, with what a choice of the group `task` holds.

    It has no file in `conf`: its attribute `defaults` names options and choices of other groups. No recipe and data=files
    are what it has where it says nothing. Raises `UserError` for a task that cannot be imported, or has other attributes.
    """
    typed = [
        name for part in map(split, overrides) if part.name == "task" for name in re.findall(CODE, part.value or "")
    ]
    return {name: preset(name) for name in typed}


def code_of(tasks: Iterable[str | None]) -> set[str]:
    """The code that the `defaults` of tasks of the user's own name: who names a task for a training names it too."""
    own = [task for task in tasks if is_code(task)]
    return {str(value) for task in own for value in TASKS.facts(str(task)).defaults.values() if is_code(value)}


def preset(task: str) -> dict[str, Any]:
    """What a file of `conf/task` would hold."""
    given = {"recipe": None, "data": "files", **TASKS.facts(task).defaults}
    values: dict[str, Any] = {"defaults": [{f"override /{name}": given.pop(name)} for name in GROUPS if name in given]}
    known = options()
    for option, value in (given | {"task": task}).items():
        if option not in known:
            raise UserError(f"{task}: its defaults name {option}, which is no option; correct the class")
        *groups, last = option.split(".")
        node = values
        for group in groups:
            node = node.setdefault(group, {})
        node[last] = value
    return values

"""The reference of options, which the help of training shows: complete, and true of types and defaults."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
import yaml
from options import nested

from s2s.config.code import CODE_OPTIONS
from s2s.config.conf import CONF, GROUPS, choices
from s2s.config.load import parse
from s2s.config.options import get, options, show
from s2s.config.reference import NAMES, Option, described
from s2s.config.schema import RunConfig
from s2s.config.typed import typed
from s2s.errors import UserError

DESCRIBED = list(described())


def test_every_option_is_there_once_with_its_default() -> None:
    """That of new runs: what `conf/train.yaml` sets stands above the schema."""
    ours = yaml.safe_load((CONF / "train.yaml").read_text(encoding="utf-8"))["data"]
    expected = options() | {f"data.{name}": value for name, value in ours.items()}
    assert {option.name: option.default for option in DESCRIBED} == {
        name: show(value) for name, value in expected.items()
    }
    assert len(DESCRIBED) == len(options())


RIGHT: dict[str, list[Any]] = {"whole number": [3], "number": [0.5, 3], "text": ["x"]}
WRONG: dict[str, Any] = {"whole number": "x", "number": "x", "true, false": "x", "text": [1]}


def is_of_the_type(option: str, value: Any) -> bool:
    """Whether the option takes the value, or a list of such, before the rules between options are asked."""
    for given in (value, [value]) if value is not None else (None,):
        try:
            typed(RunConfig, nested({option: given}))
        except UserError:
            continue
        return True
    return False


@pytest.mark.parametrize("option", DESCRIBED, ids=lambda option: option.name)
def test_what_an_option_takes_is_what_the_schema_takes(option: Option) -> None:
    """A wrong value is refused by its name, right ones are not, and null is where the reference says so."""
    kinds = option.values.removesuffix(" or null")
    with pytest.raises(UserError, match=f"^{option.name}"):
        parse(nested({option.name: WRONG.get(kinds, "no-such-name")}))
    choices = [{"train": "x"}] if kinds.startswith("{") else [yaml.safe_load(name) for name in kinds.split(", ")]
    assert all(is_of_the_type(option.name, value) for value in RIGHT.get(kinds, choices))
    assert is_of_the_type(option.name, None) == option.values.endswith(" or null")


def test_names_of_choices_are_listed() -> None:
    for option in DESCRIBED:
        value = get(RunConfig(), option.name)
        if isinstance(value, StrEnum):
            assert option.values == ", ".join(type(value))
        if option.name in CODE_OPTIONS and type(value) is str:
            assert option.name in NAMES, "an option that takes registered names lists them"
            assert value in option.values.split(", ") and option.values.endswith("MODULE:NAME")


@pytest.mark.parametrize("group", GROUPS)
def test_every_choice_of_a_group_has_a_line(group: str) -> None:
    found = choices(group)
    assert set(found) == {path.stem for path in (CONF / group).iterdir()}
    assert all(
        (summary[:1].isupper() and summary.endswith((".", "…", "…)"))) or ":" in summary for summary in found.values()
    )


def test_all_groups_are_there() -> None:
    assert set(GROUPS) == {path.name for path in CONF.iterdir() if path.is_dir()}

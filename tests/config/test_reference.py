"""The reference of options, which the help of training shows: complete, and true of types and defaults."""

from __future__ import annotations

from enum import StrEnum

import pytest
import yaml

from s2s.config.code import CODE_OPTIONS
from s2s.config.conf import CONF, GROUPS, choices
from s2s.config.load import parse
from s2s.config.options import get, options, show
from s2s.config.reference import NAMES, Option, described
from s2s.config.schema import RunConfig
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


@pytest.mark.parametrize("option", DESCRIBED, ids=lambda option: option.name)
def test_what_an_option_takes_is_what_the_schema_takes(option: Option) -> None:
    """A wrong value is refused by its type, a right one is not."""
    kinds = option.values.removesuffix(" or null")
    wrong = {"whole number": "x", "number": "x", "true, false": "x", "text": [1]}.get(kinds, "no-such-name")
    *groups, last = option.name.split(".")
    values: dict[str, object] = {last: wrong}
    for group in reversed(groups):
        values = {group: values}
    with pytest.raises(UserError, match=f"^{option.name}"):
        parse(values)
    assert option.values.endswith(" or null") or option.default != "null"


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

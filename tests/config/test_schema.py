"""The schema: every option has a line of description in plain English, which the help shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import Field, fields, is_dataclass
from typing import Any

import pytest

from s2s.config.options import options
from s2s.config.schema import RunConfig


def described(kind: Any = RunConfig, prefix: str = "") -> Iterator[tuple[str, Field[Any]]]:
    """The dotted name and the field of every option."""
    for field in fields(kind):
        default = getattr(kind(), field.name)
        if is_dataclass(default):
            yield from described(type(default), f"{prefix}{field.name}.")
        else:
            yield prefix + field.name, field


@pytest.mark.parametrize(
    ("name", "field"), list(described()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_option_has_a_line_of_description(name: str, field: Field[Any]) -> None:
    description = field.metadata["description"]
    assert re.fullmatch(r"[A-Z][^\n]{5,118}\.", description), f"{name}: {description}"


def test_no_option_is_left_out_and_no_description_is_used_twice() -> None:
    found = dict(described())
    assert set(found) == set(options())
    distinct = {id(field): field for field in found.values()}.values()  # both sides of a tokenizer have the same fields
    descriptions = [field.metadata["description"] for field in distinct]
    assert len(set(descriptions)) == len(descriptions)

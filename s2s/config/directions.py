"""The directions of one model: from which language to which it translates, and what holds between `data`'s options for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from s2s.config.options import refuse
from s2s.config.schema import DataConfig

TEMPERATURE = 5.0
"""Where `data.temperature` does not say: that of Arivazhagan et al. 2019, arXiv:1907.05019, §4.2."""
UNDETERMINED = "und"
"""The code of a language that nobody has named (ISO 639-3)."""
CODE = re.compile("[A-Za-z0-9_]+")


class Direction(NamedTuple):
    """From one language to another."""

    source: str
    target: str

    def __str__(self) -> str:
        """As it is typed."""
        return f"{self.source}-{self.target}"


def directions_of(data: DataConfig) -> tuple[Direction, ...]:
    """The directions of a model of several, in the order of their numbers; none of a model of one."""
    return tuple(Direction(*text.split("-")) for text in data.directions or ())


def languages_of(directions: Sequence[Direction]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The source languages and the target languages, each once, in the order in which they are named first."""
    return tuple(dict.fromkeys(one.source for one in directions)), tuple(
        dict.fromkeys(one.target for one in directions)
    )


def facing(data: DataConfig, direction: Direction) -> DataConfig:
    """The options of a model of several directions as it translates in one of them."""
    return replace(data, source=direction.source, target=direction.target)


def alone(data: DataConfig, direction: Direction) -> DataConfig:
    """The options of a corpus of one direction."""
    return replace(facing(data, direction), temperature=None)


def is_direction(text: str) -> bool:
    """Whether `text` is two codes of languages with a hyphen between them."""
    codes = text.split("-")
    return len(codes) == 2 and all(map(CODE.fullmatch, codes))


def check_directions(data: DataConfig, languages: Sequence[str]) -> None:
    """Raise `UserError` for directions that cannot be; `languages` are those of the corpus where it has no others."""
    if data.directions is None:
        if data.temperature is not None:
            refuse("data.temperature", data.temperature, "has no effect without data.directions; leave it out")
        return
    for text in data.directions:
        if not is_direction(text):
            remedy = (
                f"{text!r} is no direction; write SOURCE-TARGET, a code with a region as pt_BR-en, e.g. [en-de,de-en]"
            )
            refuse("data.directions", data.directions, remedy)
    if not data.directions:
        refuse("data.directions", data.directions, "is empty; name some, e.g. [en-de,de-en], or leave it out")
    given = DataConfig()
    for option in ("source", "target"):
        value = getattr(data, option)
        if value != getattr(given, option):
            refuse(f"data.{option}", value, "has no effect with data.directions, which name both; leave it out")
    if data.columns is not None:
        refuse("data.columns", data.columns, "has no effect with data.directions, whose columns are named by language")
    directions = directions_of(data)
    for direction in directions:
        if direction.source == direction.target:
            refuse("data.directions", data.directions, f"{direction} has the same language twice; leave it out")
        if directions.count(direction) > 1:
            refuse("data.directions", data.directions, f"{direction} is named twice; leave one out")
        strange = [code for code in direction if languages and code not in languages]
        if strange:
            choice = ", ".join(languages)
            refuse("data.directions", data.directions, f"{strange[0]} is not in this corpus; choose from {choice}")

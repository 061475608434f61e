"""The directions of one model: from which language to which it translates, and what holds between `data`'s options for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from s2s.config.options import refuse
from s2s.config.schema import DataConfig
from s2s.errors import SettingError, UserError

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


def spelled(code: str | None, known: Sequence[str]) -> str | None:
    """`code` as it stands among the `known` ones, where it differs from one in case, or in hyphens and underscores, alone."""
    if code is None or code in known:
        return code
    return {one.lower().replace("_", "-"): one for one in known}.get(code.lower().replace("_", "-"), code)


def turned(data: DataConfig, to: str | None, from_: str | None) -> tuple[DataConfig, bool]:
    """The options of a model as it translates to one language, perhaps from another, and whether it was trained to.

    With one target `to` may be None. Without `from_` the source is that of the only direction to the target, or
    undetermined. Codes may be spelled as pt-br for pt_BR. Raises `UserError` for a language that the model does not read or
    write, and lists those that it does.
    """
    directions = directions_of(data)
    if not directions:
        for keyword, given, own in (("to", to, data.target), ("from", from_, data.source)):
            if spelled(given, [own]) not in (None, own):
                raise SettingError(keyword, given, f"the run translates {data.source} → {data.target}; leave it out")
        return data, True
    sources, targets = languages_of(directions)
    to, from_ = spelled(to, targets), spelled(from_, sources)
    if to is None:
        if len(targets) > 1:
            remedy = f"say to which with --to {targets[0]} (in Python, to={targets[0]!r})"
            raise UserError(f"the run translates to {', '.join(targets)}; {remedy}")
        to = targets[0]
    if to not in targets:
        raise SettingError("to", to, f"the run does not translate to it; choose from {', '.join(targets)}")
    if from_ is None:
        own_sources = [one.source for one in directions if one.target == to]
        return facing(data, Direction(own_sources[0] if len(own_sources) == 1 else UNDETERMINED, to)), True
    if from_ not in sources:
        raise SettingError("from", from_, f"the run does not translate from it; choose from {', '.join(sources)}")
    if from_ == to:
        raise SettingError("from", from_, f"is also the target; choose from {', '.join(c for c in sources if c != to)}")
    meant = Direction(from_, to)
    return facing(data, meant), meant in directions

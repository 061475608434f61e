"""Several corpora of one run, `data.corpora`: which directions each has pairs of, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple, NoReturn

from s2s.config.directions import CODE, Direction, directions_of, facing, is_direction
from s2s.config.entries import CorpusConfig
from s2s.config.options import entry, refuse, show
from s2s.config.schema import DataConfig
from s2s.errors import UserError

HEAVIEST = 1e6
"""The largest weight of a corpus, and how many times the smallest is less than 1."""


class Group(NamedTuple):
    """Training pairs with the same pieces before their sources: those of a direction, and of them those with a tag."""

    direction: int
    """The number of their direction; 0 where there is one."""
    tag: str | None


def option_of(number: int, name: str = "") -> str:
    """How messages name an entry of `data.corpora`, or one of its options."""
    return f"data.corpora[{number}]" + f".{name}" * bool(name)


def corpus_of(data: DataConfig, number: int) -> CorpusConfig:
    """The entry of `data.corpora` of that `number`, for a run that has several corpora."""
    return (data.corpora or [])[number]


def all_directions(data: DataConfig) -> tuple[Direction, ...]:
    """The directions of a run, also where there is one."""
    return directions_of(data) or (Direction(data.source, data.target),)


def holding(data: DataConfig, direction: Direction) -> list[int]:
    """The numbers of the corpora that have pairs of a `direction`."""
    return [
        number
        for number, one in enumerate(data.corpora or ())
        if one.directions is None or str(direction) in one.directions
    ]


def groups_of(data: DataConfig) -> list[Group]:
    """Those without a tag, one for each direction in its order, and after them those that tags make."""
    plain = [Group(number, None) for number in range(len(all_directions(data)))]
    tagged = [
        Group(number, tag)
        for number, direction in enumerate(all_directions(data))
        for corpus in holding(data, direction)
        if (tag := corpus_of(data, corpus).tag) is not None
    ]
    return list(dict.fromkeys([*plain, *tagged]))


def corpus_tags(data: DataConfig) -> list[str]:
    """The tags of corpora, each once."""
    return list(dict.fromkeys(one.tag for one in data.corpora or () if one.tag is not None))


def named_files(data: DataConfig) -> Iterator[tuple[str, str]]:
    """The option and the path of everything that is read: training pairs first, of one corpus or of several."""
    given = [("data.train", data.train)]
    given += [(option_of(number, "train"), one.train) for number, one in enumerate(data.corpora or ())]
    for option, path in (*given, ("data.validation", data.validation), ("data.test", data.test)):
        if path is not None:
            yield option, path


def united(data: DataConfig, tagged: bool = False) -> DataConfig:
    """The same options in their simplest form, so that equal runs have equal ones.

    Where only the corpora name directions these are the run's, in their order. One direction alone is the languages of an
    ordinary run, but where its sources are to be `tagged`, and one corpus alone its `data.train`.
    """
    corpora = data.corpora
    if data.directions is None and any(one.directions for one in corpora or ()):
        data = replace(
            data, directions=list(dict.fromkeys(text for one in corpora or () for text in one.directions or ()))
        )
    named = data.directions
    if not tagged and named is not None and len(named) == 1 and is_direction(named[0]) and fits(data, named[0]):
        data = replace(facing(data, Direction(*named[0].split("-"))), directions=None)
        if corpora:
            corpora = [replace(one, directions=None) if one.directions == named else one for one in corpora]
            data = replace(data, corpora=corpora)
    if corpora and len(corpora) == 1 and data.train is None and corpora == [CorpusConfig(train=corpora[0].train)]:
        data = replace(data, train=corpora[0].train, corpora=None)
    return data


def fits(data: DataConfig, direction: str) -> bool:
    """Whether a direction can be a run's only one, and its languages, where they are given; else that is refused later."""
    given, (source, target) = DataConfig(), direction.split("-")
    return source != target and data.source in (source, given.source) and data.target in (target, given.target)


def check_corpora(data: DataConfig) -> None:
    """Raise `UserError` for corpora that cannot be, that lack a direction of the run, or whose options have no effect."""
    if data.corpora is None:
        return
    if not data.corpora:
        refuse("data.corpora", [], "is empty; name some, as [{train: PREFIX}], or leave it out")
    if data.train is not None:
        refuse("data.train", data.train, "has no effect with data.corpora; make it one of these, as {train: PREFIX}")
    for number, one in enumerate(data.corpora):
        check_entry(number, one, data)
    if len({one.weight for one in data.corpora}) == 1 and data.corpora[0].weight != 1:
        weight, remedy = data.corpora[0].weight, "has no effect where all corpora have the same; leave it out"
        refuse_part(0, "weight", weight, remedy)
    for direction in all_directions(data):
        tags = [data.corpora[number].tag for number in holding(data, direction)]
        if not tags:
            remedy = (
                f"none has pairs of {direction}; add it to the directions of one, or leave it out of data.directions"
            )
            refuse("data.corpora", data.corpora, remedy)
        if None not in tags:
            remedy = (
                f"every corpus of {direction} has a tag, which no text has that is translated; leave the tag of one out"
            )
            refuse("data.corpora", data.corpora, remedy)


def check_entry(number: int, one: CorpusConfig, data: DataConfig) -> None:
    """Raise `UserError` for what is wrong with an entry of `data.corpora` by itself."""
    if one.train is None:
        remedy = "is missing; name its pairs, a prefix (PREFIX.en, PREFIX.de), a .tsv or a .jsonl file"
        raise UserError(f"{option_of(number, 'train')}: {remedy}")
    if not 1 / HEAVIEST <= one.weight <= HEAVIEST:
        remedy = f"must be between {1 / HEAVIEST:g} and {HEAVIEST:g}; leave the corpus out if it is to have no part"
        refuse_part(number, "weight", one.weight, remedy)
    if one.tag is not None and not CODE.fullmatch(one.tag):
        refuse_part(number, "tag", one.tag, "use letters, digits and _ only, as bt")
    if one.tag is not None and data.features:
        refuse_part(number, "tag", one.tag, "does not go with features of a source (data.columns); leave it out")
    if one.directions is None:
        return
    if not one.directions:
        refuse_part(number, "directions", [], "is empty; name some, or leave it out")
    known = all_directions(data)
    for text in one.directions:
        if text not in map(str, known):
            remedy = (
                f"{text} is no direction of the run, which are {', '.join(map(str, known))}; add it to data.directions"
            )
            refuse_part(number, "directions", one.directions, remedy)
        if one.directions.count(text) > 1:
            refuse_part(number, "directions", one.directions, f"{text} is named twice; leave one out")


def refuse_part(number: int, name: str, value: object, remedy: str) -> NoReturn:
    """Raise `UserError` for the value of an option of an entry."""
    raise UserError(f"{option_of(number, name)}={show(value)}: {remedy}")


def label_of(data: DataConfig, number: int) -> str:
    """What the log calls a corpus: its number and its options."""
    return f"{option_of(number)} {entry(corpus_of(data, number))}"

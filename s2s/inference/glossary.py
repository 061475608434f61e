"""Where the terms of a glossary, and what is to be kept, stand in a text."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from s2s.data.text.casing import lower
from s2s.data.text.lines import open_binary, read_lines
from s2s.data.text.preparation import Preparation
from s2s.errors import UserError, named
from s2s.inference.alignment import kind_of
from s2s.inference.terms import Entry, Term

FLAGS = ("case", "stem")
FORM = "give SOURCE TAB TARGET, and case or stem after another TAB if wanted"


def read_glossary(path: str | os.PathLike[str]) -> list[Entry]:
    """The entries of a file: a line each, ``source TAB target [TAB case|stem]``; blank lines count for nothing.

    Raises `UserError`, which names the file and the line.
    """
    name = os.fspath(path)
    entries = []
    with open_binary(name) as stream:
        for number, line in enumerate(read_lines(stream, name, remedy="save it as UTF-8"), 1):
            if line.strip():
                entries.append(entry_of(line.split("\t"), f"{name}: line {number}"))
    if not entries:
        raise UserError(f"{name}: has no terms; {FORM}")
    return entries


def entry_of(parts: Sequence[str], where: str) -> Entry:
    """The entry that `parts` spell: source, target, flags. Raises `UserError`."""
    if len(parts) < 2:
        raise UserError(f"{where}: has no TAB: {parts[0].strip()!r}; {FORM}")
    source, target = (" ".join(part.split()) for part in parts[:2])
    if not source or not target:
        raise UserError(f"{where}: has an empty {'target' if source else 'source'}; {FORM}")
    flags = [part.strip() for part in parts[2:] if part.strip()]
    for flag in flags:
        if flag not in FLAGS or flags.count(flag) > 1:
            raise UserError(f"{where}: {flag!r} after the target; {FORM}")
    return Entry(source, target, "case" in flags, "stem" in flags, where)


def entries_of(given: object) -> tuple[Entry, ...]:
    """The entries of a glossary as Python has it: a path, a mapping of sources to targets, or tuples as lines have columns.

    Raises `UserError`.
    """
    if isinstance(given, str | os.PathLike):
        return tuple(read_glossary(given))
    rows: Iterable[Any] = (
        given.items() if isinstance(given, Mapping) else given if isinstance(given, list | tuple) else ()
    )
    if not isinstance(given, Mapping | list | tuple):
        raise UserError(f"glossary: is {named(given)}; give a path, a dict of terms, or a list of (source, target)")
    entries = []
    for number, row in enumerate(rows):
        if isinstance(row, Entry):
            entries.append(row)
            continue
        if not isinstance(row, tuple | list) or len(row) < 2 or not all(isinstance(part, str) for part in row):
            raise UserError(f"glossary[{number}]: is {row!r}; give (source, target), or (source, target, 'case')")
        entries.append(entry_of(row, f"glossary[{number}]"))
    return tuple(entries)


def patterns_of(keep: object) -> list[re.Pattern[str]]:
    """The compiled patterns. Raises `UserError`."""
    if isinstance(keep, str) or not isinstance(keep, Iterable):
        raise UserError(f"keep: is {named(keep)}; give a list of regular expressions")
    patterns = []
    for pattern in keep:
        try:
            patterns.append(re.compile(pattern))
        except (re.error, TypeError, RecursionError, OverflowError) as error:
            raise UserError(f"--keep {pattern}: is no regular expression ({error}); correct it") from None
    return patterns


class Match(NamedTuple):
    """A place in a text where something is demanded, by its characters."""

    begin: int
    end: int
    rank: int
    """Of matches that are equally long, the lowest wins."""
    entry: Entry | None
    """None for what is kept."""


class Table(NamedTuple):
    """The terms of one kind."""

    case: bool
    stem: bool
    entries: dict[str, Entry]
    lengths: list[int]
    """Of their sources, longest first."""


class Finder:
    """Finds terms by their characters: as many terms as there may be, each place of a text is looked at once a length."""

    def __init__(
        self, entries: Sequence[Entry], keep: Sequence[re.Pattern[str]], prepare: Preparation, language: str = ""
    ) -> None:
        """`prepare` is what the model reads text by, which is in `language`.

        Raises `UserError` where two entries contradict each other.
        """
        self.keep, self.prepare, self.language = tuple(keep), prepare, language
        self.tables = []
        for case, stem in ((True, False), (False, False), (True, True), (False, True)):
            table: dict[str, Entry] = {}
            for entry in entries:
                if (entry.case, entry.stem) == (case, stem):
                    source = " ".join(prepare.normalized(entry.source).split()) or entry.source
                    other = table.setdefault(source if case else folded(source, language), entry)
                    if other.target != entry.target:
                        raise UserError(
                            f"{entry.where}: {entry.source!r} has another target than at {other.where}; leave one out"
                        )
            if table:
                self.tables.append(Table(case, stem, table, sorted({len(key) for key in table}, reverse=True)))

    def find(self, source: str) -> list[Term]:
        """What is demanded of the translation of `source`, in its order: the longest matches that do not overlap."""
        text, edges = self.prepare.normalized(source), None
        found = list(self.matches(text))
        if text != source:
            edges = self.prepare.aligned(source).edges
            found += self.kept_of(source, edges)
        chosen: list[Match] = []
        for match in sorted(found, key=lambda match: (match.begin - match.end, match.rank, match.begin)):
            if all(match.end <= other.begin or other.end <= match.begin for other in chosen):
                chosen.append(match)
        terms = []
        for begin, end, _, entry in sorted(chosen):
            own = text[begin:end] if edges is None else source[edges[begin] : edges[end]]
            terms.append(Term(own, " ".join(own.split()) if entry is None else entry.target, entry is None))
        return terms

    def kept_of(self, source: str, edges: Sequence[int]) -> Iterator[Match]:
        """What is to be kept by the user's own characters, as places in the normal form, whose characters begin at `edges`."""
        for pattern in self.keep:
            for found in pattern.finditer(source):
                begin, end = (bisect_left(edges, index) for index in found.span())
                whole = edges[begin] == found.start() and edges[end] == found.end()  # no part of a character
                if found[0].strip() and whole and begin < end:
                    yield Match(begin, end, 0, None)

    def matches(self, text: str) -> Iterator[Match]:
        """Every place, also of those that overlap."""
        for pattern in self.keep:
            for found in pattern.finditer(text):
                if found[0].strip():
                    yield Match(*found.span(), 0, None)
        if not self.tables:
            return
        places = [at for at, character in enumerate(text) if not character.isspace() or not text[at - 1 : at].isspace()]
        single = "".join(" " if text[at].isspace() else text[at] for at in places)  # as the terms are written
        low = folded(single, self.language)
        for begin in range(len(single)):
            if inside(single, begin) or single[begin] == " ":
                continue
            for rank, (case, stem, entries, lengths) in enumerate(self.tables, 1):
                for length in lengths:
                    end = begin + length
                    entry = entries.get((single if case else low)[begin:end]) if end <= len(single) else None
                    if entry is None:
                        continue
                    while stem and inside(single, end):
                        end += 1
                    if not inside(single, end):
                        yield Match(places[begin], places[end - 1] + 1, rank, entry)


def folded(text: str, language: str) -> str:
    """`text` in small letters of a language, character by character, so that it is as long."""
    small = lower(text, language)
    if len(small) != len(text):
        small = "".join(low if len(low := lower(character, language)) == 1 else character for character in text)
    return small.replace("ς", "σ")


def standing(text: str, form: str) -> int:
    """Where `form` first stands in `text` as words of their own, -1 for nowhere."""
    places = (found.span() for found in re.finditer(re.escape(form), text))
    return next((begin for begin, end in places if not inside(text, begin) and not inside(text, end)), -1)


def inside(text: str, index: int) -> bool:
    """Whether a word goes on from the character before `index` to the one at it."""
    if not 0 < index < len(text):
        return False
    before, after = kind_of(text[index - 1]), kind_of(text[index])
    return after == "mark" or (after == "word" and before in ("word", "mark"))

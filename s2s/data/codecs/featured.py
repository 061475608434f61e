"""A source with features, such as the tags of the form that an inflection is to give: ``walk`` TAB ``V;PST;3;SG``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from s2s.data.codecs.base import Codec, Ints
from s2s.data.codecs.json_codec import JsonCodec, load_json, shortened
from s2s.data.codecs.pattern import Pattern
from s2s.data.text.ids import EOS, padded_text
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError

FEATURES = "features"
"""How the name of the file of the features begins."""
SEPARATOR = ";"
"""What features stand apart by in their column."""


@dataclass(frozen=True)
class Names(JsonCodec):
    """The features of each column, in the order of the alphabet."""

    kind: ClassVar[str] = "features of a source"
    columns: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> int:
        """The number of all of them."""
        return sum(map(len, self.columns))

    def encode(self, values: Sequence[Any], *, sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        """The numbers, from 0, of the features in the columns of each of `values`. Raises `UserError` for unknown ones."""
        return [self.numbers_of(cells) for cells in values]

    def numbers_of(self, cells: Sequence[str]) -> list[int]:
        """Those of one example."""
        numbers = []
        for column, (cell, names) in enumerate(zip(cells, self.columns, strict=True)):
            for name in features_in(cell):
                if (column, name) not in self.known:
                    remedy = "leave it out (the features are the columns after the second in data.columns)"
                    raise UserError(
                        f"{name!r}: not among the features of the training data: {shortened(names)}; {remedy}"
                    )
                numbers.append(self.known[column, name])
        return numbers

    @cached_property
    def known(self) -> dict[tuple[int, str], int]:
        """(column, feature) → its number."""
        every = [(column, name) for column, names in enumerate(self.columns) for name in names]
        return {feature: number for number, feature in enumerate(every)}

    @cached_property
    def every(self) -> tuple[str, ...]:
        """The features by their numbers."""
        return tuple(name for names in self.columns for name in names)

    def decode(self, outputs: Sequence[Sequence[int]]) -> list[str]:
        """The features of each sequence of numbers."""
        return [SEPARATOR.join(self.every[number] for number in output) for output in outputs]

    def pad(self, examples: Sequence[Sequence[int]], role: str | None = None) -> tuple[Ints, Ints]:
        """→ numbers (B, S) and lengths (B,)."""
        return padded_text(examples, role)

    def describe(self, values: Sequence[Any]) -> str:
        """How many there are."""
        return f"{self.size:,} features in {len(self.columns)} column{'s' * (len(self.columns) > 1)}"

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> Names:
        """The features of a file. Raises ValueError, TypeError or KeyError for what `save` does not write."""
        columns = tuple(tuple(names) for names in content["columns"])
        if not columns or not all(isinstance(name, str) for names in columns for name in names):
            raise ValueError
        return cls(columns)


@dataclass(frozen=True)
class Featured(Codec):
    """Text, a tab, and the columns of its features, apart by tabs: features have ids after those of the text's pieces.

    They come before the pieces, and no text is ever read as one of them. A text is not split into sentences, each of which
    would need features of its own.
    """

    text: Codec
    names: Names

    @classmethod
    def learn(cls, text: Codec, values: Iterable[str], columns: int) -> Featured:
        """All the features of the `values` of the training data, of whose columns so many are features."""
        found: list[set[str]] = [set() for _ in range(columns)]
        for value in values:
            for names, cell in zip(found, divided(value, columns)[1], strict=True):
                names.update(features_in(cell))
        return cls(text, Names(tuple(tuple(sorted(names)) for names in found)))

    @property
    def size(self) -> int:
        """The number of pieces and features: ids are 0 to size - 1."""
        return int(self.text.size) + self.names.size

    def divided(self, value: str) -> tuple[str, list[str]]:
        """`value` as its text and the cells of its features."""
        return divided(value, len(self.names.columns))

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        """The ids of the features and of the pieces of each value; a blank text has none. Raises `UserError`."""
        parts = [self.divided(value) for value in values]
        pieces = self.text.encode([text for text, _ in parts], sampling=sampling, seed=seed)
        first = self.text.size
        return [
            [*(first + number for number in self.names.numbers_of(cells)), *ids] if ids else []
            for (_, cells), ids in zip(parts, pieces, strict=True)
        ]

    @property
    def opens_as(self) -> str:  # type: ignore[override]
        """A source with features, where its text can be opened."""
        return "featured" if self.text.opens_as else ""

    def is_tag(self, piece: int) -> bool:
        """Whether it is a feature, or a tag of the text's codec."""
        return piece >= self.text.size or self.text.is_tag(piece)

    def before(self, encoded: Sequence[int]) -> int:
        """How many features stand before the text."""
        first, end = self.text.size, self.size
        return next((number for number, piece in enumerate(encoded) if not first <= piece < end), len(encoded))

    def decode(self, outputs: Sequence[Sequence[int]]) -> list[str]:
        """The texts, without their features."""
        return self.text.decode([[*ids[self.before(ids) :]] for ids in outputs])

    def pad(self, examples: Sequence[Sequence[int]], role: str | None = None) -> tuple[Ints, Ints]:
        """→ ids (B, S) and lengths (B,)."""
        return padded_text(examples, role)

    def finish(self, encoded: list[int]) -> list[int]:
        """Ids end in eos; those of a blank text stay none."""
        return [*encoded, EOS] if encoded else []

    def pieces_of(self, encoded: Iterable[int]) -> tuple[str, ...]:
        """The names of ids."""
        first, names = self.text.size, self.names.every
        return tuple(
            names[piece - first] if first <= piece < self.size else self.text.pieces_of([piece])[0] for piece in encoded
        )

    def unknown(self, encoded: Sequence[int]) -> int:
        """Of the pieces of the text."""
        return self.text.unknown(list(encoded[self.before(encoded) :]))

    def save(self, folder: Path, role: str) -> None:
        """Write the features beside the files of the text's codec."""
        self.names.save(folder, FEATURES)
        self.text.save(folder, role)

    @classmethod
    def load(cls, folder: Path, role: str) -> Featured:
        """What `save` wrote. Raises `UserError` for anything else."""
        names = load_json(folder, FEATURES, Names)
        assert isinstance(names, Names)
        if (Path(folder) / f"{role}.json").exists():
            return cls(load_json(folder, role, Pattern), names)
        return cls(Tokenizer.load(folder, role), names)

    def describe(self, values: Sequence[str]) -> str:
        """How many pieces and features there are."""
        return f"{self.text.describe([self.divided(value)[0] for value in values])}; {self.names.describe(())}"


def divided(value: str, columns: int) -> tuple[str, list[str]]:
    """`value` as its text and the cells of its features. Raises `UserError` where it has too few."""
    text, *cells = value.rsplit("\t", columns)
    if len(cells) < columns:
        shown = "".join(f"<TAB>FEATURES{number + 1 if columns > 1 else ''}" for number in range(columns))
        raise UserError(f"{value[:60]!r}: lacks its features; give TEXT{shown}, features apart by {SEPARATOR!r}")
    return text, cells


def features_in(cell: str) -> list[str]:
    """The features of a cell: ``V;PST`` → V, PST."""
    return [name for part in cell.split(SEPARATOR) if (name := part.strip())]

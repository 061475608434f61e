"""The sides of an example that are not plain text: labels, words made of pieces, vectors of real numbers.

Like a `Tokenizer`, a side encodes what a corpus holds; unlike it, it also knows how encoded values become an array,
padded on the right, and keeps what it learned from the training data in a few lines of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy

from s2s.data.text.tokenizer import PAD, Tokenizer
from s2s.errors import UserError

Array = numpy.typing.NDArray[numpy.float32]
Ints = numpy.typing.NDArray[numpy.int64]
SPELLING = 64
"""Pieces of a word that are read; one without end must not make every word of its batch as wide."""


class Side(Protocol):
    """One side of the examples."""

    @property
    def size(self) -> int | tuple[int, int]:
        """Of its vocabulary or vocabularies, or the numbers in a vector."""

    def encode(self, values: Sequence[Any], *, sampling: float = 0.0, seed: int = 0) -> list[Any]:
        """What the corpus holds → a sequence for each value."""


@dataclass(frozen=True)
class Labels:
    """A label for the whole example, or, with `each`, one for each word, separated by spaces."""

    names: tuple[str, ...]
    each: bool = False

    @classmethod
    def learn(cls, values: Iterable[str], each: bool) -> Labels:
        names = {name for value in values for name in (value.split(" ") if each else [value])}
        if len(names) < 2:
            raise UserError(f"data.train: has one label only, {names.pop()!r}; at least two are needed")
        return cls(tuple(sorted(names)), each)

    @property
    def size(self) -> int:
        return len(self.names)

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        numbers = {name: number for number, name in enumerate(self.names)}
        return [[numbers[name] for name in (value.split(" ") if self.each else [value])] for value in values]

    def pad(self, examples: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
        """→ (B, P) and lengths (B,)."""
        lengths = numpy.array([len(example) for example in examples])
        numbers = numpy.full((len(examples), lengths.max()), PAD)
        for row, example in enumerate(examples):
            numbers[row, : len(example)] = example
        return numbers, lengths


@dataclass(frozen=True)
class Words:
    """Sentences of words separated by spaces; each word has an id of its own, if it is frequent, and pieces."""

    pieces: Tokenizer
    words: Tokenizer

    @property
    def size(self) -> tuple[int, int]:
        return self.pieces.size, self.words.size

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[list[int]]]:
        """For each sentence its words, each as [id, piece, piece, …]."""
        lines = [value.split(" ") for value in values]
        different = sorted({word for line in lines for word in line})
        ids = [found[0] for found in self.words.encode(different)]
        spelled = self.pieces.encode(different, sampling=sampling, seed=seed)
        made = {word: [one, *some[:SPELLING]] for word, one, some in zip(different, ids, spelled, strict=True)}
        return [[made[word] for word in line] for line in lines]

    def pad(self, examples: Sequence[Sequence[Sequence[int]]]) -> tuple[Ints, Ints]:
        """→ (B, S, 1 + C) and lengths (B,)."""
        lengths = numpy.array([len(example) for example in examples])
        widest = max(len(word) for example in examples for word in example)
        ids = numpy.full((len(examples), lengths.max(), widest), PAD)
        for row, example in enumerate(examples):
            for place, word in enumerate(example):
                ids[row, place, : len(word)] = word
        return ids, lengths


@dataclass(frozen=True)
class Features:
    """Vectors of real numbers, one for each step, each feature shifted and scaled to mean 0 and deviation 1."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]

    @classmethod
    def learn(cls, values: Iterable[Any]) -> Features:
        found = [steps(value, None) for value in values]
        odd = next((one.shape[1] for one in found if one.shape[1] != found[0].shape[1]), None)
        if odd is not None:
            raise UserError(
                f"data.train: has {found[0].shape[1]} numbers in one place and {odd} in another; check the file"
            )
        rows = numpy.concatenate(found).astype(numpy.float64)
        deviation = rows.std(axis=0)
        return cls(tuple(rows.mean(axis=0).tolist()), tuple(numpy.where(deviation > 0, deviation, 1.0).tolist()))

    @property
    def size(self) -> int:
        return len(self.mean)

    def encode(self, values: Sequence[Any], *, sampling: float = 0.0, seed: int = 0) -> list[Array]:
        """Numbers, nested or written in a line, → (S, F) for each value."""
        mean, scale = numpy.array(self.mean), numpy.array(self.scale)
        return [((steps(value, self.size) - mean) / scale).astype(numpy.float32) for value in values]

    def decode(self, encoded: Array) -> Array:
        decoded: Array = (encoded * numpy.array(self.scale) + numpy.array(self.mean)).astype(numpy.float32)
        return decoded

    def pad(self, examples: Sequence[Array]) -> tuple[Array, Ints]:
        """→ (B, S, F) and lengths (B,)."""
        lengths = numpy.array([len(example) for example in examples])
        padded = numpy.zeros((len(examples), lengths.max(), examples[0].shape[1]), numpy.float32)
        for row, example in enumerate(examples):
            padded[row, : len(example)] = example
        return padded, lengths


@dataclass(frozen=True)
class Fields:
    """A label of one or more words as one vector: 1 for each word that it has, and a 1 that is always there.

    A label without words is a vector all the same: a decoder that starts from it is a language model.
    """

    names: tuple[str, ...]

    @classmethod
    def learn(cls, values: Iterable[str]) -> Fields:
        return cls(tuple(sorted({name for value in values for name in value.split()})))

    @property
    def size(self) -> int:
        return 1 + len(self.names)

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[Array]:
        numbers = {name: number for number, name in enumerate(self.names, 1)}
        encoded = []
        for value in values:
            vector = numpy.zeros((1, self.size), numpy.float32)
            vector[0, 0] = 1
            if value.strip() and not self.names:
                remedy = "give blank lines, or use s2s predict, which says how a sentence may go on"
                raise UserError(f"{value[:40]!r}: the run is a language model, which is told nothing; {remedy}")
            for name in value.split():
                if name not in numbers:
                    raise UserError(f"{name!r}: not among the labels of the training data: {shortened(self.names)}")
                vector[0, numbers[name]] = 1
            encoded.append(vector)
        return encoded

    def pad(self, examples: Sequence[Array]) -> tuple[Array, Ints]:
        """→ (B, 1, F) and lengths (B,)."""
        return numpy.stack(examples), numpy.ones(len(examples), numpy.int64)


def says_nothing(side: Side) -> bool:
    """Whether a source is the same for every example: the decoder is a language model."""
    return isinstance(side, Fields) and not side.names


def steps(value: Any, width: int | None) -> numpy.typing.NDArray[numpy.float64]:
    """One example's numbers as (S, F). A line of text or a flat list is cut into steps of `width`, or is one step."""
    if isinstance(value, str):
        try:
            numbers = numpy.array([float(word) for word in value.replace(",", " ").split()])
        except ValueError:
            raise UserError(f"{value[:40]!r}: not numbers; separate them by spaces or commas") from None
    else:
        numbers = numpy.asarray(value, dtype=numpy.float64)
    if not numpy.isfinite(numbers).all():
        raise UserError("a number of the data is not finite; leave its example out")
    wide = width or max(1, numbers.size if numbers.ndim < 2 else numbers.shape[-1])
    fits = numbers.shape[1:] == (wide,) if numbers.ndim > 1 else numbers.size % wide == 0
    if numbers.size == 0 or not fits:
        raise UserError(f"{numbers.size} numbers where {wide} a step are needed; check the input")
    return numbers.reshape(-1, wide)


def shortened(names: Sequence[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


Saved = Labels | Features | Fields
KINDS = {"labels": Labels, "features": Features, "fields": Fields}


def to_json(side: Saved) -> str:
    kind = next(name for name, made in KINDS.items() if isinstance(side, made))
    return json.dumps({"kind": kind, **vars(side)}, ensure_ascii=False)


def from_json(path: Path) -> Saved:
    """The side that `to_json` wrote. Raises `UserError` for anything else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        side = restore(found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UserError(f"{path}: missing or not what training writes; copy the run folder again") from None
    return side


def restore(found: Mapping[str, Any]) -> Saved:
    if found["kind"] == "features":
        mean, scale = (tuple(float(number) for number in found[name]) for name in ("mean", "scale"))
        if not mean or len(mean) != len(scale):
            raise ValueError
        return Features(mean, scale)
    names = tuple(found["names"])
    if not all(isinstance(name, str) for name in names):
        raise ValueError
    return Labels(names, bool(found["each"])) if found["kind"] == "labels" else Fields(names)

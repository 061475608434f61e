"""Labels that a decoder starts from, as vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy

from s2s.data.codecs.base import Array, Ints
from s2s.data.codecs.json_codec import JsonCodec, names_in, shortened
from s2s.errors import UserError


@dataclass(frozen=True)
class Fields(JsonCodec):
    """A label of one or more words as one vector: 1 for each word that it has, and a 1 that is always there.

    A label without words is a vector all the same: a decoder that starts from it is a language model.
    """

    kind: ClassVar[str] = "fields"
    names: tuple[str, ...]

    @property
    def is_empty(self) -> bool:  # type: ignore[override]
        """Whether no label has a word: the source is the same for every example."""
        return not self.names

    @classmethod
    def learn(cls, values: Iterable[str]) -> Fields:
        """The words of all labels, in the order of the alphabet."""
        return cls(tuple(sorted({name for value in values for name in value.split()})))

    @property
    def size(self) -> int:
        """One number for each word, and the constant 1."""
        return 1 + len(self.names)

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[Array]:
        """Labels → vectors (1, F). Raises `UserError` for a word that the training data lacks."""
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

    def decode(self, outputs: Sequence[Any]) -> list[str]:
        """The words of each label again, in the order of the alphabet."""
        return [
            " ".join(name for name, present in zip(self.names, vector[0, 1:], strict=True) if present)
            for vector in outputs
        ]

    def clean(self, value: Any, prepare: Callable[[str], str]) -> Any:
        """Labels stay as they are."""
        return value

    def pad(self, examples: Sequence[Array], role: str | None = None) -> tuple[Array, Ints]:
        """Vectors (1, F) → (B, 1, F) and lengths (B,), which are all 1."""
        return numpy.stack(examples), numpy.ones(len(examples), numpy.int64)

    def describe(self, values: Sequence[Any]) -> str:
        """How many words the labels are made of."""
        return f"labels of {self.size - 1:,} words"

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> Fields:
        """The codec with these fields. Raises ValueError, TypeError or KeyError for what `save` does not write."""
        return cls(names_in(content))

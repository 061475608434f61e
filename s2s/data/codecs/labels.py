"""Labels as numbers."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from s2s.data.codecs.base import Ints
from s2s.data.codecs.calibration import Calibration
from s2s.data.codecs.json_codec import JsonCodec, names_in, shortened
from s2s.data.tags import SCHEMES, is_mark, spans, written
from s2s.data.text.ids import padded
from s2s.errors import UserError


@dataclass(frozen=True)
class Labels(JsonCodec):
    """A label for the whole example, or, with `each`, one for each word, separated by spaces."""

    kind: ClassVar[str] = "labels"
    output: ClassVar[str] = "labels"
    names: tuple[str, ...]
    each: bool = False
    scheme: str | None = None
    """Of tags that mark spans, one of `s2s.data.tags.SCHEMES`: what it does not have is learned as it would write it."""
    calibration: Calibration = field(default=Calibration(), compare=False)

    @classmethod
    def learn(cls, values: Iterable[str], each: bool, scheme: str | None = None) -> Labels:
        """The different labels, in the order of the alphabet. Raises `UserError` if there is only one."""
        names = {name for value in values for name in (value.split(" ") if each else [value])}
        if len(names) < 2:
            raise UserError(f"data.train: has one label only, {names.pop()!r}; at least two are needed")
        return cls(tuple(sorted(names)), each, scheme)

    @property
    def size(self) -> int:
        """V, the number of labels."""
        return len(self.names)

    @property
    def labels(self) -> tuple[str, ...]:  # type: ignore[override]
        """The names, whose probabilities are predicted."""
        return self.names

    def encode(self, values: Sequence[str], *, sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        """The number of each label. Raises `UserError` for a label that the training data lacks."""
        numbers = {name: number for number, name in enumerate(self.names)}
        encoded = [[numbers.get(name, -1) for name in self.valid(self.split(value), numbers)] for value in values]
        for value, example in zip(values, encoded, strict=True):
            if -1 in example:
                unknown = self.split(value)[example.index(-1)]
                raise UserError(f"{unknown!r}: not among the labels of the training data: {shortened(self.names)}")
        return encoded

    def split(self, value: str) -> list[str]:
        """The labels of one example."""
        return value.split(" ") if self.each else [value]

    def valid(self, tags: list[str], known: Container[str]) -> list[str]:
        """The tags as the scheme writes the spans that they mark, if these are `known`; without a scheme as they are."""
        if self.scheme is None or not all(map(is_mark, tags)):
            return tags
        again = written(spans(tags), len(tags), self.scheme)
        return again if all(tag in known for tag in again) else tags

    def decode(self, outputs: Sequence[Any]) -> list[str]:
        """The most probable label of each position, by its probabilities (P, V)."""
        return [" ".join(self.names[best] for best in output.argmax(axis=1)) for output in outputs]

    def values_of(self, output: Any) -> Any:
        """Probabilities (..., V) as the run has calibrated them; the most probable label is the same."""
        return self.calibration.of_one(output)

    def pad(self, examples: Sequence[Sequence[int]], role: str | None = None) -> tuple[Ints, Ints]:
        """Numbers of labels → (B, P) and lengths (B,)."""
        return padded(examples)

    def describe(self, values: Sequence[Any]) -> str:
        """How many labels there are."""
        return f"{self.size:,} labels"

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> Labels:
        """The codec with these fields. Raises ValueError, TypeError or KeyError for what `save` does not write."""
        scheme = content.get("scheme")
        if scheme not in (None, *SCHEMES):
            raise ValueError("a scheme of tags that is not known")
        return cls(names_in(content), bool(content["each"]), scheme)

"""Vectors of real numbers, such as those of images and of time series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy
import numpy.typing

from s2s.data.codecs.base import Array, Ints
from s2s.data.codecs.json_codec import JsonCodec
from s2s.errors import UserError


@dataclass(frozen=True)
class Features(JsonCodec):
    """Vectors of real numbers, one for each step, each feature shifted and scaled to mean 0 and deviation 1."""

    kind: ClassVar[str] = "features"
    output: ClassVar[str] = "numbers"
    takes_vectors: ClassVar[bool] = True
    mean: tuple[float, ...]
    scale: tuple[float, ...]

    @classmethod
    def learn(cls, values: Iterable[Any]) -> Features:
        """Mean and deviation of each feature over all steps. Raises `UserError` where examples differ in width."""
        examples = [steps(value, None) for value in values]
        other_width = next((example.shape[1] for example in examples if example.shape[1] != examples[0].shape[1]), None)
        if other_width is not None:
            raise UserError(
                f"data.train: has {examples[0].shape[1]} numbers in one place and {other_width} in another; check the file"
            )
        rows = numpy.concatenate(examples).astype(numpy.float64)
        deviation = rows.std(axis=0)
        return cls(tuple(rows.mean(axis=0).tolist()), tuple(numpy.where(deviation > 0, deviation, 1.0).tolist()))

    @property
    def size(self) -> int:
        """F, the numbers of one step."""
        return len(self.mean)

    def encode(self, values: Sequence[Any], *, sampling: float = 0.0, seed: int = 0) -> list[Array]:
        """Numbers, nested or written in a line, → (S, F) for each value."""
        mean, scale = numpy.array(self.mean), numpy.array(self.scale)
        return [((steps(value, self.size) - mean) / scale).astype(numpy.float32) for value in values]

    def decode(self, outputs: Sequence[Any]) -> list[str]:
        """The numbers of each example in a line, in their own units."""
        return [" ".join(f"{number:.6g}" for number in self.values_of(output).ravel()) for output in outputs]

    def values_of(self, output: Any) -> Array:
        """Outputs (P, F), scaled and shifted back to the units of the training data."""
        values: Array = (output * numpy.array(self.scale) + numpy.array(self.mean)).astype(numpy.float32)
        return values

    def pad(self, examples: Sequence[Array], role: str | None = None) -> tuple[Array, Ints]:
        """Examples (S, F) of any lengths → (B, S, F), zero on padding, and lengths (B,)."""
        lengths = numpy.array([len(example) for example in examples])
        filled = numpy.zeros((len(examples), lengths.max(), examples[0].shape[1]), numpy.float32)
        for row, example in enumerate(examples):
            filled[row, : len(example)] = example
        return filled, lengths

    def describe(self, values: Sequence[Any]) -> str:
        """How wide the vectors are."""
        return f"{self.size} number{'s' * (self.size > 1)} a step"

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> Features:
        """The codec with these fields. Raises ValueError, TypeError or KeyError for what `save` does not write."""
        mean, scale = (tuple(float(number) for number in content[name]) for name in ("mean", "scale"))
        if not mean or len(mean) != len(scale):
            raise ValueError
        return cls(mean, scale)


def steps(value: Any, width: int | None) -> numpy.typing.NDArray[numpy.float64]:
    """One example's numbers as (S, F). A line of text or a flat list is cut into steps of `width`, or is one step."""
    return numbers_of(value, width, missing=False)


def numbers_of(value: Any, width: int | None, missing: bool) -> numpy.typing.NDArray[numpy.float64]:
    """`steps`, of which some may be NaN where `missing` values are allowed. Raises `UserError`."""
    if isinstance(value, str):
        try:
            numbers = numpy.array([float(word) for word in value.replace(",", " ").split()])
        except ValueError:
            raise UserError(f"{value[:40]!r}: not numbers; separate them by spaces or commas") from None
    else:
        numbers = numpy.asarray(value, dtype=numpy.float64)
    if numpy.isinf(numbers).any() or (not missing and numpy.isnan(numbers).any()):
        raise UserError("a number of the data is not finite; leave its example out")
    wide = width or max(1, numbers.size if numbers.ndim < 2 else numbers.shape[-1])
    fits = numbers.shape[1:] == (wide,) if numbers.ndim > 1 else numbers.size % wide == 0
    if numbers.size == 0 or not fits:
        raise UserError(f"{numbers.size} numbers where {wide} a step are needed; check the input")
    return numbers.reshape(-1, wide)

"""Windows of series, and what follows them: numbers in their own units, some of which may be missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy
import numpy.typing

from s2s.data.codecs.base import Array, Ints
from s2s.data.codecs.features import numbers_of
from s2s.data.codecs.json_codec import JsonCodec
from s2s.data.series import INTERPOLATE, PREVIOUS, Floats, Window, filled
from s2s.errors import UserError

LEAST = 0.01
"""Share of the usual scale of a window, relative to its level, below which no window's scale goes."""


@dataclass(frozen=True)
class Past(JsonCodec):
    """Windows (window, F), whose first columns are those that are forecast. The network scales each by itself."""

    kind: ClassVar[str] = "past"
    takes_vectors: ClassVar[bool] = True
    unit: ClassVar[str] = "steps"
    targets: int
    """T, the columns that are forecast."""
    window: int
    """Steps that are read."""
    season: int
    """Steps of a season; 1 for none."""
    floor: tuple[float, ...]
    """Of each forecast column the least scale, as a share of the window's mean absolute value."""
    mean: tuple[float, ...]
    """Of each column over the training windows."""
    scale: tuple[float, ...]
    """The standard deviation of each column over the training windows; 1 where it is constant."""

    known: int = 0
    """K, the features that are known ahead. F is T + P + 2 K: the last K are those of `horizon` steps later.

    Where the horizon is longer than the window, those of each window's length between them come before the last.
    """

    @classmethod
    def learn(cls, values: Sequence[Any], targets: int, season: int) -> Past:
        """Of training windows of one shape, each a `s2s.data.series.Window` or an array, whose first `targets` columns are forecast."""
        windows = numpy.array([inputs_of(value, None) for value in values])
        own = windows[..., :targets]
        deviation = numpy.abs(own - own.mean(1, keepdims=True)).mean(1)
        level = numpy.abs(own).mean(1)
        share = numpy.divide(deviation, level, out=numpy.zeros_like(level), where=level > 0)
        floor = LEAST * numpy.median(share, axis=0)
        spread = windows.std(axis=(0, 1))
        scale = numpy.where(spread > 0, spread, 1.0)
        floors, means, scales = (tuple(row.tolist()) for row in (floor, windows.mean(axis=(0, 1)), scale))
        known = values[0].known.shape[1] if isinstance(values[0], Window) else 0
        return cls(targets, windows.shape[1], season, floors, means, scales, known)

    @property
    def size(self) -> int:
        """F, the numbers of one step."""
        return len(self.mean)

    def encode(self, values: Sequence[Any], *, sampling: float = 0.0, seed: int = 0) -> list[Array]:
        """`s2s.data.series.Window`, or numbers, nested or written in a line, → (window, F), of numbers the last steps.

        What is missing is filled from its neighbours in the window. Raises `UserError` for too few steps.
        """
        return [self.last(value).astype(numpy.float32) for value in values]

    def last(self, value: Any) -> Floats:
        """The steps that are read of one value."""
        if self.known and not isinstance(value, Window):
            raise UserError(
                f"the run reads {self.known} feature{'s' * (self.known > 1)} known ahead, which numbers alone lack; give a"
                " file like that of data.train"
            )
        inputs = inputs_of(value, self.size)
        if len(inputs) < self.window:
            raise UserError(
                f"{len(inputs):,} steps where the run reads data.window={self.window}; give at least so many, with"
                f" {self.size} number{'s' * (self.size > 1)} each"
            )
        return inputs[-self.window :]

    def decode(self, outputs: Sequence[Any]) -> list[str]:
        """Windows as they are, in a line."""
        return [" ".join(f"{number:.6g}" for number in numpy.ravel(output)) for output in outputs]

    def pad(self, examples: Sequence[Array], role: str | None = None) -> tuple[Array, Ints]:
        """Examples (window, F) → (B, window, F), and their lengths (B,), which are all the same."""
        return numpy.stack(examples), numpy.array([len(example) for example in examples])

    def describe(self, values: Sequence[Any]) -> str:
        """How long the windows are, how wide, and whether there is a season."""
        season = f"a season of {self.season} steps" if self.season > 1 else "no season"
        return f"windows of {self.window} steps, {self.size} number{'s' * (self.size > 1)} a step, {season}"

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> Past:
        """The codec with these fields. Raises ValueError, TypeError or KeyError for what `save` does not write."""
        counts = [int(content[name]) for name in ("targets", "window", "season")]
        floor, mean, scale = (tuple(float(one) for one in content[name]) for name in ("floor", "mean", "scale"))
        known = int(content["known"])
        if (
            min(counts) < 1
            or known < 0
            or len(floor) != counts[0]
            or not len(mean) == len(scale) >= counts[0] + 2 * known
        ):
            raise ValueError
        return cls(counts[0], counts[1], counts[2], floor, mean, scale, known)


@dataclass(frozen=True)
class Ahead(JsonCodec):
    """What follows a window: T numbers at each of the next steps, in one vector, with a forecast's quantiles beside them."""

    kind: ClassVar[str] = "ahead"
    output: ClassVar[str] = "numbers"
    takes_vectors: ClassVar[bool] = True
    targets: int
    """T, the columns that are forecast."""
    horizon: int
    """Steps that are forecast."""
    quantiles: tuple[float, ...] = ()
    """Levels of the quantiles that a network with such a target forecasts beside its point forecast, ascending."""

    @property
    def size(self) -> int:
        """The numbers of a vector, horizon · T."""
        return self.horizon * self.targets

    @property
    def outputs(self) -> int:
        """Of each number the point forecast and the quantiles."""
        return self.size * (1 + len(self.quantiles))

    def encode(self, values: Sequence[Any], *, sampling: float = 0.0, seed: int = 0) -> list[Array]:
        """Numbers, nested or written in a line, → (1, horizon · T) for each; what is missing is NaN."""
        return [numbers_of(value, self.size, missing=True).astype(numpy.float32) for value in values]

    def decode(self, outputs: Sequence[Any]) -> list[str]:
        """The point forecasts, step after step, in a line."""
        return [" ".join(f"{number:.8g}" for number in self.values_of(output).ravel()) for output in outputs]

    def values_of(self, output: Any) -> Array:
        """The point forecasts (1, horizon · T) in what the network gives, (P, V)."""
        values: Array = self.split(output)[..., 0].astype(numpy.float32)[None]
        return values

    def quantiles_of(self, output: Any) -> dict[float, Array]:
        """Level → the quantiles (horizon · T,) in what the network gives, (P, V)."""
        rows = self.split(output)
        return {level: rows[:, number] for number, level in enumerate(self.quantiles, start=1)}

    def split(self, output: Any) -> Any:
        """What the network gives, (P, V), as (horizon · T, 1 + quantiles), the point forecast first."""
        return numpy.asarray(output).reshape(self.size, 1 + len(self.quantiles))

    def pad(self, examples: Sequence[Array], role: str | None = None) -> tuple[Array, Ints]:
        """Examples (1, horizon · T) → (B, 1, horizon · T), and their lengths (B,), which are 1."""
        return numpy.stack(examples), numpy.array([len(example) for example in examples])

    def describe(self, values: Sequence[Any]) -> str:
        """How far it reaches."""
        return f"{self.horizon} steps ahead" + (f", {self.targets} numbers each" if self.targets > 1 else "")

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> Ahead:
        """The codec with these fields. Raises ValueError, TypeError or KeyError for what `save` does not write."""
        targets, horizon = (int(content[name]) for name in ("targets", "horizon"))
        levels = tuple(float(level) for level in content["quantiles"])
        if min(targets, horizon) < 1 or list(levels) != sorted({*levels}) or not all(0 < one < 1 for one in levels):
            raise ValueError
        return cls(targets, horizon, levels)


def inputs_of(value: Any, width: int | None) -> Floats:
    """What is read of a window, (S, F), without gaps. Raises `UserError` for numbers of another width, or infinite ones."""
    if not isinstance(value, Window):
        return filled(numbers_of(value, width, missing=True), INTERPOLATE)
    observed, known = value.inputs, filled(value.known, PREVIOUS)
    later = [*range(value.size, value.horizon, value.size), value.horizon]
    if width == observed.shape[1] + 2 * known.shape[1]:  # also in runs of earlier versions whose horizon is longer
        later = [value.horizon]
    inputs = numpy.concatenate([observed, *(known[step : step + value.size] for step in (0, *later))], axis=1)
    if width is not None and inputs.shape[1] != width:
        raise UserError(
            f"{inputs.shape[1]} number{'s' * (inputs.shape[1] > 1)} a step where the run reads {width}; check the columns"
        )
    return inputs

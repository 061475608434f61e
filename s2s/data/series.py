"""Time series with several targets and features, and the windows that are cut out of them.

Every file of series is read into a list of `Series`; training, validation and test are `Windows` of them, which are views:
nothing is copied until a window is asked for. N steps of a series, T targets, P features known only of the past, K known
ahead.
"""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, overload

import numpy
import numpy.typing

Floats = numpy.typing.NDArray[numpy.float64]
Bools = numpy.typing.NDArray[numpy.bool_]
INTERPOLATE, PREVIOUS = "interpolate", "previous"
"""How the missing inputs of a window are filled; see `filled`."""


def series_named(name: str) -> str:
    """What messages call the series of that `name`, which is empty where a file holds a single one."""
    return f"the series {name}" if name else "the series"


@dataclass(frozen=True, eq=False)
class Series:
    """One series: what is to be forecast, and what is known beside it, a row for each step, oldest first."""

    name: str
    """Its name in the file; empty where a file holds a single series."""
    values: Floats
    """(N, T): the targets; NaN where one is missing."""
    times: numpy.typing.NDArray[numpy.datetime64] | None = None
    """(N,): when each step was, at regular distances; None where the file has no times."""
    frequency: str | None = None
    """The distance of the steps as an alias of pandas, such as ``h``, ``D`` or ``MS``; None without times."""
    past: Floats = field(default_factory=lambda: numpy.zeros((0, 0)))
    """(N, P): features that are known only up to the present; NaN where one is missing."""
    future: Floats = field(default_factory=lambda: numpy.zeros((0, 0)))
    """(N + A, K): features known ahead, for A ≥ 0 steps after the last target."""
    targets: tuple[str, ...] = ()
    """The names of the columns, as far as they have names: T of them, then P and K."""
    past_names: tuple[str, ...] = ()
    future_names: tuple[str, ...] = ()

    def __len__(self) -> int:
        """N."""
        return len(self.values)

    @property
    def observed(self) -> Floats:
        """(N, T + P): all that is known only up to the present, targets first."""
        return self.values if not self.past.size else numpy.concatenate([self.values, self.past], axis=1)

    @property
    def digest(self) -> bytes:
        """Of all that it holds."""
        hasher = hashlib.blake2b(digest_size=16)
        for part in (self.values, self.past, self.future, self.times):
            if part is not None:
                hasher.update(f"{part.dtype.str}{part.shape}".encode() + numpy.ascontiguousarray(part).tobytes())
        hasher.update(repr((self.name, self.frequency, self.targets, self.past_names, self.future_names)).encode())
        return hasher.digest()


@dataclass(frozen=True, eq=False)
class Window:
    """`size` steps of a series, and the `horizon` steps that follow them."""

    series: Series
    origin: int
    """The number of the first step that is forecast: the window ends before it."""
    size: int
    horizon: int
    fill: str = INTERPOLATE
    """How missing inputs are filled, `INTERPOLATE` or `PREVIOUS`."""

    def __len__(self) -> int:
        """The steps that are read."""
        return self.size

    @property
    def history(self) -> Floats:
        """(origin, T): the targets of all steps before the forecast, NaN where one is missing; scales are measured on it."""
        return self.series.values[: self.origin]

    @property
    def inputs(self) -> Floats:
        """(size, T + P): what is read, targets first; nothing after the window has a part in what fills its gaps."""
        return filled(self.series.observed[self.origin - self.size : self.origin], self.fill)

    @property
    def present(self) -> Bools:
        """(size, T + P): whether each of the `inputs` was in the data."""
        present: Bools = ~numpy.isnan(self.series.observed[self.origin - self.size : self.origin])
        return present

    @property
    def known(self) -> Floats:
        """(size + horizon, K): the features known ahead, of the window and of the steps that are forecast.

        Those of steps that the data do not reach are NaN.
        """
        steps = self.size + self.horizon
        rows = self.series.future[self.origin - self.size : self.origin + self.horizon]
        return padded(rows, steps) if self.series.future.size else numpy.zeros((steps, 0))

    @property
    def wanted(self) -> Floats:
        """(horizon, T): the targets that follow; NaN where one is missing, or not there yet."""
        return padded(self.series.values[self.origin : self.origin + self.horizon], self.horizon)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> numpy.typing.NDArray[Any]:
        """(size, T + P + K): the `inputs` and what is known of the same steps, for whatever reads plain vectors."""
        known = self.known[: self.size]
        together = numpy.concatenate([self.inputs, filled(known, PREVIOUS)], axis=1) if known.size else self.inputs
        return numpy.array(together, dtype=dtype)


class Windows(Sequence[Any]):
    """Windows of several series as a table with the columns ``source`` and ``target``, made as they are asked for.

    A source is a `Window`; its target is (1, horizon · T), the `Window.wanted` in one row, step by step, or, with
    `each`, (size, horizon · T): after each step of the window the `horizon` steps that follow it.
    """

    def __init__(
        self,
        series: Sequence[Series],
        size: int,
        horizon: int,
        *,
        stride: int = 1,
        spans: Sequence[tuple[int, int]] | None = None,
        each: bool = False,
        fill: str = INTERPOLATE,
    ) -> None:
        """`spans` are, of each series, the first and the last number of a step that a forecast begins at.

        By default all for which `size` steps lie before it and `horizon` from it on. Of these every `stride`-th is taken,
        counted from the last one. Windows without a single target or input in the data are left out, and counted in `empty`.
        """
        self.series, self.size, self.horizon, self.each, self.fill = series, size, horizon, each, fill
        spans = spans if spans is not None else [(size, len(one) - horizon) for one in series]
        self.origins = [
            used(one, size, horizon, numpy.arange(last, max(first, size) - 1, -stride)[::-1])
            for one, (first, last) in zip(series, spans, strict=True)
        ]
        possible = sum(max(0, (last - max(first, size)) // stride + 1) for first, last in spans)
        self.bounds = [0, *accumulate(map(len, self.origins))]
        self.empty = possible - len(self)
        self.column_names = ["source", "target"]

    def __len__(self) -> int:
        """How many windows there are."""
        return self.bounds[-1]

    def window(self, row: int) -> Window:
        """The window of number `row`, in the order of the series and of time."""
        if not 0 <= row < len(self):
            raise IndexError(row)
        number = bisect.bisect_right(self.bounds, row) - 1
        origin = int(self.origins[number][row - self.bounds[number]])
        return Window(self.series[number], origin, self.size, self.horizon, self.fill)

    def target(self, window: Window) -> Floats:
        """What is right for a window."""
        if not self.each:
            return window.wanted.reshape(1, -1)
        origins = range(window.origin - self.size + 1, window.origin + 1)
        rows = [
            padded(window.series.values[origin : origin + self.horizon], self.horizon).ravel() for origin in origins
        ]
        return numpy.stack(rows)

    @overload
    def __getitem__(self, rows: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, rows: slice | Sequence[int] | str) -> Any: ...
    def __getitem__(self, rows: int | slice | Sequence[int] | str) -> Any:
        """A row, the columns of several rows, or a column, as a table of `datasets` has them."""
        if isinstance(rows, str):
            return self[:][rows]
        if isinstance(rows, int):
            window = self.window(rows if rows >= 0 else len(self) + rows)
            return {"source": window, "target": self.target(window)}
        numbers = range(len(self))[rows] if isinstance(rows, slice) else rows
        windows = [self.window(row) for row in numbers]
        return {"source": windows, "target": [self.target(window) for window in windows]}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Row by row."""
        return (self[row] for row in range(len(self)))

    @cached_property
    def digest(self) -> str:
        """Of the series and of how they are cut, 16 hexadecimal digits."""
        hasher = hashlib.blake2b(repr((self.size, self.horizon, self.each, self.fill)).encode(), digest_size=8)
        for one, origins in zip(self.series, self.origins, strict=True):
            hasher.update(one.digest + origins.tobytes())
        return hasher.hexdigest()


def used(series: Series, size: int, horizon: int, origins: numpy.typing.NDArray[Any]) -> numpy.typing.NDArray[Any]:
    """Those of the `origins` whose window and horizon both have a target that is not missing."""
    present = ~numpy.isnan(series.values).all(axis=1)
    if present.all():
        return origins
    before = numpy.concatenate([[0], numpy.cumsum(present)])
    read = before[origins] - before[origins - size]
    ahead = before[numpy.minimum(origins + horizon, len(series))] - before[numpy.minimum(origins, len(series))]
    kept: numpy.typing.NDArray[Any] = origins[(read > 0) & (ahead > 0)]
    return kept


def filled(values: Floats, fill: str) -> Floats:
    """`values` (S, F) without NaN: between two numbers of a column a straight line, or with `PREVIOUS` the former.

    What comes before the first number of a column is that number, what comes after the last one is the last; a column of
    NaN alone is 0.
    """
    missing = numpy.isnan(values)
    if not missing.any():
        return values
    values, steps = values.copy(), numpy.arange(len(values))
    for column in numpy.flatnonzero(missing.any(axis=0)):
        there = numpy.flatnonzero(~missing[:, column])
        if not len(there):
            values[:, column] = 0
        elif fill == PREVIOUS:
            values[:, column] = values[there[numpy.maximum(numpy.searchsorted(there, steps, "right") - 1, 0)], column]
        else:
            values[:, column] = numpy.interp(steps, there, values[there, column])
    return values


def padded(rows: Floats, count: int) -> Floats:
    """`rows` with rows of NaN after them, `count` in all."""
    if len(rows) == count:
        return rows
    return numpy.concatenate([rows, numpy.full((count - len(rows), rows.shape[1]), numpy.nan)])

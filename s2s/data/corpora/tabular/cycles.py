"""Calendar features: where in the day, the week, the month and the year a step is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from s2s.data.corpora.tabular.times import Times
from s2s.data.series import Floats

CYCLES = {"day": 86_400.0, "week": 7 * 86_400.0, "month": 30.44 * 86_400.0, "year": 365.25 * 86_400.0}
"""In seconds, about."""
LEAST = 2
"""Steps in a cycle, and cycles in a series, for which it is worth a feature."""


def suited(times: Times) -> list[str]:
    """The cycles that have some steps each and come several times in `times`, which are regular."""
    if len(times) < LEAST:
        return []
    seconds = times.astype("datetime64[s]").astype(numpy.int64)
    step, span = float(numpy.median(numpy.diff(seconds))), float(seconds[-1] - seconds[0])
    return [name for name, length in CYCLES.items() if LEAST * step <= length and LEAST * length <= span]


def features(times: Times, cycles: Sequence[str]) -> Floats:
    """(N, 2 · cycles): sine and cosine of the place in each of the `cycles`."""
    columns = []
    for cycle in cycles:
        angle = 2 * numpy.pi * place(times, cycle)
        columns += [numpy.sin(angle), numpy.cos(angle)]
    return numpy.stack(columns, axis=1) if columns else numpy.zeros((len(times), 0))


def names(cycles: Sequence[str]) -> list[str]:
    """What the columns of `features` are called."""
    return [f"{kind} of the {cycle}" for cycle in cycles for kind in ("sine", "cosine")]


def place(times: Times, cycle: str) -> Floats:
    """(N,): how much of the cycle is over at each time, from 0 to 1; a week begins on Monday."""
    day = times.astype("datetime64[D]")
    part: Floats = (times - day) / numpy.timedelta64(1, "D")
    match cycle:
        case "day":
            return part
        case "week":
            return numpy.asarray(((day.astype(numpy.int64) + 3) % 7 + part) / 7)
        case "month" | "year":
            unit = "M" if cycle == "month" else "Y"
            begin = times.astype(f"datetime64[{unit}]")
            first, after = (one.astype("datetime64[D]").astype(numpy.int64) for one in (begin, begin + 1))
            return numpy.asarray((day.astype(numpy.int64) - first + part) / (after - first))
        case _:
            raise ValueError(cycle)

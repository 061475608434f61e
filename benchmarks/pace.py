"""How long an update takes: before R-Drop sets in (train.consistency_after), and from then on."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Sequence
from typing import NamedTuple

from s2s.data.stream import Place
from s2s.state import Training
from s2s.train import update

WARM = 4
"""Updates of either kind before the clock starts."""


class Pace(NamedTuple):
    """Seconds an update."""

    before: float
    after: float

    def minutes(self, updates: int, switch: int) -> float:
        """Of the first `updates` of a training, whose update `switch` is the first with R-Drop."""
        return (min(updates, switch) * self.before + max(0, updates - switch) * self.after) / 60


def switch(training: Training) -> int:
    """The first update (0 is the first) of `training` that has R-Drop."""
    return math.ceil(training.config.train.consistency_after * training.parts.total)


def paces(trainings: Sequence[Training], updates: int) -> list[Pace]:
    """The mean of `updates` of either kind for each of `trainings`, on the same batches and by turns; all are used up."""
    parts = trainings[0].parts
    stream = parts.stream.run(Place(), parts.config.train.accumulate)
    taken: list[tuple[list[float], list[float]]] = [([], []) for _ in trainings]
    for number in range(WARM + updates):
        _, batches = next(stream)
        for training, kinds in zip(trainings, taken, strict=True):
            for step, times in zip((0, parts.total), kinds, strict=True):
                training.step = step
                begin = time.perf_counter()
                update(training, batches)
                if number >= WARM:
                    times.append(time.perf_counter() - begin)
    return [Pace(*map(statistics.mean, kinds)) for kinds in taken]

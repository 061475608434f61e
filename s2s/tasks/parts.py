"""The scores of forecasts by the step ahead, and by the series."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy

from s2s.metrics.base import Metric, build
from s2s.metrics.forecasts import Forecast, Future


def by_step(
    names: Sequence[str], predicted: Sequence[Forecast], right: Sequence[Future], targets: int
) -> dict[str, list[float]]:
    """The scores of each step ahead by the metrics called `names`; `targets` numbers belong to a step."""
    count = max(map(len, right))
    parts = [slice(begin, begin + targets) for begin in range(0, count, targets)]
    steps = [([one.part(part) for one in predicted], [one.part(part) for one in right]) for part in parts]
    return {name: [scored(build(name), *step) for step in steps] for name in names}


def by_series(
    names: Sequence[str], predicted: Sequence[Forecast], right: Sequence[Future]
) -> dict[str, dict[str, float]]:
    """The scores of each series by the metrics called `names`; nothing where there is one series."""
    rows: dict[str, list[int]] = {}
    for row, future in enumerate(right):
        rows.setdefault(future.series, []).append(row)
    if len(rows) < 2:
        return {}
    metrics = {name: build(name) for name in names}
    return {
        series: {
            name: scored(metric, [predicted[row] for row in some], [right[row] for row in some])
            for name, metric in metrics.items()
        }
        for series, some in rows.items()
    }


def scored(metric: Metric, predicted: Sequence[Forecast], right: Sequence[Future]) -> float:
    """The score; nan where all numbers are missing, or there is no scale."""
    if all(numpy.isnan(one.values).all() for one in right):
        return math.nan
    return float(metric.score(predicted, right))

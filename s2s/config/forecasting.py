"""Options of the network of task=forecast."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from s2s.config.fields import option

Point = StrEnum("Point", ["mean", "median"])
Steps = StrEnum("Steps", ["direct", "recursive"])
LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)
"""Of the quantiles that are forecast, unless `ForecastConfig.quantiles` says otherwise: bands of 80 and 95 %, and the median."""
LONGEST, PATIENT = 1_000_000, 12
"""What `conf/task/forecast.yaml` has for `data.max_length` and `train.patience`."""


@dataclass
class ForecastConfig:
    """What is forecast, and how its steps are written."""

    steps: Steps = option(
        Steps.direct, "How the steps ahead are written: all at once, or each from the forecast of the one before."
    )
    point: Point = option(
        Point.mean, "What the forecast number is: the mean, learned by squared errors, or the median, by absolute ones."
    )
    quantiles: list[float] | None = option(
        None, "Levels of the quantiles that are forecast beside it; [0.025,0.1,0.5,0.9,0.975] by default."
    )
    relative: float = option(
        0.0, "Weight of relative errors, as sMAPE has them, beside absolute ones in the loss of quantiles."
    )

    @property
    def levels(self) -> tuple[float, ...]:
        """Of the quantiles, ascending."""
        return LEVELS if self.quantiles is None else tuple(self.quantiles)

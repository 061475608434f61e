"""The rules between task=forecast, its head and the options of its network."""

from __future__ import annotations

from s2s.config.forecasting import ForecastConfig, Point
from s2s.config.networks import HEADS
from s2s.config.options import get, refuse
from s2s.config.schema import Pooling, RunConfig
from s2s.config.tasks import rules_of

QUANTILES = "quantiles"
"""The option of a head that has quantiles, in `s2s.config.networks.HEADS`."""
NAMES = ("steps", "point", "quantiles", "relative")


def forecasts_windows(config: RunConfig) -> bool:
    """Whether the run forecasts what follows a window, by a network that scales each window by itself.

    Runs of earlier versions, which have no `data.held`, do not, nor does one that forecasts at every step.
    """
    ahead = rules_of(config.task).ahead
    return ahead and config.data.held is not None and config.model.pooling is not Pooling.none


def quantiles_of(config: RunConfig) -> tuple[float, ...]:
    """The levels of the quantiles that the run forecasts; none where its head has none."""
    head = config.model.head
    if not forecasts_windows(config) or (head is not None and QUANTILES not in HEADS.facts(head).options):
        return ()
    return config.model.forecast.levels


def check_forecast(config: RunConfig) -> None:
    """Raise `UserError` for options of forecasting that have no effect, or do not go together."""
    head, forecast, ahead = config.model.head, config.model.forecast, forecasts_windows(config)
    if head is not None and QUANTILES in HEADS.facts(head).options and not ahead:
        refuse("model.head", head, "is for task=forecast with model.pooling=last and data.held; leave it out")
    without_quantiles = not quantiles_of(config) and not (ahead and head is None)
    for name in NAMES:
        value = getattr(forecast, name)
        if value == getattr(ForecastConfig(), name) or (ahead and (name == "steps" or not without_quantiles)):
            continue
        cause = f"with model.head={head}" if ahead else "without task=forecast, model.pooling=last and data.held"
        refuse(f"model.forecast.{name}", value, f"has no effect {cause}; leave it out")
    if ahead:
        check_levels(config)
    if get(config, "data.season") is not None and not ahead:
        refuse(
            "data.season", config.data.season, "has no effect with model.pooling=none or data.held=null; leave it out"
        )


def check_levels(config: RunConfig) -> None:
    """Refuse levels that are no quantiles, or lack the one that the point forecast is."""
    forecast, option = config.model.forecast, "model.forecast.quantiles"
    levels = list(forecast.levels)
    if levels != sorted({*levels}) or not all(0 < level < 1 for level in levels):
        refuse(option, levels, "give levels between 0 and 1 in ascending order, as [0.1,0.5,0.9]")
    if forecast.point is Point.median and 0.5 not in levels:
        refuse(option, levels, "model.forecast.point=median is the quantile 0.5; add it")
    if forecast.relative and forecast.point is not Point.median:
        refuse("model.forecast.relative", forecast.relative, "needs model.forecast.point=median; set that too")

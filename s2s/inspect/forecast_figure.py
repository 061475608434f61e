"""The figure of forecasts: how each series went, how it goes on, and between which quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy
from matplotlib.figure import Figure

from s2s.inspect.plot import COLOURS

BAND = 0.25
"""The opacity of a band."""


class Panel(NamedTuple):
    """One series. T targets, S steps before the forecast, H after it."""

    title: str
    targets: Sequence[str]
    past: Any
    """(S,): times, or numbers of steps."""
    history: Any
    """(S, T); NaN where a value is missing."""
    ahead: Any
    """(H,)"""
    point: Any
    """(H, T)"""
    bands: Sequence[tuple[str, Any, Any]]
    """What a band is called, and its lower and upper edge, (H, T) each, the widest first."""


def forecasts(panels: Sequence[Panel]) -> Figure:
    """History, forecast and bands of each series, one below the other."""
    figure = Figure(figsize=(9, 0.4 + 2.4 * len(panels)), layout="constrained")
    for axes, panel in zip(figure.subplots(len(panels), squeeze=False)[:, 0], panels, strict=True):
        for number, target in enumerate(panel.targets):
            colour = COLOURS[number % len(COLOURS)]
            name = target if len(panel.targets) > 1 else "history"
            axes.plot(panel.past, panel.history[:, number], color=colour, lw=1, label=name)
            for title, low, high in panel.bands:
                label = title if number == 0 else None
                axes.fill_between(
                    panel.ahead, low[:, number], high[:, number], color=colour, alpha=BAND, lw=0, label=label
                )
            # The forecast is joined to the last value that there is.
            last = numpy.flatnonzero(~numpy.isnan(panel.history[:, number]))[-1:]
            steps = numpy.concatenate([numpy.asarray(panel.past)[last], panel.ahead])
            values = numpy.concatenate([panel.history[last, number], panel.point[:, number]])
            axes.plot(steps, values, color=colour, lw=1.5, ls="--", label="forecast" if number == 0 else None)
        axes.set_title(panel.title)
        axes.legend(loc="upper left")
    return figure

"""The season of series, by the autocorrelation of what is left of them without their trend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from s2s.data.series import Floats

LEAST = 0.3
"""The autocorrelation at the lag of a season."""
TIMES, LASTS = 3, 0.85
"""Seasons after which that share of it is left: of what only swings, as a chaotic series does, less is."""
ROUNDING = 1e-9
"""Share of the largest value below which what differs from a straight line is an error of rounding."""
NEAR = 0.8
"""Share of the highest autocorrelation that makes a shorter season the season: a day, where a week is a little better."""


def season_of(series: Sequence[Floats], longest: int) -> int:
    """The steps of the season that `series`, each (N,), have in common, at most `longest`; 1 for none."""
    longest = min(longest, max((len(one) // (TIMES + 1) for one in series), default=0))
    most = TIMES * (longest + 1)
    usable = [one for one in series if len(one) > most and numpy.nanstd(one) > 0] if longest > 1 else []
    if not usable:
        return 1
    mean = numpy.mean([autocorrelation(one, most) for one in usable], axis=0)
    peaks = [lag for lag in range(2, longest + 1) if mean[lag] == mean[lag - 1 : lag + 2].max() and mean[lag] >= LEAST]
    highest = max((mean[lag] for lag in peaks), default=0.0)
    season = next((lag for lag in peaks if mean[lag] >= NEAR * highest), 1)
    return season if season > 1 and lasts(mean, season) else 1


def lasts(correlation: Floats, lag: int) -> bool:
    """Whether the correlation at multiples of a lag, which need not be a whole number, is about that at the lag."""
    multiples = range(2, TIMES + 1)
    return all(
        correlation[times * lag - times + 1 : times * lag + times].max() >= LASTS * correlation[lag]
        for times in multiples
    )


def autocorrelation(values: Floats, most: int) -> Floats:
    """Of (N,) without a straight trend, at the lags 0 to `most`, (most + 1,); each is divided by its number of pairs."""
    steps, known = numpy.arange(len(values)), ~numpy.isnan(values)
    slope, constant = numpy.polyfit(steps[known], values[known], 1)
    rest = numpy.where(known, values - slope * steps - constant, 0.0)
    if numpy.abs(rest).max() <= ROUNDING * numpy.abs(values[known]).max():
        return numpy.zeros(most + 1)  # a straight line: what is left are errors of rounding
    size = 2 ** int(numpy.ceil(numpy.log2(len(rest) + most + 1)))
    power = numpy.abs(numpy.fft.rfft(rest, size)) ** 2
    sums = numpy.fft.irfft(power, size)[: most + 1]
    pairs = numpy.fft.irfft(numpy.abs(numpy.fft.rfft(known.astype(float), size)) ** 2, size)[: most + 1]
    means = sums / numpy.maximum(pairs, 1.0)
    return means / means[0] if means[0] > 0 else numpy.zeros(most + 1)

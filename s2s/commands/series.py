"""``s2s predict`` for series: a file is read as training reads it, and every series goes on from its end."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy

from s2s.commands.figures import plotting
from s2s.config.corpora import Shape
from s2s.config.formats import FORMATS, has_suffix
from s2s.config.schema import RunConfig
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.formats.headers import is_number
from s2s.data.corpora.series import fill_of, sizes
from s2s.data.corpora.tabular.grid import following
from s2s.data.corpora.tabular.layout import read_series
from s2s.data.corpora.tabular.series_file import SeriesFile
from s2s.data.corpora.tabular.times import written
from s2s.data.series import Floats, Series, Window, series_named
from s2s.data.text.lines import open_binary, read_lines
from s2s.errors import SettingError, UserError
from s2s.files import write
from s2s.inference.predictor import Prediction, Predictor
from s2s.runtime.process import log

STEP = "step"
"""The column that counts the steps of a series without times."""
KINDS = ("png", "svg")
"""Of figures."""
SHOWN = 3
"""Windows of history in a figure."""
PANELS = 12
"""The most series in a figure."""


class Forecast(NamedTuple):
    """What follows a series."""

    series: Series
    steps: list[str]
    """Times, as the file writes them, or numbers of steps."""
    point: Floats
    """(horizon, T)"""
    quantiles: Mapping[float, Floats]
    """Level → (horizon, T)."""


def goes_on(options: argparse.Namespace, config: RunConfig, predictor: Any) -> bool:
    """Whether the input is a file of series: not stdin, and not of windows, one a line, as runs of earlier versions read it."""
    if config.data.held is None or options.input is None:
        return False
    size = sizes(config.data)[0]
    if options.input.removesuffix(".gz").endswith((".npy", ".parquet")):
        return True
    with open_binary(options.input) as stream:
        line = next((line for line in read_lines(stream, options.input, "replace") if line.strip()), "")
    cells = line.replace(",", " ").split()
    return size < 2 or len(cells) != size * predictor.source.size or not all(map(is_number, cells))


def check_options(options: argparse.Namespace, series: bool) -> None:
    """Raise `SettingError` for options that have no effect on what is read."""
    if not series:
        for name in ("quantiles", "plot"):
            if getattr(options, name) is not None:
                value = getattr(options, name)
                shown = " ".join(f"{one:g}" for one in value) if isinstance(value, list) else value
                raise SettingError(name, shown, "is for a file of series, of a run with data.held; leave it out")
        return
    if options.plot is not None and Path(options.plot).suffix.removeprefix(".") not in KINDS:
        raise SettingError("plot", options.plot, "draws .png or .svg; give such a name")


def write_forecasts(options: argparse.Namespace, config: RunConfig, predictor: Predictor, sink: BinaryIO) -> None:
    """Forecast what follows every series of the file, and write it when all is there. Raises `UserError`."""
    plot = plotting("leave --plot out") if options.plot is not None else None
    levels = checked_levels(options, predictor)
    file = read_file(options, config)
    windows = [last_window(one, file, config) for one in file.series]
    forecasts = [
        of_prediction(file, window, prediction)
        for window, prediction in zip(windows, predictor.stream(windows), strict=True)
    ]
    lines = as_json(file, forecasts, levels) if options.output_type == "json" else as_csv(file, forecasts, levels)
    if plot is not None:
        draw(plot, Path(options.plot), forecasts, levels, sizes(config.data)[0])
    for line in lines:
        sink.write(line.encode())
    sink.flush()


def checked_levels(options: argparse.Namespace, predictor: Predictor) -> list[float]:
    """The quantiles that are asked for. Raises `SettingError` for one that the run does not forecast."""
    known: Sequence[float] = getattr(predictor.target, "quantiles", ())
    for level in options.quantiles or ():
        if level not in known:
            choice = f"choose from {' '.join(f'{one:g}' for one in known)}, or train" if known else "train a run"
            remedy = f"the run does not forecast it; {choice} with model.forecast.quantiles=[…]"
            raise SettingError("quantiles", f"{level:g}", remedy)
    return list(options.quantiles or ())


def read_file(options: argparse.Namespace, config: RunConfig) -> SeriesFile:
    """The series in the input, read by the options that the run has kept; what is decided about it is said."""
    path, data = options.input, config.data
    known = any(has_suffix(path, FORMATS.facts(name)) for name in FORMATS.names)
    # A run without times has settled no calendar, or learned from a series that is made: it reads none of a file with times.
    data = replace(data, format=None if known else data.format, calendar=data.calendar or [])
    sheet = open_format("--input", path, data, (Shape.series,)).sheet()
    file = read_series(sheet, data, sizes(data)[1])
    for note in file.notes:
        log(f"s2s: {note}")
    return file


def last_window(series: Series, file: SeriesFile, config: RunConfig) -> Window:
    """The window at the end of a series. Raises `UserError` where it is shorter, empty, or lacks what is known ahead."""
    size, horizon = sizes(config.data)
    what = series_named(series.name)
    if len(series) < size:
        raise UserError(f"{file.name}: {what} has {len(series)} steps, but data.window={size}; give at least so many")
    window = Window(series, len(series), size, horizon, fill_of(config.data))
    empty = numpy.flatnonzero(~window.present[:, : series.values.shape[1]].any(axis=0))
    if len(empty):
        of = f" of {series.targets[empty[0]]}" if series.values.shape[1] > 1 else ""
        raise UserError(
            f"{file.name}: the last {size} steps of {what} have no value{of}; give a series that ends in values"
        )
    missing = numpy.isnan(window.known[size:])
    if missing.any():
        row, column = numpy.argwhere(missing)[0].tolist()
        raise UserError(
            f"{file.name}: {series.future_names[column]} is known for {row} of the {horizon} steps after {what}, and"
            " data.known says that it is known ahead; add rows with it and without what is forecast"
        )
    return window


def of_prediction(file: SeriesFile, window: Window, prediction: Prediction) -> Forecast:
    """A prediction with its times; of one at every step of the window the last counts."""
    series, horizon = window.series, window.horizon
    point = numpy.asarray(prediction.values)[-1].reshape(horizon, -1).astype(numpy.float64)
    quantiles = {
        level: numpy.reshape(row, (horizon, -1)).astype(numpy.float64)
        for level, row in getattr(prediction, "quantiles", {}).items()
    }
    if series.times is not None and series.frequency is not None:
        steps = written(following(series.times[-1], series.frequency, horizon), file.form)
    else:
        steps = [str(len(series) + number) for number in range(1, horizon + 1)]
    return Forecast(series, steps, point, quantiles)


def as_csv(file: SeriesFile, forecasts: Sequence[Forecast], levels: Sequence[float]) -> Iterator[str]:
    """A line of names, then one for each step: of which series, when, and each target with the quantiles asked for.

    Separator and decimal sign are those of the file.
    """
    targets = forecasts[0].series.targets
    header = [file.column] * bool(file.column) + [file.time or STEP]
    for target in targets:
        header += [target, *(f"{target}_{level:g}" for level in levels)]
    yield row_of(header, file.separator)
    for one in forecasts:
        for number, step in enumerate(one.steps):
            cells = [one.series.name] * bool(file.column) + [step]
            for column in range(len(targets)):
                parts = (one.point, *(one.quantiles[at] for at in levels))
                cells += [in_full(part[number, column]).replace(".", file.decimal) for part in parts]
            yield row_of(cells, file.separator)


def as_json(file: SeriesFile, forecasts: Sequence[Forecast], levels: Sequence[float]) -> Iterator[str]:
    """A line for each series."""
    for one in forecasts:
        record: dict[str, Any] = {file.column: one.series.name} if file.column else {}
        record[file.time or STEP] = one.steps
        for column, target in enumerate(one.series.targets):
            record[target] = rounded(one.point[:, column])
            for level in levels:
                record[f"{target}_{level:g}"] = rounded(one.quantiles[level][:, column])
        yield json.dumps(record, ensure_ascii=False) + "\n"


def row_of(cells: Sequence[str], separator: str) -> str:
    """A line of CSV."""
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="\n").writerow(cells)
    return line.getvalue()


def in_full(number: float) -> str:
    """A number of fp32 without an exponent, in as many digits as tell it from others."""
    return str(numpy.format_float_positional(numpy.float32(number), trim="-"))


def rounded(numbers: Floats) -> list[float]:
    """Numbers as `in_full` writes them."""
    return [float(in_full(number)) for number in numbers]


def draw(plot: Any, path: Path, forecasts: Sequence[Forecast], levels: Sequence[float], window: int) -> None:
    """Write a figure of series, forecasts and bands, between the quantiles asked for or else all that there are."""
    from s2s.inspect.forecast_figure import Panel
    from s2s.inspect.forecast_figure import forecasts as figure

    shown = [forecasts[row] for row in spread(len(forecasts))]
    if len(shown) < len(forecasts):
        log(f"s2s: --plot {path}: shows {len(shown)} of {len(forecasts):,} series")
    panels = []
    for one in shown:
        begin, series = max(0, len(one.series) - SHOWN * window), one.series
        edges = sorted(levels) if len(levels) > 1 else sorted(one.quantiles)
        pairs = [(low, high) for low, high in zip(edges, reversed(edges), strict=True) if low < high]
        bands = [(f"{low:g} to {high:g}", one.quantiles[low], one.quantiles[high]) for low, high in pairs]
        past: Any
        ahead: Any
        if series.times is not None and series.frequency is not None:
            past, ahead = series.times[begin:], following(series.times[-1], series.frequency, len(one.steps))
        else:
            past, ahead = numpy.arange(begin + 1, len(series) + 1), len(series) + 1 + numpy.arange(len(one.steps))
        name = series.name or (series.targets[0] if len(series.targets) == 1 else "")
        panels.append(Panel(name, series.targets, past, series.values[begin:], ahead, one.point, bands))
    texts = [text for panel in panels for text in (panel.title, *panel.targets)]
    write(path, plot.render(figure, panels, path.suffix.removeprefix("."), texts))


def spread(count: int) -> list[int]:
    """The numbers of at most `PANELS` of so many series, spread evenly."""
    rows: list[int] = numpy.unique(numpy.linspace(0, count - 1, min(PANELS, count), dtype=numpy.int64)).tolist()
    return rows

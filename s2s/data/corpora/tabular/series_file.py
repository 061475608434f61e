"""What is read of a file of series, and each series before its steps are regular."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from s2s.config.schema import DataConfig
from s2s.data.corpora.tabular.running import Numbers
from s2s.data.corpora.tabular.times import Times
from s2s.data.series import Floats, Series

VALUE = "value"
"""What the target is called where each column, or each row, is a series."""


@dataclass
class SeriesFile:
    """The series of a file, and how it was read."""

    name: str
    series: list[Series] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was decided and filled, in words."""
    settled: dict[str, Any] = field(default_factory=dict)
    """Options by dotted names, with what the content has decided, so that another file is read likewise."""
    time: str = ""
    """What the column of times is called; empty where there is none."""
    form: str = ""
    """How times are written, for `s2s.data.corpora.tabular.times.written`."""
    column: str = ""
    """What the column of the series' names is called, in a file of several."""
    separator: str = ","
    """What stands between the cells of text; a comma of a file that has none."""
    decimal: str = "."
    """The decimal sign of text."""
    names: dict[str, Any] = field(default_factory=lambda: {"targets": (VALUE,)})
    """The names of the columns, as fields of `Series`."""


@dataclass
class Draft:
    """One series as its rows are, before its steps are regular."""

    name: str
    values: Floats
    past: Floats
    future: Floats
    times: Times | None
    numbers: Numbers | None = None
    """Whole numbers that count its steps, in a file without times."""


def counted(count: int, one: str, several: str) -> str:
    """A number and what there are so many of."""
    return f"{count:,} {one if count == 1 else several}"


def like(data: DataConfig, settled: Mapping[str, Any]) -> DataConfig:
    """The options with what the content of another file has decided."""
    return replace(data, **{option.removeprefix("data."): value for option, value in settled.items()})

"""Corpora that are made or read as a whole: images, tunes, vectors beside labels, windows of a series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from s2s.config.schema import CorpusKind, DataConfig, Task
from s2s.data.corpora.digits import digits
from s2s.data.corpora.pairs import identify
from s2s.data.corpora.series import Series, cut, read_series, read_vectors, signal, windows
from s2s.data.corpora.tunes import tunes
from s2s.data.text.lines import read_file
from s2s.errors import UserError

Split = tuple[Sequence[Any], Sequence[Any]]
WINDOW, HORIZON = 50, 10
TUNES, TUNES_HELD_OUT = 10_000, 500
SIGNAL = 5_000


def made(config: DataConfig, seed: int, task: Task, each: bool) -> dict[str, Split]:
    """The splits of what is neither pairs of texts nor too large for memory: sources and targets of each.

    `each`: a forecast at each step of the window.
    """
    if config.corpus is CorpusKind.digits:
        return dict(digits(described=task is Task.generate, seed=seed))
    if config.corpus is CorpusKind.tunes:
        return dict(tunes(config.size or TUNES, TUNES_HELD_OUT, seed))
    paths = {"train": config.train, "validation": config.validation, "test": config.test}
    given = {split: path for split, path in paths.items() if path is not None}
    if task is Task.forecast:
        found = series_of(config, given, seed)
        size, ahead = config.window or WINDOW, config.horizon or HORIZON
        for split, series in found.items():
            if len(series) < size + ahead:
                needed = f"data.window={size} and data.horizon={ahead} need {size + ahead}"
                raise UserError(f"data.{split}: the series has {len(series)} steps there, but {needed}")
        return {split: windows(series, size, ahead, each) for split, series in found.items()}
    return {split: beside(f"data.{split}", path) for split, path in given.items()}


def series_of(config: DataConfig, given: dict[str, str], seed: int) -> dict[str, Series]:
    """A series for each split; a training series alone is cut in three."""
    if config.corpus is CorpusKind.signal:
        return cut(signal(config.size or SIGNAL, seed))
    found = {split: read_series(f"data.{split}", path) for split, path in given.items()}
    if len(found) > 1 and "validation" not in found:
        raise UserError(
            "data.validation=null: give a series for it too, or data.train alone, which is then cut in three"
        )
    return found if len(found) > 1 else cut(found["train"])


def beside(option: str, path: str) -> Split:
    """The rows of PREFIX.npy, and the lines of PREFIX.txt."""
    vectors, text = read_vectors(option, path), path.removesuffix(".npy") + ".txt"
    identify(text, f"{option}: {text}: no such file; it has to hold a label for each row of {path}")
    lines = read_file(text)
    if len(lines) != len(vectors):
        raise UserError(f"{option}: {path} has {len(vectors):,} rows but {text} has {len(lines):,} lines")
    return list(vectors), lines


def is_made(config: DataConfig, task: Task) -> bool:
    """Whether `made` is what knows this corpus."""
    own = (CorpusKind.digits, CorpusKind.tunes, CorpusKind.signal)
    return config.corpus in own or task is Task.forecast or (config.train or "").endswith(".npy")

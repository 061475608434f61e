"""What an evaluation takes and gives: during training, at its end, by ``s2s evaluate`` and from Python."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from s2s.config.schema import Encoding, RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.files import Codecs
from s2s.data.corpora.texts import COLUMNS, Reading, in_step, read_texts
from s2s.errors import UserError
from s2s.inference.arguments import texts_of
from s2s.metrics.references import reference_of
from s2s.metrics.scores import Score


class Examples(NamedTuple):
    """Examples as the corpus of a run holds them."""

    sources: Sequence[Any] | None
    """None where only what is right is known, which some metrics can do without."""
    targets: Sequence[Any]
    """What is right for each; a `s2s.metrics.references.Alternatives` where that is one of several texts."""
    numbers: Sequence[int] | None = None
    """Of the lines that they come from, from 1; None for all lines, in order."""
    directions: Sequence[int] | None = None
    """The number of the direction of each, in a run of several; None where all have the one that the run faces."""

    def select(self, rows: Sequence[int]) -> Examples:
        """Those in `rows`, which keep the numbers of their lines."""
        sources, targets, numbers, directions = (None if part is None else [part[row] for row in rows] for part in self)
        return Examples(sources, targets or [], numbers or [row + 1 for row in rows], directions)


class Line(NamedTuple):
    """One example, and what became of it."""

    number: int
    """Of its line, from 1."""
    source: Any
    """None where it is not known."""
    references: tuple[Any, ...]
    outputs: tuple[str, ...]
    """The n best, of which the first is judged, by all but top-n scores."""
    scores: dict[str, float]
    """By the names of the metrics; infinite or nan where a line by itself has none."""


class Lines(NamedTuple):
    """Sources or references that a user gives, one a line of a file or of a list."""

    name: str
    """What messages about one of them call the whole: the path of a file, or the keyword of a call."""
    option: str
    """What messages call the option, with its value."""
    values: Sequence[Any]

    @classmethod
    def of(
        cls,
        keyword: str,
        given: object,
        numbers: bool = False,
        reading: Reading | None = None,
        several: bool = False,
    ) -> Lines | None:
        """The lines of the file that `given` names, or the strings of a list; None for None, and `Lines` as they are.

        With `numbers` a list may hold vectors, with `several` lists of strings, the references of a line. `keyword` is
        ``source``, ``reference`` or ``baseline``; `reading` says how a file is read. Raises `UserError`.
        """
        if given is None or isinstance(given, Lines):
            return given
        if isinstance(given, str | os.PathLike):
            reading, side = reading or Reading(), int(keyword != "source")
            texts = read_texts(f"--{keyword}", os.fspath(given), reading, side, plain=keyword == "baseline")
            return cls(str(given), f"--{keyword} {given}", texts)
        if several and isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping):
            values = list(given)
            if any(isinstance(value, list | tuple) and value for value in values):
                some_texts = [list(value) if isinstance(value, list | tuple) else [value] for value in values]
                checked = [texts_of(some, keyword=f"{keyword}[{row}]")[0] for row, some in enumerate(some_texts)]
                return cls(keyword, keyword, [reference_of(some or [""]) for some in checked])
            given = values
        return cls(keyword, keyword, texts_of(given, numbers, keyword)[0])

    @classmethod
    def of_files(cls, keyword: str, paths: Sequence[str] | None, reading: Reading) -> Lines | None:
        """The lines of several files, of which each line is one of the references of its number.

        A blank line is no reference where another file has one. Raises `UserError` for files of different lengths.
        """
        files = [lines for path in paths or () if (lines := cls.of(keyword, path, False, reading)) is not None]
        if paths is None or len(files) < 2:
            return files[0] if files else None
        option = f"--{keyword} {' '.join(paths)}"
        for lines in files:
            if len(lines.values) != len(files[0].values):
                counts = f"{paths[0]} has {len(files[0].values):,} lines, but {lines.name} has {len(lines.values):,}"
                raise UserError(f"{option}: {counts}; give the same number of lines")
        values = [reference_of(texts) for texts in zip(*(lines.values for lines in files), strict=True)]
        return cls(" and ".join(paths), option, values)


def reading_of(config: RunConfig, columns: Sequence[str | int] | None = None) -> Reading:
    """How texts that are given to a run are read; `columns` are those that the user names. Raises `UserError`."""
    output = rules_of(config.task).output
    tagged = config.data if output == "tags" else None
    of_words = tagged is not None or config.model.encoding is Encoding.features
    words = of_words, output in ("tags", "numbers")
    names = None if columns is None else tuple(map(str, columns))
    if names is None:
        words = of_words or config.data.features > 0, words[1]  # a line is a text, a tab and its features
        return Reading(None, config.data.source, config.data.target, words, COLUMNS, tagged)
    if of_words and tagged is None:
        raise UserError(f"--columns {' '.join(names)}: has no effect with task={config.task}; leave it out")
    wanted = 2 + config.data.features
    if isinstance(columns, str) or len(names) != wanted or len({*names}) < wanted:
        more = f", and {wanted - 2} of the features of the sources" if wanted > 2 else ""
        number = "two" if wanted == 2 else str(wanted)
        raise UserError(
            f"--columns {' '.join(names)}: name {number} different columns, of the sources and of the references{more}"
        )
    return Reading(names, config.data.source, config.data.target, words, COLUMNS, tagged)


def both(source: Lines | None, reference: Lines | None) -> tuple[Lines, Lines]:
    """Sources and references, as many of each. Raises `UserError` where one is missing or they differ."""
    if source is None or reference is None:
        given, missing = (reference, "source") if source is None else (source, "reference")
        raise UserError(f"{given and given.option}: needs --{missing} FILE beside it (in Python, {missing}=)")
    in_step(source.name, source.values, reference.name, reference.values)
    return source, reference


def paired(
    source: Lines, reference: Lines, whole: Callable[[Any, Any], bool], fit: Callable[[Any, Any], Any]
) -> Examples:
    """The sources and references that are a `whole` example, each reference as `fit` has it. Raises `UserError`."""
    kept = []
    for number, (line, target) in enumerate(zip(source.values, reference.values, strict=True), start=1):
        if whole(line, target):
            try:
                kept.append((line, fit(line, target), number))
            except UserError as error:
                raise UserError(f"{reference.name}: line {number:,}: {error}") from None
    if not kept:
        raise UserError(f"{reference.option}: no line has something on both sides; give lines with text")
    sources, targets, numbers = (list(column) for column in zip(*kept, strict=True))
    return Examples(sources, targets, numbers)


class Evaluated(Protocol):
    """A model that is evaluated, whoever runs it."""

    @property
    def config(self) -> RunConfig:
        """Of the run."""

    @property
    def codecs(self) -> Codecs:
        """Of the run."""

    def write(self, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """What it makes of each source, as a line; `settings` are those of a search, for a model that writes text.

        With the setting ``nbest=N`` N lines for each, best first.
        """

    def loss(self, examples: Examples) -> tuple[float, float]:
        """The negative log-likelihood (nats) of all targets, summed, and of how many positions; of numbers squared errors."""


@dataclass(frozen=True)
class Evaluation:
    """What was measured."""

    examples: int
    nats: float = 0.0
    """The negative log-likelihood of all targets, without smoothing; of numbers the squared errors, as the network has them."""
    positions: float = 0.0
    """How many positions that is the sum of; none where the loss was not asked for."""
    scores: Mapping[str, Score] = field(default_factory=dict)
    """By the names of the metrics."""
    paired: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By the names of the metrics: a paired test against a baseline, with the scores of both and p."""
    figures: Mapping[str, float] = field(default_factory=dict)
    """What is no score of a metric, such as perplexities, by what it is called."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """Of translations that fail in some way."""
    confusion: tuple[list[str], list[list[int]]] | None = None
    """The labels, and how often the row's is right where the column's was predicted."""
    types: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Of labels, or of spans by their kind: how many there are, and precision, recall and F1 in percent."""
    steps: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """Of forecasts: by the names of the metrics, the score of each step ahead; nan where a step has none."""
    series: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Of forecasts of several series: by their names, the scores of each by the names of the metrics."""
    predicted: Sequence[str] = field(default=(), repr=False)
    """What the model made of each source, where that was asked."""
    lines: Sequence[Line] = field(default=(), repr=False)
    """Each example with its scores, where that was asked."""
    directions: Mapping[str, Evaluation] = field(default_factory=dict)
    """What was measured of each direction of a run of several, by how it is typed; the scores of all are then the means."""

    @property
    def worst_first(self) -> list[Line]:
        """The `lines` from the worst score by the first metric to the best; equal ones stay in order."""
        name, first = next(iter(self.scores.items()))
        return sorted(self.lines, key=lambda line: from_the_worst(line.scores[name], first.higher_is_better))

    @property
    def loss(self) -> float:
        """Of a position."""
        return self.nats / self.positions


def from_the_worst(score: float, higher_is_better: bool) -> tuple[bool, float]:
    """What sorts scores from the worst to the best, and those that are nan after them."""
    return math.isnan(score), 0.0 if math.isnan(score) else score if higher_is_better else -score

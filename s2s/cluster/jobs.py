"""What workers do with rows: columns in, columns out. A job is a value that travels to every worker beside the translator."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

import pyarrow

from s2s.cluster.rows import TEXT, RowError
from s2s.data.text.lines import whole
from s2s.decode.backend import WITHOUT_EFFECT, Settings
from s2s.errors import named
from s2s.inference.demands import Demands
from s2s.inference.scorer import Corpus, score_lines
from s2s.inference.tally import Tally, as_one_line
from s2s.inference.terms import Entry
from s2s.inference.translator import Translator


class Job(Protocol):
    """What is done with rows, and how that is written."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns that it needs."""

    def fields(self) -> list[tuple[str, pyarrow.DataType]]:
        """The columns that it adds."""

    def made_with(self) -> dict[str, Any]:
        """What decides the values that it adds, but for the model; JSON holds it."""

    def columns(
        self, translator: Translator, given: Mapping[str, Sequence[Any]], numbers: Iterable[int]
    ) -> tuple[dict[str, list[Any]], dict[str, Any]]:
        """The added columns for the `given` ones, whose rows have `numbers`; and what is to be said of them, in JSON.

        Raises `UserError` for values that are no text, with the number of their row among these.
        """

    def lines(self, added: Mapping[str, Sequence[Any]]) -> Iterator[str]:
        """The added columns as the lines that the plain command writes."""

    def report(self, notes: Iterable[Mapping[str, Any]], kind: str) -> list[str]:
        """What is to be said of all rows, by what `columns` has noted, where they are written as `kind`."""


@dataclass(frozen=True)
class Translating:
    """A column of texts gets its translations, their log-probabilities and their flags."""

    column: str
    output: str
    """What the translations are called; the other columns begin so."""
    settings: Settings
    several: bool = False
    """Whether each value is a list of the n best."""
    split: bool | None = None
    glossary: tuple[Entry, ...] = ()
    keep: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """The texts."""
        return (self.column,)

    def fields(self) -> list[tuple[str, pyarrow.DataType]]:
        """The columns that are added."""
        kinds = {"": pyarrow.string(), "_log_prob": pyarrow.float64(), "_flags": pyarrow.list_(pyarrow.string())}
        return [(self.output + end, pyarrow.list_(kind) if self.several else kind) for end, kind in kinds.items()]

    def made_with(self) -> dict[str, Any]:
        """The settings that matter, and what translations must hold."""
        settings = {name: value for name, value in asdict(self.settings).items() if name not in WITHOUT_EFFECT}
        terms = {"glossary": [list(entry[:4]) for entry in self.glossary], "keep": list(self.keep)}
        return {"column": self.column, "output": self.output, **settings, "split": self.split, **terms}

    def columns(
        self, translator: Translator, given: Mapping[str, Sequence[Any]], numbers: Iterable[int]
    ) -> tuple[dict[str, list[Any]], dict[str, Any]]:
        """The translations of the texts; of what is missing they are missing too."""
        texts = texts_of(given[self.column], self.column)
        demands = compiled(translator, self.settings, self.glossary, self.keep)
        tally, values = Tally(), list[list[Any]]()
        asked = ["" if text is None else text for text in texts]
        every = translator.stream(asked, self.settings, first=numbers, split=self.split, demands=demands)
        for text, translations in zip(texts, every, strict=True):
            tally.note(translations[0], "text")
            if text is None:
                values.append([None, None, None])
                continue
            chosen = [[one.text, one.log_prob, list(one.flags)] for one in translations]
            values.append([list(column) for column in zip(*chosen, strict=True)] if self.several else chosen[0])
        names = [name for name, _ in self.fields()]
        added = {name: [row[index] for row in values] for index, name in enumerate(names)}
        return added, asdict(replace(tally, flagged=dict(tally.flagged)))  # type: ignore[arg-type]  # for JSON

    def lines(self, added: Mapping[str, Sequence[Any]]) -> Iterator[str]:
        """A line for each translation; of n best always n."""
        for value in added[self.output]:
            texts = [""] if value is None else value if self.several else [value]
            for number in range(self.settings.nbest if self.several else 1):
                yield as_one_line(texts[min(number, len(texts) - 1)])

    def report(self, notes: Iterable[Mapping[str, Any]], kind: str) -> list[str]:
        """How many translations look wrong."""
        tally = Tally()
        for note in notes:
            tally.add(Tally(**{**note, "flagged": Counter(note["flagged"])}))
        if kind != TEXT:  # line breaks stay as they are
            tally.broken = 0
        return tally.remarks("text" if kind == TEXT else "json", "--format jsonl")


@dataclass(frozen=True)
class Scoring:
    """Two columns, of sources and of targets, get log P(target | source); a language model needs no sources."""

    source: str | None
    target: str
    output: str
    batch_tokens: int = 2000

    @property
    def reads(self) -> tuple[str, ...]:
        """Sources, where there are any, and targets."""
        return (self.target,) if self.source is None else (self.source, self.target)

    def fields(self) -> list[tuple[str, pyarrow.DataType]]:
        """One number for a row."""
        return [(self.output, pyarrow.float64())]

    def made_with(self) -> dict[str, Any]:
        """The columns."""
        return {"source": self.source, "target": self.target, "output": self.output}

    def columns(
        self, translator: Translator, given: Mapping[str, Sequence[Any]], numbers: Iterable[int]
    ) -> tuple[dict[str, list[Any]], dict[str, Any]]:
        """log P, natural logarithm; missing where a text is missing."""
        texts = [texts_of(given[name], name) for name in self.reads]
        there = [row for row, every in enumerate(zip(*texts, strict=True)) if None not in every]
        sources = None if self.source is None else [texts[0][row] for row in there]
        targets = [texts[-1][row] for row in there]
        corpus, values = Corpus(), list[float | None]([None] * len(texts[-1]))
        scored = score_lines(translator, sources, targets, False, self.batch_tokens)
        for row, one in zip(there, scored, strict=True):
            corpus.add(one)
            values[row] = one.log_prob
        return {self.output: values}, asdict(replace(corpus, counts=dict(corpus.counts)))  # type: ignore[arg-type]

    def lines(self, added: Mapping[str, Sequence[Any]]) -> Iterator[str]:
        """A number a line, as `s2s score` writes it."""
        for value in added[self.output]:
            yield f"{math.nan if value is None else value:.6f}"

    def report(self, notes: Iterable[Mapping[str, Any]], kind: str) -> list[str]:
        """The perplexity of all pairs."""
        corpus = Corpus()
        for note in notes:
            corpus.merge(Corpus(**{**note, "counts": Counter(note["counts"])}))
        return corpus.report()


def texts_of(values: Sequence[Any], column: str) -> list[str | None]:
    """The texts of a column; None for what is missing. Raises `UserError` for anything else."""
    texts = list[str | None]()
    for row, value in enumerate(values):
        if value is not None and not isinstance(value, str):
            raise RowError(row, f"{column} is {named(value)}; give a column of text")
        texts.append(None if value is None else whole(value))
    return texts


@lru_cache(4)
def compiled(
    translator: Translator, settings: Settings, glossary: tuple[Entry, ...], keep: tuple[str, ...]
) -> Demands | None:
    """What the translator takes for terms and what is kept. Raises `UserError`."""
    return translator.demands(settings, glossary or None, keep or None)

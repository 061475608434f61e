"""The sentences in flight: tables of arrays, a row for each sentence, from which rows leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy

from s2s.decode.backend import Bools, Doubles, Floats, Hypothesis, Ints, Settings, Step
from s2s.decode.constraints import Constraints
from s2s.errors import SettingError


class Sentence(NamedTuple):
    """What the loop knows of a source."""

    number: int
    """Its place in the input."""
    length: int
    """S, its ids, eos included."""
    limit: int
    """The most tokens it may become."""
    constraints: Constraints | None = None
    """What its hypotheses must hold."""


Result = tuple[Sentence, list[Hypothesis]]


@dataclass
class Rows:
    """B sentences in flight, K hypotheses for each; a subclass adds arrays, all with B first. T is the largest limit."""

    sentences: list[Sentence]
    lengths: Ints
    """(B,) source lengths."""
    last: Ints
    """(B,) the last position that each may write: limit - 1."""
    position: Ints
    """(B,) the position that is written next."""
    log_probs: Doubles
    """(B, K) sums over what is written."""
    written: Ints
    """(B, T, K) tokens."""
    coverage: Doubles | None
    """(B, K, S) attention summed over what is written; None without a coverage penalty."""
    attention: Floats | None
    """(B, T, K, S) attention of each step; None when nobody wants to see it."""
    totals: Doubles | None
    """(B, T, K) `log_probs` after each step; None when nobody wants to see what a token adds."""


class Search(Protocol):
    """A way to choose tokens for sentences: a class that is made of the sentences of a batch and the `Settings`.

    It knows nothing of the model, and so works over every backend. `s2s.config.searches` knows them by name; one of the
    user's own may derive from `s2s.decode.greedy.GreedySearch`, whose `pick` chooses the next tokens. One that must know the
    log-probabilities of certain tokens has an attribute ``wanted``, (B, K, W) of their ids, and finds them in `Step.wanted`.
    """

    candidates: int
    """C, how many next tokens it must see for each row."""
    tokens: Ints
    """(B, K) what to feed next."""
    parents: Ints | None
    """(B, K) the beams of the state that they go on from; None when these are in place already."""

    @property
    def live(self) -> Bools:
        """(B,) which sentences are not finished."""

    def advance(self, step: Step) -> list[Result]:
        """Take one step; the sentences that it finished."""

    def keep(self, rows: Ints) -> None:
        """Let only `rows` (B',) stay."""


def begin(sentences: Sequence[Sentence], beams: int, width: int, settings: Settings) -> dict[str, Any]:
    """The fields of `Rows` before the first step: `beams` columns are alive now, there will be `width`."""
    count = len(sentences)
    lengths = numpy.array([sentence.length for sentence in sentences], numpy.int64)
    last = numpy.array([sentence.limit - 1 for sentence in sentences], numpy.int64)
    steps, columns = int(last.max()) + 1, int(lengths.max())
    return {
        "sentences": list(sentences),
        "lengths": lengths,
        "last": last,
        "position": numpy.zeros(count, numpy.int64),
        "log_probs": numpy.zeros((count, beams)),
        "written": numpy.zeros((count, steps, width), numpy.int64),
        "coverage": numpy.zeros((count, beams, columns)) if settings.coverage_penalty else None,
        "attention": numpy.zeros((count, steps, width, columns), numpy.float32) if settings.attention else None,
        "totals": numpy.zeros((count, steps, width)) if settings.token_log_probs else None,
    }


def observe(rows: Rows, index: Ints, step: Step, settings: Settings) -> None:
    """Note the attention of a step, if anything wants it, before the step is taken. `index` is 0 … B - 1."""
    if step.attention is None:
        if rows.coverage is not None:
            remedy = "has no effect on a model without attention; set it to 0"
            raise SettingError("coverage_penalty", settings.coverage_penalty, remedy)
        rows.attention = None
        return
    if rows.coverage is not None:
        columns = min(step.attention.shape[2], rows.coverage.shape[2])
        rows.coverage[:, :, :columns] += step.attention[:, :, :columns]
    if rows.attention is not None:
        columns = min(step.attention.shape[2], rows.attention.shape[3])
        rows.attention[index, rows.position, :, :columns] = step.attention[:, :, :columns]


Table = TypeVar("Table", bound=Rows)


def keep(table: Table, chosen: Ints) -> Table:
    """Only the rows `chosen` (B',)."""
    changes: dict[str, Any] = {}
    for field in fields(table):
        value = getattr(table, field.name)
        if isinstance(value, list):
            value = [value[row] for row in chosen.tolist()]
        changes[field.name] = value if value is None or isinstance(value, list) else value[chosen]
    return replace(table, **changes)

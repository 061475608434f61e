"""What decoding asks of a model, whoever computes it; how the user wants to decode; and what comes out.

The loop (greedy, sampling, beam, scheduler) works in numpy and knows a model as two opaque values: the *memory* of B
sentences, which stays the same while they are decoded, and the *state*, which has K rows for each of them. What they
are made of is the backend's own affair. Everything else that crosses this border is a numpy array.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy
import numpy.typing

from s2s.config.searches import SEARCHES
from s2s.data.text.ids import BOS, PAD, UNK
from s2s.errors import SettingError, UserError

Floats = numpy.typing.NDArray[numpy.float32]
Doubles = numpy.typing.NDArray[numpy.float64]
Ints = numpy.typing.NDArray[numpy.int64]
Bools = numpy.typing.NDArray[numpy.bool_]
FORBIDDEN = (PAD, BOS, UNK)
"""pad, bos and unk are never written."""
ONE_BY_ONE = 128
"""Up to so many maxima are looked for one after another."""
FEW = 16
"""So many maxima of a row are found one after another faster than by a partition."""
LEAST = numpy.finfo(numpy.float32).min
"""What -inf is taken for while maxima are found one after another."""
LIMIT_HYPOTHESES = 10_000
"""Hypotheses of a sentence."""
LONGEST = 1_000_000
"""Tokens of a hypothesis."""
STRONGEST = 100
"""Of a penalty: any more decides nothing, and numbers overflow."""
WITHOUT_EFFECT = ("batch_tokens", "attention", "token_log_probs")
"""Fields of `Settings` that change nothing of what is written."""
GROUPS = 16
"""Tokens that share one maximum. One pass finds the maxima; only the best groups are looked into."""


class Step(NamedTuple):
    """One more position of B sentences with K beams each. C' = min(C, V - 3) for the C candidates asked for.

    V are the tokens that are looked at: the vocabulary, or what a shortlist leaves of it.
    """

    state: Any
    log_probs: Floats
    """(B, K, C'): of the C' best next tokens, best first, normalised over all that the sentence may become."""
    tokens: Ints
    """(B, K, C'): those tokens; never pad, bos or unk."""
    attention: Floats | None
    """(B, K, S): weights over the source, 0 on padding; None where there is no attention or it was not asked for."""
    wanted: Floats | None = None
    """(B, K, W): log-probabilities of the tokens that were named in the call, likely or not; None where none were."""


class Backend(Protocol):
    """A model that can encode and step. Memory rows are sentences, and the beams of one share its row.

    What a row gives must depend on that row alone: not on the rows beside it, nor on how far S is padded. No method may
    change what it was given.
    """

    vocabulary: int

    def encode(
        self, sources: Sequence[Sequence[Any]], demanded: Sequence[Collection[int]] | None = None
    ) -> tuple[Any, Any]:
        """B sources (of a translator ids, each ending in eos) → their memory and a state of one beam each (K = 1).

        `demanded` are tokens for each source that it must be able to become; None, which is the default, for none.
        """

    def step(
        self, memory: Any, state: Any, tokens: Ints, candidates: int, attention: bool, wanted: Ints | None = None
    ) -> Step:
        """Feed `tokens` (B, K) to a `state` of as many rows; bos comes first. A beam that is dead is fed pad.

        `wanted` (B, K, W) are tokens whose log-probabilities are asked for. Only a search with constraints names them.
        """

    def follow(self, memory: Any, state: Any, targets: Sequence[Sequence[int]]) -> Doubles:
        """log P (B, T) of each token of B `targets`, T in the longest, after bos and those before it; beyond an end nothing.

        `memory` and `state` are those of `encode`. -inf is what the sentence cannot become.
        """

    def select(self, memory: Any, state: Any, rows: Ints | None, beams: Ints) -> tuple[Any, Any]:
        """Keep the sentences `rows` (B',), None for all, and for each the beams `beams` (B', K') of the state.

        K' may differ from K: one beam becomes K by being named K times. With `rows` the memory may be cut to the
        longest source that is left.
        """

    def contents(self) -> Iterator[bytes]:
        """All that was loaded, to be told from other models by a digest."""


@dataclass(frozen=True)
class Settings:
    """How to decode: by which search, and how that goes; `temperature`, `top_k` and `top_p`, in this order, shape a sample."""

    beam: int = 5
    nbest: int = 1
    """Hypotheses for each sentence; when sampling, independent samples."""
    length_penalty: float = 1.0
    coverage_penalty: float = 0.0
    search: str | None = None
    """A name of `s2s.config.searches`, or ``package.module:Name``; by default greedy for a beam of 1, else beam."""
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 1
    batch_tokens: int = 2000
    """Source positions, padding included, that are decoded side by side."""
    attention: bool = False
    token_log_probs: bool = False
    max_length: int | None = None
    """The most tokens; None: as the lengths of the training pairs say (`s2s.data.text.facts.Facts.limit`)."""
    forced_length: int | None = None
    """Exactly so many tokens for each sentence, for benchmarks."""

    def __post_init__(self) -> None:
        for keyword, hypotheses in (("beam", self.beam), ("nbest", self.nbest)):
            whole(keyword, hypotheses, 1)
            refuse(keyword, hypotheses, hypotheses <= LIMIT_HYPOTHESES, f"use at most {LIMIT_HYPOTHESES}")
        refuse("search", self.search, SEARCHES.remedy(self.searching) is None, f"{SEARCHES.remedy(self.searching)}")
        facts = SEARCHES.facts(self.searching)
        most = getattr(self, facts.hypotheses) if facts.hypotheses else 1
        above = f"cannot be above the beam of {self.beam}; raise the beam or lower nbest"
        if self.search is not None and not facts.hypotheses:
            above = f"cannot be above the one hypothesis that the search {self.search} finds; use the search beam"
        refuse("nbest", self.nbest, self.nbest <= most, above)
        for keyword in ("length_penalty", "coverage_penalty", "temperature", "top_p"):
            number(keyword, getattr(self, keyword))
        for keyword in ("attention", "token_log_probs"):
            value = getattr(self, keyword)
            refuse(keyword, value, isinstance(value, bool | numpy.bool_), "use True or False")
        for keyword, penalty in (("length_penalty", self.length_penalty), ("coverage_penalty", self.coverage_penalty)):
            refuse(keyword, penalty, penalty >= 0, "use 0 or more")
            refuse(keyword, penalty, penalty <= STRONGEST, f"use at most {STRONGEST}")
        refuse("temperature", self.temperature, 0 < self.temperature < math.inf, "use a number above 0")
        whole("top_k", self.top_k, 0, " (0 for all tokens)")
        refuse("top_p", self.top_p, 0 < self.top_p <= 1, "use a number above 0 and at most 1")
        whole("seed", self.seed, 0)
        whole("batch_tokens", self.batch_tokens, 1, " source tokens")
        for keyword, length in (("max_length", self.max_length), ("forced_length", self.forced_length)):
            if length is not None:
                whole(keyword, length, 1)
                refuse(keyword, length, length <= LONGEST, f"use at most {LONGEST}")
        for keyword, value, idle in (
            ("temperature", self.temperature, 1.0), ("top_k", self.top_k, 0), ("top_p", self.top_p, 1.0)
        ):  # fmt: skip
            refuse(
                keyword,
                value,
                keyword in facts.reads or value == idle,
                "has no effect without sampling; add --sample (in Python, sample=True)",
            )

    @property
    def searching(self) -> str:
        """The name of the search, also where `search` leaves it to the size of the beam."""
        return self.search or ("greedy" if self.beam == 1 else "beam")

    @property
    def hypotheses(self) -> int:
        """Hypotheses that a sentence has side by side."""
        named = SEARCHES.facts(self.searching).hypotheses
        return int(getattr(self, named)) if named else 1

    @property
    def samples(self) -> bool:
        """Whether hypotheses are drawn, each independently of the others."""
        return SEARCHES.facts(self.searching).samples

    def check_given(self, given: Collection[str]) -> None:
        """Raise `SettingError` for a setting among those `given` by the user that the search does not read."""
        known = SEARCHES.facts(self.searching).reads
        if "seed" in given and "seed" not in known:
            raise SettingError(
                "seed", self.seed, "has no effect without sampling; add --sample (in Python, sample=True)"
            )
        if "beam" in given and "beam" not in known and (self.searching, self.beam) != ("greedy", 1):
            remedy = f"has no effect with the search {self.searching}; leave one of them out"
            raise SettingError("beam", self.beam, remedy)


@dataclass(frozen=True)
class Hypothesis:
    """One translation of one sentence."""

    tokens: tuple[int, ...]
    """Without eos."""
    score: float
    """What hypotheses are ranked by: `log_prob` with the length and coverage penalties."""
    log_prob: float
    """Sum over the tokens, and eos where the model wrote one."""
    attention: Floats | None = None
    """(T, S), a row for each of `tokens` and a column for each source id, eos included; or None."""
    token_log_probs: Doubles | None = None
    """(T,) log-probability of each of `tokens` after those before it; None unless `Settings.token_log_probs`."""
    ended: bool = True
    """Whether it is whole: the model wrote eos, or its length was forced; what is as long as it may be is cut off."""


def refuse(keyword: str, value: object, good: bool, remedy: str) -> None:
    """Raise `SettingError` for the setting `keyword`, with its value and the remedy, unless it is `good`."""
    if not good:
        raise SettingError(keyword, value, remedy)


def number(keyword: str, value: object) -> None:
    """Raise `SettingError` unless `value` is a number, Python's or numpy's."""
    refuse(
        keyword, value, isinstance(value, int | float | numpy.number) and not isinstance(value, bool), "use a number"
    )


def whole(keyword: str, value: object, least: int, unit: str = "") -> None:
    """Raise `SettingError` unless `value` is an integer, Python's or numpy's, of at least `least`."""
    good = isinstance(value, int | numpy.integer) and not isinstance(value, bool) and int(value) >= least
    refuse(keyword, value, good, f"use a whole number of {least} or more{unit}")


def refuse_nan(log_probs: Floats | Doubles) -> None:
    """Raise `UserError` where a model gives nan instead of log-probabilities (any shape)."""
    if numpy.isnan(log_probs).any():
        raise UserError(
            "the model gives nan instead of probabilities: its weights are damaged, or its training went wrong; copy"
            " the run folder again, or train with a lower optim.lr"
        )


def best(log_probs: Floats, candidates: int) -> tuple[Floats, Ints]:
    """The C' = min(candidates, V - 3) best tokens of `log_probs` (N, V), best first: log-probabilities and ids (N, C').

    pad, bos and unk are left out. `log_probs` is written over: a copy costs as much as the search. Of equal tokens that
    are found the one with the smaller id comes first; the id beside -inf means nothing.
    """
    log_probs[:, FORBIDDEN] = -numpy.inf
    count = min(candidates, log_probs.shape[1] - len(FORBIDDEN))
    if count == 1 or len(log_probs) * count <= ONE_BY_ONE:
        return one_by_one(log_probs, count)
    if 2 * count > log_probs.shape[1]:
        ids = numpy.argsort(-log_probs, axis=1, kind="stable")[:, :count]
    else:
        ids = unsorted(log_probs, count)
        order = numpy.lexsort((ids, -numpy.take_along_axis(log_probs, ids, axis=1)), axis=1)
        ids = numpy.take_along_axis(ids, order, axis=1)
    return numpy.take_along_axis(log_probs, ids, axis=1), ids


def one_by_one(values: Floats, count: int) -> tuple[Floats, Ints]:
    """The largest `values` (N, V), largest first, and their ids (N, count): fewer calls, for few rows."""
    rows, ids = numpy.arange(len(values)), numpy.empty((len(values), count), numpy.int64)
    largest = numpy.empty((len(values), count), values.dtype)
    for column in range(count):
        ids[:, column] = top = values.argmax(axis=1)
        largest[:, column] = values[rows, top]
        values[rows, top] = -numpy.inf
    return largest, ids


def unsorted(values: Floats, count: int) -> Ints:
    """Ids (N, count) of the largest `values` (N, V), in any order.

    The `count` largest values lie in the `count` groups with the largest maxima. A maximum over strided groups is one
    vectorised pass: some ten times as fast as a partition of the whole row.
    """
    rows, size = values.shape
    groups = size // GROUPS
    if count >= groups // 2:
        return chosen(values, count)
    inside = groups * GROUPS
    maxima = values[:, :inside].reshape(rows, GROUPS, groups).max(axis=1)
    leading = chosen(maxima, count) if count <= FEW else unsorted(maxima, count)
    members = leading[:, :, None] + numpy.arange(0, inside, groups)
    rest = numpy.broadcast_to(numpy.arange(inside, size), (rows, size - inside))
    ids = numpy.concatenate([members.reshape(rows, -1), rest], axis=1)
    candidates = values.take(ids + numpy.arange(0, values.size, size)[:, None])
    return numpy.take_along_axis(ids, chosen(candidates, count), axis=1)


def chosen(values: Floats, count: int) -> Ints:
    """Columns (N, count) of the largest `values` (N, V), in any order, without a pass over groups."""
    if count <= FEW:
        return one_by_one(numpy.maximum(values, LEAST), count)[1]  # -inf then marks what is taken, and nothing else
    return numpy.argpartition(values, values.shape[1] - count, axis=1)[:, values.shape[1] - count :]

"""What decoding asks of a model, whoever computes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy
import numpy.typing

from s2s.errors import UserError

Floats = numpy.typing.NDArray[numpy.float32]
Ints = numpy.typing.NDArray[numpy.int64]
EOS = 2
FORBIDDEN = (0, 1, 3)
"""pad, bos and unk are never written."""


class Step(NamedTuple):
    """One more position of B sentences with K beams each."""

    state: Any
    log_probs: Floats
    """(B, K, C): of the C best next tokens, best first, normalised over the whole vocabulary."""
    tokens: Ints
    """(B, K, C): those tokens."""
    attention: Floats | None
    """(B, K, S): weights over the source, or None where there is no attention or it was not asked for."""


class Backend(Protocol):
    """A model that can encode and step. Memory and state are its own; memory rows are sentences, shared by beams."""

    vocabulary: int

    def encode(self, sources: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        """Source ids, each ending in eos → the memory of B sentences and the state of one beam each."""

    def step(self, memory: Any, state: Any, tokens: Ints, candidates: int, attention: bool) -> Step:
        """Feed `tokens` (B, K) to a `state` of as many rows."""

    def select(self, memory: Any, state: Any, rows: Ints | None, beams: Ints) -> tuple[Any, Any]:
        """Keep the sentences `rows` (B',), None for all, and for each the beams `beams` (B', K') of the state."""


@dataclass(frozen=True)
class Settings:
    """How to decode. `temperature`, `top_k` and `top_p` belong to sampling."""

    beam: int = 5
    nbest: int = 1
    length_penalty: float = 1.0
    coverage_penalty: float = 0.0
    sample: bool = False
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 1
    batch_tokens: int = 2000
    attention: bool = False
    forced_length: int | None = None
    """Exactly so many tokens for each sentence, for benchmarks."""

    def __post_init__(self) -> None:
        refuse("beam", self.beam, self.beam >= 1, "use 1 or more")
        refuse("nbest", self.nbest, self.nbest >= 1, "use 1 or more")
        within = self.sample or self.nbest <= self.beam
        refuse("nbest", self.nbest, within, f"cannot be above the beam of {self.beam}; raise the beam")
        refuse("length-penalty", self.length_penalty, self.length_penalty >= 0, "use 0 or more")
        refuse("coverage-penalty", self.coverage_penalty, self.coverage_penalty >= 0, "use 0 or more")
        refuse("temperature", self.temperature, self.temperature > 0, "use a number above 0")
        refuse("top-k", self.top_k, self.top_k >= 0, "use 0 (all tokens) or more")
        refuse("top-p", self.top_p, 0 < self.top_p <= 1, "use a number above 0 and at most 1")
        refuse("batch-size", self.batch_tokens, self.batch_tokens >= 1, "use 1 or more tokens")
        plain = (self.temperature, self.top_k, self.top_p) == (1.0, 0, 1.0)
        refuse(
            "temperature, top-k, top-p", "given", self.sample or plain, "have no effect without sampling; add --sample"
        )


@dataclass(frozen=True)
class Hypothesis:
    """One translation of one sentence."""

    tokens: tuple[int, ...]
    """Without eos."""
    score: float
    """What hypotheses are ranked by: `log_prob` with the length and coverage penalties."""
    log_prob: float
    attention: Floats | None = None
    """(T, S), a row for each token, or None."""


def refuse(option: str, value: object, good: bool, remedy: str) -> None:
    if not good:
        raise UserError(f"{option}={value}: {remedy}")


def limit(source: Sequence[int], settings: Settings) -> int:
    """The longest translation of `source`, in tokens, so that a model that never ends cannot run forever."""
    return settings.forced_length or max(10, 2 * len(source) + 10)


def penalised(log_prob: float, length: int, attention: Floats | None, settings: Settings) -> float:
    """log P(Y|X) / ((5 + |Y|) / 6)^α + β Σ_i log min(Σ_j p_ij, 1) (Wu et al. 2016, arXiv:1609.08144, eq. 14)."""
    score = log_prob / float(((5 + length) / 6) ** settings.length_penalty)
    if settings.coverage_penalty and attention is not None:
        covered = numpy.clip(attention.sum(axis=0), 1e-9, 1.0)
        score += settings.coverage_penalty * float(numpy.log(covered).sum())
    return score


def best(logits: Floats, candidates: int) -> tuple[Floats, Ints]:
    """The C best tokens of each row of logits (N, V): log-probabilities and ids (N, C), best first, without a sort of V."""
    top = logits.max(axis=1, keepdims=True)
    normaliser = top + numpy.log(numpy.exp(logits - top).sum(axis=1, keepdims=True))
    allowed = logits.copy()
    allowed[:, FORBIDDEN] = -numpy.inf
    count = min(candidates, logits.shape[1] - len(FORBIDDEN))
    ids = numpy.argpartition(-allowed, count - 1, axis=1)[:, :count]
    order = numpy.lexsort((ids, -numpy.take_along_axis(allowed, ids, axis=1)), axis=1)
    ids = numpy.take_along_axis(ids, order, axis=1)
    return numpy.take_along_axis(allowed, ids, axis=1) - normaliser, ids

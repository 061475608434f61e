"""What an evaluation takes and gives: during training, at its end, by ``s2s evaluate`` and from Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from s2s.config.schema import RunConfig
from s2s.data.codecs.files import Codecs
from s2s.metrics.scores import Score


class Examples(NamedTuple):
    """Examples as the corpus of a run holds them."""

    sources: Sequence[Any] | None
    """None where only what is right is known, which some metrics can do without."""
    targets: Sequence[Any]


class Evaluated(Protocol):
    """A model that is evaluated, whoever runs it."""

    @property
    def config(self) -> RunConfig:
        """Of the run."""

    @property
    def codecs(self) -> Codecs:
        """Of the run."""

    def write(self, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """What it makes of each source, as a line; `settings` are those of a search, for a model that writes text."""

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
    predicted: Sequence[str] = ()
    """What the model made of each source, where that was asked."""

    @property
    def loss(self) -> float:
        """Of a position."""
        return self.nats / self.positions

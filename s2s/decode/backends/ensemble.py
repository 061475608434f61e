"""The decoding backend that asks several models at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy
import torch

from s2s.config.options import get, show
from s2s.config.schema import RunConfig
from s2s.config.tokenizers import Normalize
from s2s.data.codecs.files import Codecs
from s2s.decode.backend import Doubles, Ints, Step
from s2s.decode.backends.torch import TorchBackend, as_step
from s2s.errors import UserError


class EnsembleBackend:
    """`s2s.decode.backend.Backend` for models with one vocabulary; memory and state are tuples, a part for each model.

    P(y) = Σ P_m(y) / M, the mean of the models' probabilities at each step. It sums to 1 as it is, and what one model
    holds impossible the others may still write; a mean of log-probabilities would need to be normalised, and any one model
    could forbid a token. Attention is the mean over the models that have it.
    """

    def __init__(self, members: Sequence[TorchBackend]) -> None:
        self.members, self.vocabulary = tuple(members), members[0].vocabulary

    def encode(
        self, sources: Sequence[Sequence[Any]], demanded: Sequence[Collection[int]] | None = None
    ) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """B sources → for each model its memory and its state of one beam each."""
        memories, states = zip(*(member.encode(sources, demanded) for member in self.members), strict=True)
        return memories, states

    @torch.inference_mode()
    def step(
        self,
        memory: tuple[Any, ...],
        state: tuple[Any, ...],
        tokens: Ints,
        candidates: int,
        attention: bool,
        wanted: Ints | None = None,
    ) -> Step:
        """Feed `tokens` (B, K) to every model; the best tokens are those of the mean of their probabilities."""
        parts = zip(self.members, memory, state, strict=True)
        logits, states, all_weights = zip(
            *(member.predict(own_memory, own_state, tokens) for member, own_memory, own_state in parts), strict=True
        )
        # The logarithm of M · P(y): what is missing to P(y) is the same for every token.
        mixed = torch.stack([scores.log_softmax(dim=-1) for scores in logits]).logsumexp(dim=0)
        present_weights = [weights for weights in all_weights if weights is not None] if attention else []
        mean_weights = torch.stack(present_weights).mean(dim=0) if present_weights else None
        return as_step(states, mixed, candidates, mean_weights, wanted)

    def follow(self, memory: tuple[Any, ...], state: tuple[Any, ...], targets: Sequence[Sequence[int]]) -> Doubles:
        """The logarithm of the mean of the models' probabilities, token by token."""
        parts = zip(self.members, memory, state, strict=True)
        each = [member.follow(own_memory, own_state, targets) for member, own_memory, own_state in parts]
        mean: Doubles = numpy.logaddexp.reduce(each, axis=0) - numpy.log(len(each))
        return mean

    def select(
        self, memory: tuple[Any, ...], state: tuple[Any, ...], rows: Ints | None, beams: Ints
    ) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """Keep the same rows and beams of every model's memory and state."""
        parts = zip(self.members, memory, state, strict=True)
        memories, states = zip(
            *(member.select(own_memory, own_state, rows, beams) for member, own_memory, own_state in parts), strict=True
        )
        return memories, states

    def contents(self) -> Iterator[bytes]:
        """Those of every member."""
        for member in self.members:
            yield from member.contents()


ALIKE = ("task", "data.source", "data.target", "data.directions", "data.lowercase", "model.head", "model.copy")
"""Options that the runs of an ensemble must agree in."""


class Run(NamedTuple):
    """A run folder, as far as it takes no torch."""

    folder: Path
    config: RunConfig
    codecs: Codecs


def check_alike(first: Run, other: Run) -> None:
    """Refuse runs that no ensemble can have: at each step all of them must read and choose among the same pieces."""
    refused = f"{first.folder} and {other.folder}: no ensemble"
    for option in ALIKE:
        values = [show(get(run.config, option)) for run in (first, other)]
        if values[0] != values[1]:
            raise UserError(
                f"{refused}, as {option} is {' for one and '.join(values)} for the other; give runs that agree"
            )
    forms = [run.config.tokenizer.normalize or Normalize.none for run in (first, other)]
    if forms[0] != forms[1]:
        remedy = f"{forms[0]} for one and {forms[1]} for the other; give runs that agree"
        raise UserError(f"{refused}, as tokenizer.normalize is {remedy}")
    for name, first_codec, other_codec in zip(("source", "target"), first.codecs, other.codecs, strict=True):
        if first_codec != other_codec:
            what = "scales of numbers" if first_codec.takes_vectors else "vocabularies"
            raise UserError(
                f"{refused}, as their {name} {what} differ; train them on the same pairs with the same tokenizer"
                " options (and of built-in corpora, or where examples are held out, with the same data.seed)"
            )

"""Sampling: the next token is drawn from the model's distribution, shaped by temperature, top-k and top-p.

Every draw of a sentence is fixed by (seed, its place in the input, which of its samples): the batch changes nothing but
the rounding of the probabilities. Tokens are drawn in the order of their ids, since equal ones may change their ranks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy

from s2s.config.searches import SAMPLING
from s2s.data.text.ids import EOS
from s2s.decode.backend import Doubles, Floats, Ints, Settings, Step
from s2s.decode.greedy import GreedySearch
from s2s.decode.rows import Sentence

ALL = 2**31 - 1
"""More candidates than any vocabulary has."""


class SampleSearch(GreedySearch):
    """`nbest` independent samples for each sentence."""

    reads: ClassVar[tuple[str, ...]] = SAMPLING
    hypotheses: ClassVar[str] = "nbest"
    samples: ClassVar[bool] = True

    def __init__(self, sentences: Sequence[Sentence], settings: Settings) -> None:
        """Draw all random numbers at once, so that no batch can change them."""
        self.width = settings.nbest
        super().__init__(sentences, settings, draws(sentences, settings))
        # One more where eos is among the best but forbidden.
        self.candidates = settings.top_k + (settings.forced_length is not None) if settings.top_k else ALL

    def pick(self, step: Step) -> tuple[Ints, Floats]:
        """Tokens drawn from the shaped distribution, and their log-probabilities before the shaping, (B, K)."""
        rows = self.rows
        weights = shape(step, self.settings)
        by_id = numpy.zeros((*weights.shape[:2], step.tokens.max() + 1))
        numpy.put_along_axis(by_id, step.tokens, weights, axis=2)
        tokens = draw(by_id, rows.chance[self.index, :, rows.position])
        chosen = (step.tokens == tokens[:, :, None]).argmax(axis=2)[:, :, None]
        return tokens, numpy.take_along_axis(step.log_probs, chosen, axis=2)[:, :, 0]


def draws(sentences: Sequence[Sentence], settings: Settings) -> Doubles:
    """(B, K, T) numbers in [0, 1): the n-th of each sample decides its n-th token."""
    numbers = numpy.zeros((len(sentences), settings.nbest, max(sentence.limit for sentence in sentences)))
    for row, sentence in enumerate(sentences):
        for copy in range(settings.nbest):
            generator = numpy.random.default_rng((settings.seed, sentence.number, copy))
            numbers[row, copy, : sentence.limit] = generator.random(sentence.limit)
    return numbers


def shape(step: Step, settings: Settings) -> Doubles:
    """Weights (B, K, C) of the candidates, not normalised, 0 for those that may not be drawn.

    p^(1/temperature); of these the `top_k` largest; of these, normalised, the fewest best that hold `top_p` of the
    probability (arXiv:1904.09751). With a forced length eos is left out before all else.
    """
    log_probs = step.log_probs.astype(numpy.float64)
    if settings.forced_length is not None:
        log_probs[step.tokens == EOS] = -numpy.inf
    # The largest weight is 1; an overflow is a weight of 0, as it should be.
    with numpy.errstate(over="ignore"):
        weights: Doubles = numpy.exp((log_probs - log_probs.max(axis=2, keepdims=True)) / settings.temperature)
    if settings.top_k:
        weights[numpy.cumsum(log_probs > -numpy.inf, axis=2) > settings.top_k] = 0.0
    if settings.top_p < 1:
        total = weights.cumsum(axis=2)
        weights[total - weights >= settings.top_p * total[:, :, -1:]] = 0.0
    return weights


def draw(weights: Doubles, chance: Doubles) -> Ints:
    """Invert the cumulated `weights` (B, K, C) at `chance` (B, K) in [0, 1) → places (B, K)."""
    total = weights.cumsum(axis=2)
    places: Ints = (total > chance[:, :, None] * total[:, :, -1:]).argmax(axis=2)
    return places

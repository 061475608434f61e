"""How long a translation may get, and what hypotheses are ranked by (Wu et al. 2016, arXiv:1609.08144, eq. 14)."""

from __future__ import annotations

import numpy
import numpy.typing

from s2s.data.text.facts import UNMEASURED, Facts
from s2s.decode.backend import Doubles, Ints, Settings

UNSEEN = 1e-9
"""The least attention that a source position counts with: its logarithm must stay finite."""


def limit(length: int, settings: Settings, facts: Facts = UNMEASURED) -> int:
    """The most tokens that a source of `length` ids may become, so that a model that never ends does not run forever.

    Where the settings do not say, the lengths of the training pairs do, which `facts` holds.
    """
    return settings.forced_length or settings.max_length or facts.limit(length)


def length_penalty(length: numpy.typing.ArrayLike, alpha: float) -> Doubles:
    """lp(Y) = ((5 + |Y|) / 6)^α. |Y| counts the terms of log P(Y|X): the tokens, and eos where it was written."""
    penalty: Doubles = ((5.0 + numpy.asarray(length)) / 6.0) ** alpha
    return penalty


def coverage_penalty(coverage: Doubles, lengths: Ints, beta: float) -> Doubles:
    """cp(X; Y) = β Σ_i log min(Σ_j p_ij, 1) over the real positions of the source.

    `coverage` (N, S) is Σ_j p_ij over all that was predicted, eos included; `lengths` (N,) → (N,), at most 0.
    """
    real = numpy.arange(coverage.shape[1]) < lengths[:, None]
    logarithms = numpy.log(numpy.clip(coverage, UNSEEN, 1.0))
    penalty: Doubles = beta * numpy.where(real, logarithms, 0.0).sum(axis=1)
    return penalty


def penalised(
    log_probs: Doubles, lengths: Ints, coverage: Doubles | None, source_lengths: Ints, settings: Settings
) -> Doubles:
    """s(Y, X) = log P(Y|X) / lp(Y) + cp(X; Y), for N hypotheses: arrays (N,) and coverage (N, S) or None → (N,)."""
    scores = log_probs / length_penalty(lengths, settings.length_penalty)
    if coverage is not None:
        scores = scores + coverage_penalty(coverage, source_lengths, settings.coverage_penalty)
    return scores

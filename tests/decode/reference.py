"""Decoding as one would explain it: one sentence, Python lists, no cleverness."""

from __future__ import annotations

import math
from typing import NamedTuple

from decode.fake import EOS, Chance, Ids


class Found(NamedTuple):
    score: float
    log_prob: float
    tokens: Ids
    """Without eos."""


def allowed(model: Chance) -> list[int]:
    return [EOS, *range(4, model.vocabulary)]


def log_prob(model: Chance, source: Ids, predicted: Ids) -> float:
    """Σ_j log P(y_j | y_<j, X) over all that was predicted, eos included."""
    return sum(float(model.next(source, predicted[:j])[0][token]) for j, token in enumerate(predicted))


def score(model: Chance, source: Ids, predicted: Ids, alpha: float, beta: float) -> Found:
    """Wu et al. 2016, arXiv:1609.08144, eq. 14, written out."""
    total = log_prob(model, source, predicted)
    penalty = 0.0
    if beta:
        for i in range(len(source)):
            seen = sum(float(model.next(source, predicted[:j])[1][i]) for j in range(len(predicted)))
            penalty += math.log(min(max(seen, 1e-9), 1.0))
    tokens = predicted[:-1] if predicted and predicted[-1] == EOS else predicted
    return Found(total / ((5 + len(predicted)) / 6) ** alpha + beta * penalty, total, tokens)


def greedy(model: Chance, source: Ids, limit: int, forced: bool = False) -> Ids:
    """What is predicted, eos included."""
    predicted: Ids = ()
    while len(predicted) < limit and EOS not in predicted:
        likely = model.next(source, predicted)[0]
        options = [token for token in allowed(model) if not (forced and token == EOS)]
        predicted += (max(options, key=lambda token: likely[token]),)
    return predicted


def exhaustive(model: Chance, source: Ids, limit: int, alpha: float, beta: float) -> list[Found]:
    """Every translation of up to `limit` tokens (eos is one), best first."""
    found: list[Ids] = []
    open_ones: list[Ids] = [()]
    for length in range(1, limit + 1):
        extended = [(*prefix, token) for prefix in open_ones for token in allowed(model)]
        found += [prefix for prefix in extended if prefix[-1] == EOS or length == limit]
        open_ones = [prefix for prefix in extended if prefix[-1] != EOS]
    return sorted((score(model, source, prefix, alpha, beta) for prefix in found), reverse=True)


def beam(
    model: Chance, source: Ids, width: int, limit: int, alpha: float, beta: float, forced: bool = False
) -> list[Found]:
    """Beam search until `width` hypotheses have ended, one of them likelier than all that live, or the limit is reached; best first."""
    live: list[tuple[float, Ids]] = [(0.0, ())]
    ended: list[Ids] = []
    likeliest = -math.inf
    for length in range(1, limit + 1):
        extended = []
        for total, prefix in live:
            likely = model.next(source, prefix)[0]
            extended += [(total + float(likely[token]), (*prefix, token)) for token in allowed(model)]
        extended.sort(key=lambda pair: -pair[0])
        if not forced:
            ends = [(total, prefix) for total, prefix in extended[:width] if prefix[-1] == EOS]
            ended += [prefix for _, prefix in ends]
            likeliest = max([likeliest, *(total for total, _ in ends)])
        live = [(total, prefix) for total, prefix in extended if prefix[-1] != EOS][:width]
        if length == limit:
            ended += [prefix for _, prefix in live]
        if len(ended) >= width and live[0][0] <= likeliest:
            break
    return sorted((score(model, source, prefix, alpha, beta) for prefix in ended), reverse=True)

"""Beam search, as small functions over hypotheses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy

from s2s.decode.backend import EOS, Backend, Floats, Hypothesis, Settings, Step, limit, penalised


@dataclass(frozen=True)
class Live:
    """A hypothesis that has not ended."""

    tokens: tuple[int, ...] = ()
    log_prob: float = 0.0
    looks: tuple[Floats, ...] = ()
    """Attention rows (S,), one for each token, where they are kept."""


@dataclass
class Search:
    """One sentence: its live hypotheses, best first, and those that have ended."""

    length: int
    """S, the real source positions."""
    longest: int
    live: list[Live] = field(default_factory=lambda: [Live()])
    ended: list[Hypothesis] = field(default_factory=list)


def end(hypothesis: Live, settings: Settings) -> Hypothesis:
    attention = numpy.stack(hypothesis.looks) if hypothesis.looks else None
    score = penalised(hypothesis.log_prob, len(hypothesis.tokens), attention, settings)
    return Hypothesis(hypothesis.tokens, score, hypothesis.log_prob, attention)


def advance(search: Search, step: Step, row: int, settings: Settings) -> list[int]:
    """Extend one sentence by one token; the beams (rows of the step) that its live hypotheses come from.

    Of the 2K best extensions, those among the first K that end are kept as finished, and the first K that do not end go
    on. A sentence is done when K hypotheses have ended, or at the length limit, where the live ones end as they are.
    """
    width, count = settings.beam, len(search.live)
    before = numpy.array([hypothesis.log_prob for hypothesis in search.live])
    scores = before[:, None] + step.log_probs[row, :count]
    tokens = step.tokens[row, :count]
    if settings.forced_length is not None:
        scores = numpy.where(tokens == EOS, -numpy.inf, scores)
    order = numpy.argsort(-scores, axis=None, kind="stable")[: 2 * width]
    parents: list[int] = []
    live: list[Live] = []
    for rank, (beam, place) in enumerate(zip(*numpy.unravel_index(order, scores.shape), strict=True)):
        score, token, parent = float(scores[beam, place]), int(tokens[beam, place]), search.live[beam]
        if score == -numpy.inf:
            continue
        if token == EOS:
            if rank < width:
                search.ended.append(end(Live(parent.tokens, score, parent.looks), settings))
        elif len(live) < width:
            looks = parent.looks
            if step.attention is not None:
                looks = (*looks, step.attention[row, beam, : search.length])
            live.append(Live((*parent.tokens, token), score, looks))
            parents.append(int(beam))
    search.live = live
    if len(search.ended) >= width:
        search.live = []
    elif live and len(live[0].tokens) >= search.longest:
        search.ended += [end(hypothesis, settings) for hypothesis in live]
        search.live = []
    return parents


def decode_batch(backend: Backend, sources: Sequence[Sequence[int]], settings: Settings) -> list[list[Hypothesis]]:
    """The `nbest` best hypotheses of each source, best first."""
    searches = [Search(len(source), limit(source, settings)) for source in sources]
    memory, state = backend.encode(sources)
    tokens = numpy.ones((len(sources), 1), numpy.int64)
    live, looking = list(searches), settings.attention or settings.coverage_penalty > 0
    while live:
        step = backend.step(memory, state, tokens, 2 * settings.beam, looking)
        parents = [advance(search, step, row, settings) for row, search in enumerate(live)]
        kept = [row for row, search in enumerate(live) if search.live]
        width = max((len(live[row].live) for row in kept), default=0)
        rows = None if len(kept) == len(live) else numpy.array(kept, numpy.int64)
        beams, tokens = numpy.zeros((2, len(kept), width), numpy.int64)
        for place, row in enumerate(kept):
            beams[place, : len(parents[row])] = parents[row]
            tokens[place, : len(parents[row])] = [hypothesis.tokens[-1] for hypothesis in live[row].live]
        live = [live[row] for row in kept]
        if live:
            memory, state = backend.select(memory, step.state, rows, beams)
    ranked = [sorted(search.ended, key=lambda hypothesis: -hypothesis.score) for search in searches]
    return [hypotheses[: settings.nbest] for hypotheses in ranked]

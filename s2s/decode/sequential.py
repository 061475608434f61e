"""Greedy decoding and sampling: one token a sentence at a time, and finished sentences leave the batch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from s2s.decode.backend import EOS, Backend, Floats, Hypothesis, Ints, Settings, limit, penalised


def decode_batch(
    backend: Backend, sources: Sequence[Sequence[int]], numbers: Sequence[int], settings: Settings
) -> list[list[Hypothesis]]:
    """One hypothesis for each source, or `nbest` of them when sampling.

    `numbers` are the sentences' places in the input: each draws from its own random generator, (seed, number), so the
    batch it is in changes nothing.
    """
    copies = settings.nbest if settings.sample else 1
    generators = [numpy.random.default_rng((settings.seed, n, c)) for n in numbers for c in range(copies)]
    memory, state = backend.encode(sources)
    count = len(sources)
    if copies > 1:
        memory, state = backend.select(memory, state, None, numpy.zeros((count, copies), numpy.int64))
    longest = [limit(source, settings) for source in sources]
    tokens = numpy.ones((count, copies), numpy.int64)
    written: list[list[int]] = [[] for _ in generators]
    looks: list[list[Floats]] = [[] for _ in generators]
    totals = [0.0] * len(generators)
    done = [False] * len(generators)
    live = list(range(count))
    wide = candidates(settings, backend.vocabulary)
    while live:
        step = backend.step(memory, state, tokens, wide, settings.attention)
        state = step.state
        for row, sentence in enumerate(live):
            for copy in range(copies):
                slot = sentence * copies + copy
                if done[slot]:
                    continue
                forced = settings.forced_length is not None
                log_prob, token = pick(
                    step.log_probs[row, copy], step.tokens[row, copy], generators[slot], settings, forced
                )
                totals[slot] += log_prob
                tokens[row, copy] = token
                if token != EOS:
                    written[slot].append(token)
                    if step.attention is not None:
                        looks[slot].append(step.attention[row, copy, : len(sources[sentence])])
                done[slot] = token == EOS or len(written[slot]) >= longest[sentence]
        kept = [row for row, s in enumerate(live) if not all(done[s * copies : (s + 1) * copies])]
        if len(kept) < len(live):
            rows = numpy.array(kept, numpy.int64)
            live, tokens = [live[row] for row in kept], tokens[rows]
            if live:
                memory, state = backend.select(memory, state, rows, numpy.tile(numpy.arange(copies), (len(kept), 1)))
    found = []
    for sentence in range(count):
        slots = range(sentence * copies, (sentence + 1) * copies)
        made = [finish(written[slot], totals[slot], looks[slot], settings) for slot in slots]
        found.append(sorted(made, key=lambda hypothesis: -hypothesis.score))
    return found


def candidates(settings: Settings, vocabulary: int) -> int:
    """How many tokens a row needs to choose from."""
    if not settings.sample:
        return 2 if settings.forced_length is not None else 1
    return min(vocabulary, settings.top_k) if settings.top_k else vocabulary


def pick(
    log_probs: Floats, tokens: Ints, generator: numpy.random.Generator, settings: Settings, forced: bool
) -> tuple[float, int]:
    """The next token (of C, best first) and its log-probability under the model."""
    if forced:
        keep = tokens != EOS
        log_probs, tokens = log_probs[keep], tokens[keep]
    if not settings.sample:
        return float(log_probs[0]), int(tokens[0])
    weights = softmax(log_probs.astype(numpy.float64) / settings.temperature)
    if settings.top_p < 1:
        weights = nucleus(weights, settings.top_p)
    place = int(generator.choice(len(weights), p=weights))
    return float(log_probs[place]), int(tokens[place])


def softmax(scores: numpy.typing.NDArray[numpy.float64]) -> numpy.typing.NDArray[numpy.float64]:
    raised = numpy.exp(scores - scores.max())
    result: numpy.typing.NDArray[numpy.float64] = raised / raised.sum()
    return result


def nucleus(weights: numpy.typing.NDArray[numpy.float64], share: float) -> numpy.typing.NDArray[numpy.float64]:
    """Keep the smallest set of best tokens that holds `share` of the probability (arXiv:1904.09751); sorted input."""
    size = int(numpy.searchsorted(numpy.cumsum(weights), share)) + 1
    kept = numpy.where(numpy.arange(len(weights)) < size, weights, 0.0)
    result: numpy.typing.NDArray[numpy.float64] = kept / kept.sum()
    return result


def finish(tokens: list[int], total: float, looks: list[Floats], settings: Settings) -> Hypothesis:
    attention = numpy.stack(looks) if looks else None
    return Hypothesis(tuple(tokens), penalised(total, len(tokens), attention, settings), total, attention)

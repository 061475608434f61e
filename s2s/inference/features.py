"""What a translation says of itself: numbers of a sentence and of its words, by which their confidence is computed.

All of them come from the probabilities and the attention of the search that has written it; where there is no attention, what
would come from it is nan.
"""

from __future__ import annotations

import numpy

from s2s.data.text.sentences import Span
from s2s.decode.backend import Doubles, Ints
from s2s.inference.alignment import piece_spans, shares, tokens
from s2s.inference.sentences import Translation

OF_SENTENCE = (
    "mean",
    "lowest",
    "probability",
    "unlikely",
    "length",
    "ratio",
    "coverage",
    "entropy",
    "peak",
    "unknown",
)
"""Of the log-probabilities of the T pieces and the end: their mean and the lowest one, the mean of the probabilities, and the
share of those below `UNLIKELY`; log S; log T / S; of the attention: how much of the source it has covered, the mean entropy of
its rows and of their largest weights; the share of the source that the vocabulary does not hold."""
OF_WORD = (
    "probability",
    "log_prob",
    "sentence",
    "next",
    "previous",
    "before",
    "entropy",
    "peak",
    "length",
    "position",
)
"""Of a word: the probability of all of its pieces, and its logarithm; the mean probability of the pieces of its sentence; the
probability of the piece after it and of the one before it; the mean of all before it; entropy and largest weight of its
attention; log of its letters; its position, from 0 to 1."""
UNLIKELY = 0.5
IMPROBABLE = -30.0
"""The lowest logarithm that counts: those below, such as of what a shortlist leaves out, say no more."""


def of_sentence(translation: Translation) -> Doubles:
    """(F,) the numbers `OF_SENTENCE` of one sentence, which has its `token_log_probs`."""
    log_probs = with_end(translation)
    probabilities = numpy.exp(log_probs)
    size = max(1, len(translation.source_pieces))
    coverage, entropies, peaks = attended(translation)
    return numpy.array(
        [
            log_probs.mean(),
            log_probs.min(),
            probabilities.mean(),
            (probabilities < UNLIKELY).mean(),
            numpy.log(size),
            numpy.log((len(translation.pieces) + 1) / size),
            coverage,
            mean(entropies),
            mean(peaks),
            translation.unknown / size,
        ]
    )


def words(text: str) -> list[Span]:
    """The words of `text`, as spans: what holds a letter or a digit; of scripts without spaces each letter."""
    return [(begin, end) for begin, end in tokens(text) if any(map(str.isalnum, text[begin:end]))]


def of_words(translation: Translation, spans: list[Span]) -> Doubles:
    """(N, F) the numbers `OF_WORD` of the words at `spans` of one sentence, nan for what no piece stands for."""
    pieces = len(translation.pieces)
    if not spans or not pieces:
        return numpy.full((len(spans), len(OF_WORD)), numpy.nan)
    over = shares(spans, piece_spans(translation.text, translation.pieces)) > 0
    first, last = over.argmax(axis=1), pieces - over[:, ::-1].argmax(axis=1)
    log_probs = with_end(translation)
    probabilities = numpy.append(numpy.exp(log_probs), 1.0)  # what is cut off has no end
    sums, means = (numpy.concatenate([[0.0], numpy.cumsum(values)]) for values in (log_probs, probabilities))
    own = numpy.maximum(sums[last] - sums[first], IMPROBABLE)
    _, entropies, peaks = attended(translation)
    columns = [
        numpy.exp(own),
        own,
        numpy.full(len(spans), probabilities[:-1].mean()),
        probabilities[last],
        numpy.where(first > 0, probabilities[first - 1], 1.0),
        numpy.where(first > 0, means[first] / numpy.maximum(first, 1), 1.0),
        within(entropies, first, last),
        within(peaks, first, last),
        numpy.log([end - begin for begin, end in spans]),
        first / pieces,
    ]
    values: Doubles = numpy.stack(columns, axis=1)
    values[~over.any(axis=1)] = numpy.nan
    return values


def with_end(translation: Translation) -> Doubles:
    """(T + 1,) log-probabilities of the pieces and of the end; (T,) of what is cut off before it."""
    own = numpy.asarray(translation.token_log_probs, numpy.float64)
    if "truncated" not in translation.flags or not len(own):
        own = numpy.append(own, min(0.0, translation.log_prob - own.sum()))
    limited: Doubles = numpy.maximum(own, IMPROBABLE)
    return limited


def attended(translation: Translation) -> tuple[float, Doubles, Doubles]:
    """Of the attention (T, S): the mean over the source of min(Σ_t a_ts, 1); entropies and largest weights, both (T,).

    nan, and arrays (T,) of nan, where there is none.
    """
    if translation.attention is None or not translation.source_pieces:
        missing = numpy.full(len(translation.pieces), numpy.nan)
        return numpy.nan, missing, missing
    weights = numpy.asarray(translation.attention, numpy.float64)
    entropies: Doubles = -(weights * numpy.log(numpy.maximum(weights, 1e-9))).sum(axis=1)
    return float(numpy.minimum(weights.sum(axis=0), 1.0).mean()), entropies, weights.max(axis=1)


def mean(values: Doubles) -> float:
    """The mean; nan of none."""
    return float(values.mean()) if len(values) else numpy.nan


def within(values: Doubles, first: Ints, last: Ints) -> Doubles:
    """(N,) the means of `values` (T,) from each of `first` up to `last`, both (N,)."""
    sums = numpy.concatenate([[0.0], numpy.cumsum(values)])
    means: Doubles = (sums[last] - sums[first]) / numpy.maximum(last - first, 1)
    return means

"""Fit how sure a run is of what it writes, on validation text: two logistic regressions, calibrated on lines held out.

Each is fitted by Newton's method with a quadratic penalty (Hoerl and Kennard 1970; le Cessie and van Houwelingen 1992), and
its score is calibrated as Platt (1999, *Probabilistic outputs for support vector machines*, eq. 2 to 4) has it, with his
targets, on scores of lines that no fit has seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy

from s2s.decode.backend import Bools, Doubles, Ints, Settings
from s2s.inference.confidence import REACHED, WRONG, Confidence, Logistic
from s2s.inference.features import OF_WORD, of_sentence, of_words, words
from s2s.inference.lines import LineTranslator
from s2s.inference.sentences import Translation
from s2s.metrics.base import build, by_line
from s2s.metrics.references import Reference, alternatives, changed

LEAST, MOST = 100, 2000
"""Lines that a fit is to have, and that it takes."""
FOLDS = 10
PENALTY = 10.0
"""Of squared weights of standardised features; chosen on Multi30k's validation set, where 1 to 30 do as well."""
STEPS = 50
CLOSE = 1e-8
BINS = 5
"""Equally filled bins of the calibration error."""


class Observed(NamedTuple):
    """One validation line of one sentence; all of it is what JSON can say, so that processes can share the work."""

    chrf: float
    """Of its translation, in percent."""
    flagged: bool
    line: Sequence[float]
    """(F,) its features."""
    words: Sequence[Sequence[float]]
    """(N, F) those of its words."""
    right: Sequence[bool]
    """(N,) which of its words stand in the reference, each as often as it stands there."""


class Standard(NamedTuple):
    """How features are brought to one scale."""

    means: Doubles
    scales: Doubles

    def __call__(self, values: Doubles) -> Doubles:
        """(N, F) with mean 0 and variance 1; nan as the mean."""
        scaled: Doubles = (numpy.where(numpy.isnan(values), self.means, values) - self.means) / self.scales
        return scaled


def observe(
    translator: LineTranslator, sources: Sequence[Any], references: Sequence[Reference], settings: Settings
) -> list[Observed | None]:
    """What `translator` makes of each of `sources`, beside its reference; None for a blank line and one of several sentences."""
    noted = replace(settings, nbest=1, attention=True, token_log_probs=True)
    best = [found[0] for found in translator.stream(sources, noted)]
    prepared = [changed(translator.prepare_target, reference) for reference in references]
    scores = by_line(build("chrf"), [one.text for one in best], prepared, None)
    rows: list[Observed | None] = []
    for translation, reference, chrf in zip(best, prepared, scores, strict=True):
        parts = translation.sentences or (translation,)
        usable = len(parts) == 1 and parts[0].token_log_probs is not None
        rows.append(observed(parts[0], alternatives(reference), chrf) if usable else None)
    return rows


def observed(translation: Translation, references: Sequence[str], chrf: float) -> Observed:
    """What is noted of one translated sentence."""
    spans, text = words(translation.text), translation.text
    left: Counter[str] = Counter()
    for reference in references:
        left |= Counter(reference[begin:end] for begin, end in words(reference))
    right = []
    for begin, end in spans:
        right.append(left[text[begin:end]] > 0)
        left[text[begin:end]] -= 1
    return Observed(
        chrf,
        any(flag in WRONG for flag in translation.flags),
        of_sentence(translation).tolist(),
        of_words(translation, spans).tolist(),
        right,
    )


def fit(rows: Sequence[Observed]) -> Confidence:
    """The confidence that the lines `rows` teach, of which there is one at least."""
    folds = numpy.arange(len(rows)) % FOLDS
    chrf = numpy.array([row.chrf for row in rows])
    good = chrf >= REACHED
    lines, line_chances = fitted(numpy.array([row.line for row in rows]), good, folds)
    wrong = numpy.array([row.flagged for row in rows])
    flagged = int(wrong.sum()), int((wrong & good).sum())
    counts = [len(row.words) for row in rows]
    features = numpy.array([word for row in rows for word in row.words]).reshape(-1, len(OF_WORD))
    right = numpy.array([one for row in rows for one in row.right], numpy.bool_)
    each, word_chances = fitted(features, right, numpy.repeat(folds, counts))
    confidence = Confidence(lines, each, flagged)
    line_chances = numpy.where(wrong, numpy.minimum(line_chances, confidence.highest), line_chances)
    measured = {
        "lines": float(len(rows)),
        "good": float(good.mean()),
        **agreement(line_chances, chrf),
        "calibration": calibration_error(line_chances, good),
        "words": float(len(right)),
        "right": float(right.mean()) if len(right) else 0.0,
        "word calibration": calibration_error(word_chances, right),
    }
    return replace(confidence, measured=measured)


def fitted(features: Doubles, good: Bools, folds: Ints) -> tuple[Logistic, Doubles]:
    """The chance of `good` (N,) by `features` (N, F), and (N,) the chances of each by a fit without those of its fold."""
    if not len(features):
        nothing = numpy.zeros(features.shape[1])
        return Logistic(0.0, nothing, nothing, nothing, nothing), numpy.zeros(0)
    targets = smoothed(good)
    scores = numpy.zeros(len(features))
    for fold in numpy.unique(folds):
        inside = folds != fold
        if inside.any():
            standard, weights, bias = regression(features[inside], targets[inside])
            scores[~inside] = standard(features[~inside]) @ weights + bias
    (slope,), offset = newton(scores[:, None], targets, 0.0)
    if slope < 0:  # the features say nothing
        slope, offset = 0.0, float(numpy.log(targets.mean() / (1 - targets.mean())))
    standard, weights, bias = regression(features, targets)
    filled = numpy.where(numpy.isnan(features), standard.means, features)
    function = Logistic(
        slope * bias + offset,
        slope * weights / standard.scales,
        standard.means,
        filled.min(axis=0),
        filled.max(axis=0),
    )
    return function, chance(slope * scores + offset)


def regression(features: Doubles, targets: Doubles) -> tuple[Standard, Doubles, float]:
    """How `features` (N, F) are scaled, and the weights (F,) and the bias by which they then predict `targets` (N,)."""
    known = ~numpy.isnan(features)
    counts = numpy.maximum(known.sum(axis=0), 1)
    means = numpy.where(known, features, 0.0).sum(axis=0) / counts
    scales = numpy.sqrt((numpy.where(known, features - means, 0.0) ** 2).sum(axis=0) / counts)
    standard = Standard(means, numpy.where(scales > CLOSE, scales, 1.0))
    return standard, *newton(standard(features), targets, PENALTY)


def newton(features: Doubles, targets: Doubles, penalty: float) -> tuple[Doubles, float]:
    """Weights (F,) and bias of the logistic regression of `targets` (N,), 0 to 1, on `features` (N, F).

    Least is -Σ t log p + (1 - t) log (1 - p) + penalty / 2 · |w|²; a step that makes it larger is halved.
    """
    design = numpy.concatenate([features, numpy.ones((len(features), 1))], axis=1)
    strengths = numpy.append(numpy.full(features.shape[1], penalty), 0.0)

    def cost(values: Doubles) -> float:
        scores = design @ values
        return float((numpy.logaddexp(0, scores) - targets * scores).sum() + (strengths * values**2).sum() / 2)

    solution = numpy.append(numpy.zeros(features.shape[1]), numpy.log(targets.mean() / (1 - targets.mean())))
    least = cost(solution)
    for _ in range(STEPS):
        chances = chance(design @ solution)
        gradient = design.T @ (chances - targets) + strengths * solution
        curvature = (design * (chances * (1 - chances))[:, None]).T @ design + numpy.diag(strengths + CLOSE)
        step = numpy.linalg.solve(curvature, gradient)
        while (reached := cost(solution - step)) > least and numpy.abs(step).max() > CLOSE:
            step = step / 2
        solution, least = solution - step, min(least, reached)
        if numpy.abs(step).max() <= CLOSE:
            break
    return solution[:-1], float(solution[-1])


def smoothed(good: Bools) -> Doubles:
    """Platt's targets: (N₊ + 1) / (N₊ + 2) for what is good, 1 / (N₋ + 2) for the rest, so that no chance is 0 or 1."""
    positive = int(good.sum())
    targets: Doubles = numpy.where(good, (positive + 1) / (positive + 2), 1 / (len(good) - positive + 2))
    return targets


def chance(scores: Doubles) -> Doubles:
    """1 / (1 + exp(-s)), whatever s is."""
    chances: Doubles = numpy.exp(-numpy.logaddexp(0, -scores))
    return chances


def agreement(chances: Doubles, chrf: Doubles) -> dict[str, float]:
    """The correlations of `chances` with `chrf`, both (N,), by Pearson and by Spearman; 0 where one of them never varies."""
    return {"pearson": correlation(chances, chrf), "spearman": correlation(ranks(chances), ranks(chrf))}


def correlation(first: Doubles, second: Doubles) -> float:
    """Pearson's."""
    first, second = first - first.mean(), second - second.mean()
    size = float(numpy.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / size if size > 0 else 0.0


def ranks(values: Doubles) -> Doubles:
    """(N,) the rank of each, equal ones with the mean of theirs."""
    _, number, counts = numpy.unique(values, return_inverse=True, return_counts=True)
    ends = numpy.cumsum(counts)
    middle: Doubles = (ends - (counts - 1) / 2)[number]
    return middle


def calibration_error(chances: Doubles, good: Bools) -> float:
    """The mean over `BINS` equally filled bins of |mean chance - share that is good| (Naeini et al. 2015, AAAI)."""
    bins = numpy.array_split(numpy.argsort(chances, kind="stable"), BINS)
    gaps = [abs(chances[rows].mean() - good[rows].mean()) for rows in bins if len(rows)]
    return float(numpy.mean(gaps)) if gaps else 0.0

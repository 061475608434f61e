"""Calibrate the probabilities of labels on the validation set when training has come to its end.

One temperature divides the scores of all labels (Guo et al. 2017, arXiv:1706.04599, §4.2); where a text has any number of
labels each also gets the threshold of the best F1 (Lipton et al. 2014, arXiv:1402.1892).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy

from s2s.data.codecs.base import Codec
from s2s.data.codecs.calibration import CALIBRATION, THRESHOLD, Calibration, save_calibration
from s2s.data.codecs.files import calibrated
from s2s.data.codecs.json_codec import shortened
from s2s.decode.backend import Bools, Doubles
from s2s.inference.calibration import calibration_error
from s2s.inference.predictor import Predictor
from s2s.runs.folder import load_facts
from s2s.runtime.distributed import shared
from s2s.runtime.process import log, rank
from s2s.tasks.evaluation import Examples
from s2s.training.setup import Parts
from s2s.training.validation import as_examples

LEAST, MOST = 50, 10_000
"""Validation examples that a temperature is fitted on."""
FEWEST = 5
"""Examples that have a label, and that lack it, from which it gets a threshold of its own."""
LOWEST, HIGHEST, STEPS = 0.05, 20.0, 60
"""The temperatures that are looked at, and how often the interval between them is made shorter."""
TINY = 1e-12
"""The probability that a smaller one counts as."""


def calibrate(parts: Parts) -> dict[str, float] | None:
    """Give the labels of a run the calibration that its validation set teaches, keep it in the folder, and say it.

    What was measured, or None of a run without labels for whole texts. Of fewer than `LEAST` examples nothing is
    learned, which is said: the temperature is then 1.
    """
    target = parts.codecs[1]
    if target.calibration is None or getattr(target, "each", False):
        return None
    reader = parts.task.reader(parts.config, parts.codecs, parts.model.eval(), parts.device, load_facts(parts.folder))
    if type(reader) is not Predictor:
        return None
    rows = parts.corpus.validation
    chosen = rows.select(range(0, len(rows), max(1, -(-len(rows) // MOST))))[:]
    examples = parts.task.readable(parts.codecs, as_examples(chosen))
    if len(examples.targets) < LEAST:
        log(
            f"probabilities: not calibrated, as the validation set has {len(examples.targets):,} examples, and a temperature is"
            f" fitted on {LEAST} or more"
        )
        found = Calibration()
    else:
        found = fitted(target, *observed(reader, target, examples))
    parts.codecs = parts.codecs[0], calibrated(target, found)
    if rank() == 0:
        (parts.folder / CALIBRATION).unlink(missing_ok=True)
        if found != Calibration():
            save_calibration(parts.folder, found)
    return dict(found.measured) | {"temperature": found.temperature}


def observed(reader: Predictor, target: Codec, examples: Examples) -> tuple[Doubles, Bools]:
    """The probabilities (N, V) of labels before they are calibrated, and (N, V) which of them are right."""

    def work(share: list[Any]) -> list[list[float]]:
        return [[float(one) for one in prediction.values[0]] for prediction in reader.predict(share)]

    probabilities = numpy.array(shared(work, list(examples.sources or ())))
    encoded = [numpy.asarray(one) for one in target.encode(list(examples.targets))]
    if target.several:
        return probabilities, numpy.concatenate(encoded) > 0
    return probabilities, numpy.arange(probabilities.shape[1]) == numpy.concatenate(encoded)[:, None]


def fitted(target: Codec, probabilities: Doubles, right: Bools) -> Calibration:
    """The calibration of the codec `target` for what is observed, which is said."""
    temperature = fitted_temperature(target, probabilities, right)
    found = Calibration(temperature)
    corrected = calibrated(target, found).values_of(probabilities)
    before, after = (expected_error(values, right, target.several) for values in (probabilities, corrected))
    measured = {"examples": float(len(right)), "error before": before, "error after": after}
    log(
        f"probabilities: divided by temperature {temperature:.3g}, their calibration error on {len(right):,} validation examples"
        f" goes from {before:.1%} to {after:.1%}"
    )
    if not target.several:
        return replace(found, measured=measured)
    thresholds = [best_threshold(*column) for column in zip(corrected.T, right.T, strict=True)]
    kept = [name for name, one in zip(target.labels, thresholds, strict=True) if one is None]
    chosen = {name: one for name, one in zip(target.labels, thresholds, strict=True) if one is not None}
    log(
        "thresholds for the best F1 on validation: "
        + (shortened([f"{name} {one:.2g}" for name, one in chosen.items()]) or "none")
        + (f"; 0.5 of labels with fewer than {FEWEST} examples there: {shortened(kept)}" if kept else "")
    )
    return Calibration(temperature, tuple(THRESHOLD if one is None else one for one in thresholds), measured)


def fitted_temperature(target: Codec, probabilities: Doubles, right: Bools) -> float:
    """The temperature for the codec `target` of the least negative log-likelihood, which has one minimum in 1/T, by golden section over log T."""
    ratio = (numpy.sqrt(5) - 1) / 2

    def loss(logarithm: float) -> float:
        found = calibrated(target, Calibration(float(numpy.exp(logarithm))))
        values = numpy.asarray(found.values_of(probabilities), numpy.float64)
        likely = numpy.where(right, values, 1 - values) if target.several else values[right]
        return -float(numpy.log(numpy.maximum(likely, TINY)).sum())

    low, high = float(numpy.log(LOWEST)), float(numpy.log(HIGHEST))
    inner = [high - ratio * (high - low), low + ratio * (high - low)]
    losses = [loss(one) for one in inner]
    for _ in range(STEPS):
        if losses[0] <= losses[1]:
            high, inner = inner[1], [inner[1] - ratio * (inner[1] - low), inner[0]]
            losses = [loss(inner[0]), losses[0]]
        else:
            low, inner = inner[0], [inner[1], inner[0] + ratio * (high - inner[0])]
            losses = [losses[1], loss(inner[1])]
    return float(numpy.exp((low + high) / 2))


def expected_error(probabilities: Doubles, right: Bools, several: bool) -> float:
    """The calibration error of the predicted label's probability, or of all probabilities of `several` labels, 0 to 1."""
    if several:
        return calibration_error(probabilities.ravel(), right.ravel())
    best = probabilities.argmax(axis=1)
    every = numpy.arange(len(best))
    return calibration_error(probabilities[every, best], right[every, best])


def best_threshold(probabilities: Doubles, right: Bools) -> float | None:
    """Between which probabilities (N,) a label's F1 is best, of equal ones nearest to 0.5; None where too few decide it."""
    if min(int(right.sum()), int((~right).sum())) < FEWEST:
        return None
    order = numpy.argsort(-probabilities, kind="stable")
    ranked, hits = probabilities[order], right[order].cumsum()
    ends = numpy.append(ranked[:-1] > ranked[1:], True)
    counts = numpy.arange(1, len(ranked) + 1)
    scores = numpy.where(ends, 2 * hits / (counts + right.sum()), -1.0)
    middles = (ranked + numpy.append(ranked[1:], 0.0)) / 2
    best = numpy.flatnonzero(scores == scores.max())
    return float(middles[best[numpy.abs(middles[best] - THRESHOLD).argmin()]])

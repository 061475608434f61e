"""A confidence that tests can foresee: of a line by its length alone, of a word by its probability."""

from __future__ import annotations

import numpy

from s2s.inference.confidence import Confidence, Logistic
from s2s.inference.features import OF_SENTENCE, OF_WORD


def weighing(names: tuple[str, ...], name: str, weight: float, bias: float = 0.0) -> Logistic:
    """σ(bias + weight · x) for the feature called `name`, and no other."""
    weights = numpy.zeros(len(names))
    weights[names.index(name)] = weight
    nothing = numpy.zeros(len(names))
    return Logistic(bias, weights, nothing, nothing - 100, nothing + 100)


def shorter_is_surer(at: int = 6) -> Confidence:
    """Lines of `at` source pieces have 0.5, longer ones less; words 0.5 and more."""
    slope = 5.0
    lines = weighing(OF_SENTENCE, "length", -slope, slope * float(numpy.log(at)))
    return Confidence(lines, weighing(OF_WORD, "probability", 1.0), (0, 0))

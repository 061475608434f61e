"""Whether a run is as sure as it should be: python benchmarks/confidence.py RUN --source FILE --reference FILE

The run has a confidence.json (s2s confidence), fitted on other text than FILE. For the lines of FILE: Pearson's and Spearman's correlation
of their confidence with their chrF, beside those of the plain measure, log P of a translation by its pieces and its end; the share
that reaches chrF 50 beside the mean confidence in five equally filled bins, and the mean of their distances, the calibration error. For the
plain measure that is of the chance that it gives a piece, exp of it, which is the nearest that it has to a chance. For words the
same, of standing in the reference. What is left out by a least confidence: the mean chrF of the lines that stay. A line of JSON.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import Any

import numpy

from s2s.data.text.lines import read_file
from s2s.inference.calibration import BINS, agreement, calibration_error
from s2s.inference.confidence import REACHED
from s2s.inference.features import words
from s2s.inference.sentences import Translation
from s2s.inference.translator import Translator
from s2s.metrics.base import build, by_line

KEPT = (1.0, 0.9, 0.75, 0.5, 0.25)
"""Shares of the lines, the surest ones."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--source", required=True)
    parser.add_argument("--reference", required=True)
    options = parser.parse_args()
    translator, sources, references = Translator.load(options.run), *map(read_file, (options.source, options.reference))
    assert translator.confidence is not None, "no confidence.json: s2s confidence -m RUN --source FILE --reference FILE"
    found = translator.translate(sources, scores=True)
    pairs = [(one, right) for one, right in zip(found, references, strict=True) if one.confidence is not None]
    print(json.dumps(measured([one for one, _ in pairs], [right for _, right in pairs])))


def measured(found: list[Translation], references: list[str]) -> dict[str, Any]:
    """All figures, of translations that have a confidence."""
    chrf = numpy.array(by_line(build("chrf"), [one.text for one in found], references, None))
    sure = numpy.array([one.confidence for one in found])
    plain = numpy.array([one.log_prob / (len(one.pieces) + 1) for one in found])
    good = chrf >= REACHED
    order = numpy.argsort(-sure, kind="stable")
    each, right = of_words(found, references)
    return {
        "lines": len(found),
        "good": rounded(good.mean()),
        "confidence": {
            **{name: rounded(value) for name, value in agreement(sure, chrf).items()},
            "calibration error": rounded(calibration_error(sure, good)),
            "bins": bins(sure, good),
        },
        "plain": {
            **{name: rounded(value) for name, value in agreement(plain, chrf).items()},
            "calibration error": rounded(calibration_error(numpy.exp(plain), good)),
        },
        "words": {
            "words": len(each),
            "right": rounded(right.mean()),
            "pearson": rounded(agreement(each, right.astype(float))["pearson"]),
            "calibration error": rounded(calibration_error(each, right)),
            "bins": bins(each, right),
        },
        "chrF of the surest": {
            str(share): rounded(chrf[order[: round(share * len(order))]].mean(), 1) for share in KEPT
        },
    }


def of_words(found: list[Translation], references: list[str]) -> tuple[Any, Any]:
    """Of all words their confidence, and whether the reference has them, each as often as it stands there."""
    each, right = [], []
    for one, reference in zip(found, references, strict=True):
        left = Counter(reference[begin:end] for begin, end in words(reference))
        for word in one.words:
            each.append(word.confidence)
            right.append(left[word.text] > 0)
            left[word.text] -= 1
    return numpy.array(each), numpy.array(right)


def bins(sure: Any, good: Any) -> list[list[float]]:
    """Mean confidence and share that is good, of each bin, the least sure first."""
    rows = numpy.array_split(numpy.argsort(sure, kind="stable"), BINS)
    return [[rounded(sure[some].mean()), rounded(good[some].mean())] for some in rows]


def rounded(value: Any, digits: int = 3) -> float:
    """For people to read."""
    return round(float(value), digits)


if __name__ == "__main__":
    main()

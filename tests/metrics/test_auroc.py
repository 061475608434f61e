"""The area under the curve against scikit-learn, with ties; where there is none, that is said."""

from __future__ import annotations

import math

import numpy
import pytest

from s2s.errors import UserError
from s2s.metrics.auroc import AreaUnderCurve
from s2s.metrics.base import build, by_line
from s2s.metrics.labelled import Label, LabelSet
from s2s.metrics.resampling import RESAMPLES, SEED, interval
from s2s.runtime.process import say_once

metrics = pytest.importorskip("sklearn.metrics")


def drawn(labels: int, count: int = 60) -> tuple[list[str], numpy.ndarray]:
    """Right labels, and probabilities in steps, so that many are equal."""
    random = numpy.random.default_rng(labels)
    values = numpy.round(random.dirichlet([1.0] * labels, size=count), 1) + 1e-3
    return ["abcd"[one] for one in random.integers(0, labels, count)], values / values.sum(1, keepdims=True)


def written(values: numpy.ndarray) -> list[str]:
    names = "abcd"[: values.shape[1]]
    return [Label.of(names[row.argmax()], names, row) for row in values]


def test_two_labels() -> None:
    right, values = drawn(2)
    expected = metrics.roc_auc_score([one == "b" for one in right], values[:, 1])
    assert build("auroc").score(written(values), right) == pytest.approx(100 * expected)


def test_more_labels() -> None:
    right, values = drawn(4)
    expected = metrics.roc_auc_score(right, values, multi_class="ovr", average="macro")
    assert build("auroc").score(written(values), right) == pytest.approx(100 * expected)


def test_several_labels_a_text() -> None:
    random = numpy.random.default_rng(3)
    has, values = random.random((50, 3)) < 0.3, numpy.round(random.random((50, 3)), 1)
    right = [LabelSet.read("|".join(n for n, one in zip("abc", row, strict=True) if one), "|") for row in has]
    predicted = [LabelSet.read(Label.of("", "abc", row), "|") for row in values]
    expected = metrics.roc_auc_score(has, values, average="macro")
    assert build("auroc").score(predicted, right) == pytest.approx(100 * expected)


@pytest.mark.slow
def test_resamples_are_those_of_the_examples() -> None:
    right, values = drawn(2, 30)
    predicted, scores = written(values), []
    random = numpy.random.default_rng(SEED)
    for _ in range(RESAMPLES):
        rows = random.choice(30, size=30, replace=True)
        scores.append(100 * metrics.roc_auc_score([right[row] == "b" for row in rows], values[rows, 1]))
    scores.sort()
    cut = RESAMPLES // 40
    expected = (scores[RESAMPLES - cut - 1] - scores[cut]) / 2
    assert interval(AreaUnderCurve(), predicted, right) == pytest.approx(expected)


def test_labels_without_a_curve_are_named(caplog: pytest.LogCaptureFixture) -> None:
    _, values = drawn(3)
    right = ["a", "b"] * 30
    say_once.cache_clear()
    found = build("auroc").score(written(values), right)
    areas = [metrics.roc_auc_score([one == name for one in right], values[:, at]) for at, name in enumerate("ab")]
    assert found == pytest.approx(50 * sum(areas))
    assert "auroc: is the mean without c, which no text has here, or every one" in caplog.text
    with pytest.raises(UserError, match=r"^auroc: has no value, as no label"):
        build("auroc").score(written(values), ["a"] * 60)
    assert all(map(math.isnan, by_line(build("auroc"), written(values[:2]), right[:2], None)))


def test_without_probabilities() -> None:
    with pytest.raises(UserError, match=r"^auroc: needs the probability of each label, which only a run gives"):
        build("auroc").score(["a", "b"], ["a", "b"])

"""Scores of several labels a text against scikit-learn."""

from __future__ import annotations

import pickle

import numpy
import pytest

from s2s.metrics.base import build
from s2s.metrics.confusion import by_member
from s2s.metrics.labelled import Label, LabelSet

metrics = pytest.importorskip("sklearn.metrics")
NAMES = "abcde"


def drawn(seed: int, share: float) -> tuple[numpy.ndarray, list[LabelSet]]:
    """(N, V) which labels each text has, and the same as sets."""
    has = numpy.random.default_rng(seed).random((80, len(NAMES))) < share
    return has, [LabelSet.read("; ".join(n for n, one in zip(NAMES, row, strict=True) if one), ";") for row in has]


def test_as_scikit_learn_has_them() -> None:
    (right, references), (made, predicted) = drawn(1, 0.3), drawn(2, 0.4)
    for name, average in (("f1", "macro"), ("micro_f1", "micro")):
        expected = 100 * metrics.f1_score(right, made, average=average)
        assert build(name).score(predicted, references) == pytest.approx(expected)
    for name in ("exact", "accuracy"):
        right[:20] = made[:20]
        references[:20] = predicted[:20]
        assert build(name).score(predicted, references) == pytest.approx(100 * metrics.accuracy_score(right, made))
    expected = metrics.precision_recall_fscore_support(right, made)
    for at, one in enumerate(by_member(predicted, references).values()):
        ours = [one["precision"] / 100, one["recall"] / 100, one["F1"] / 100, one["number"]]
        assert ours == pytest.approx([column[at] for column in expected])


def test_micro_f1_of_one_label_is_the_accuracy() -> None:
    assert build("micro_f1").score(list("aabc"), list("abbc")) == build("accuracy").score(list("aabc"), list("abbc"))


def test_nothing_right_and_nothing_predicted() -> None:
    none = [LabelSet.read("", "|"), LabelSet.read("|", "|")]
    assert {build(name).score(none, none) for name in ("f1", "micro_f1", "exact")} == {100.0}


def test_sets_are_text_with_what_it_says() -> None:
    one = LabelSet.read(Label.of("b| a|b", "abc", numpy.array([0.9, 0.8, 0.1])), "|")
    assert one == "a|b" and one.members == {"a", "b"} and one.names == "abc"
    again = pickle.loads(pickle.dumps(one))
    assert again == one and again.members == one.members and again.values.tolist() == one.values.tolist()

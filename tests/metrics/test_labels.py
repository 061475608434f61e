"""Measures of labels and numbers against scikit-learn, and spans by hand."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from s2s.data.tags import spans
from s2s.errors import UserError
from s2s.metrics.base import build, by_line
from s2s.metrics.confusion import by_label, confusion
from s2s.metrics.span_f1 import by_type

metrics = pytest.importorskip("sklearn.metrics")


def drawn(chance: random.Random) -> tuple[list[str], list[str]]:
    """Labels, and what is predicted, of which some are right."""
    gold = [chance.choice("aabcd") for _ in range(200)]
    return gold, [one if chance.random() < 0.6 else chance.choice("abcde") for one in gold]


GOLD, PREDICTED = drawn(random.Random(1))


def test_as_scikit_learn_has_them() -> None:
    assert build("accuracy").score(PREDICTED, GOLD) == pytest.approx(100 * metrics.accuracy_score(GOLD, PREDICTED))
    assert build("f1").score(PREDICTED, GOLD) == pytest.approx(
        100 * metrics.f1_score(GOLD, PREDICTED, average="macro", zero_division=0)
    )
    assert build("balanced_accuracy").score(GOLD, PREDICTED) == pytest.approx(
        100 * metrics.balanced_accuracy_score(PREDICTED, GOLD)
    )
    names, rows = confusion(PREDICTED, GOLD)
    expected = metrics.precision_recall_fscore_support(GOLD, PREDICTED, labels=names, zero_division=0)
    for at, one in enumerate(by_label(names, rows).values()):
        ours = [one["precision"] / 100, one["recall"] / 100, one["F1"] / 100, one["number"]]
        assert ours == pytest.approx([column[at] for column in expected])
    assert rows == metrics.confusion_matrix(GOLD, PREDICTED, labels=names).tolist()


def test_of_each_word() -> None:
    lines = [some[start : start + 10] for some in (PREDICTED, GOLD) for start in range(0, 200, 10)]
    for name in ("accuracy", "f1"):
        assert build(name).score(lines[:20], lines[20:]) == build(name).score(PREDICTED, GOLD)
        with pytest.raises(ValueError, match="zip"):
            build(name).score([["a", "b"]], [["a"]])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O O", []),
        ("B-PER I-PER O B-LOC", [("PER", 0, 2), ("LOC", 3, 4)]),
        ("B-PER B-PER", [("PER", 0, 1), ("PER", 1, 2)]),
        ("I-PER I-LOC", [("PER", 0, 1), ("LOC", 1, 2)]),
        ("B-PER I-LOC I-LOC", [("PER", 0, 1), ("LOC", 1, 3)]),
    ],
)
def test_spans(tags: str, expected: list[tuple[str, int, int]]) -> None:
    assert list(spans(tags.split())) == expected


def obvious_spans(tags: list[str]) -> set[tuple[str, int, int]]:
    """By definition, as conlleval has it: of all stretches those that one kind fills, that begin where B- says so or where
    what stands before is no part of the kind, and that do not go on."""

    def inside(place: int, kind: str) -> bool:
        return place < len(tags) and tags[place] == f"I-{kind}"

    def of(place: int, kind: str) -> bool:
        return 0 <= place < len(tags) and tags[place] in (f"B-{kind}", f"I-{kind}")

    found = set()
    for begin in range(len(tags)):
        for end in range(begin + 1, len(tags) + 1):
            for kind in ("PER", "LOC"):
                begins = tags[begin] == f"B-{kind}" or (inside(begin, kind) and not of(begin - 1, kind))
                if begins and all(inside(place, kind) for place in range(begin + 1, end)) and not inside(end, kind):
                    found.add((kind, begin, end))
    return found


def test_spans_and_f1_as_defined() -> None:
    chance = random.Random(2)
    names = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
    for length in range(1, 5):
        for tags in itertools.product(names, repeat=length):
            assert sorted(spans(tags)) == sorted(obvious_spans([*tags]))
    gold = [chance.choices(names, k=chance.randint(1, 12)) for _ in range(200)]
    guess = [
        [g if chance.random() < 0.7 else w for g, w in zip(gs, chance.choices(names, k=len(gs)), strict=True)]
        for gs in gold
    ]
    right = sum(len(obvious_spans(g) & obvious_spans(p)) for g, p in zip(gold, guess, strict=True))
    precision = right / sum(len(obvious_spans(p)) for p in guess)
    recall = right / sum(len(obvious_spans(g)) for g in gold)
    assert build("span_f1").score(guess, gold) == pytest.approx(100 * 2 * precision * recall / (precision + recall))


def test_span_f1() -> None:
    gold, metric = [["B-PER", "I-PER", "O", "B-LOC"], ["O", "B-ORG"]], build("span_f1")
    assert metric.score(gold, gold) == 100
    assert metric.score([["B-PER", "O", "O", "B-LOC"], ["O", "B-ORG"]], gold) == pytest.approx(100 * 2 * 2 / 6)
    assert metric.score([["O"]], [["O"]]) == 0
    for name in ("span_f1", "span_f1_strict"):
        with pytest.raises(UserError, match=f"^{name}: the tags are not BIO"):
            build(name).score([["NOUN"]], [["VERB"]])
        lines = by_line(build(name), [["O"], ["O"], ["B-x"], ["B-x"]], [["O"], ["B-x"], ["O"], ["B-x"]], None)
        assert lines == pytest.approx([math.nan, 0, 0, 100], nan_ok=True)  # no span is neither right nor wrong


def test_strict_spans_and_types() -> None:
    gold = [["B-PER", "I-PER", "O", "B-LOC"], ["O", "B-PER"]]
    guess = [["I-PER", "I-PER", "O", "B-LOC"], ["B-PER", "B-PER"]]
    assert build("span_f1").score(guess, gold) == pytest.approx(100 * 2 * 3 / (3 + 4))
    assert build("span_f1_strict").score(guess, gold) == pytest.approx(100 * 2 * 2 / (3 + 3))  # I-PER begins no span
    assert build("span_f1_strict").score([["O"]], [["O"]]) == 0
    assert by_type(guess, gold) == {
        "LOC": {"number": 1, "precision": 100, "recall": 100, "F1": 100},
        "PER": {"number": 2, "precision": pytest.approx(200 / 3), "recall": 100, "F1": pytest.approx(80)},
    }
    bioes = [["B-PER", "E-PER", "O", "S-LOC"]]
    assert build("span_f1_strict").score(bioes, bioes) == build("span_f1").score(bioes, bioes) == 100


def test_errors() -> None:
    predicted, right = [[1.0, 2.0], [3.0]], [[2.0, 2.0], [1.0]]
    assert build("mse").score(predicted, right) == pytest.approx(5 / 3)
    assert build("mae").score(predicted, right) == pytest.approx(1.0)

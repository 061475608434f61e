"""Intervals and paired tests equal sacrebleu's own, and of a metric without sums they are those of the same draws."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy
import pytest
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

from s2s.metrics.base import Metric, build
from s2s.metrics.resampling import draws, interval, p_value
from s2s.metrics.scores import compare, score

WORDS = "der Mann im Park liest eine Zeitung und trinkt Kaffee".split()


def drawn(chance: random.Random) -> list[str]:
    return [" ".join(chance.choices(WORDS, k=chance.randint(4, 12))) for _ in range(60)]


REFERENCES = drawn(random.Random(1))


def noisy(share: float, chance: random.Random) -> list[str]:
    return [" ".join(w if chance.random() > share else chance.choice(WORDS) for w in r.split()) for r in REFERENCES]


BETTER, WORSE = noisy(0.3, random.Random(2)), noisy(0.4, random.Random(3))
OWN = {"bleu": BLEU, "chrf": CHRF, "ter": TER}


@pytest.mark.parametrize("name", OWN)
def test_intervals_are_sacrebleu_s(name: str) -> None:
    expected = OWN[name]().corpus_score(BETTER, [REFERENCES], n_bootstrap=1000)
    found = score(BETTER, REFERENCES, metrics=(name,), confidence=True)[name]
    assert found.score == expected.score and found.interval == pytest.approx(expected._ci, rel=1e-5)
    metric = OWN[name]()
    metric.corpus_score(BETTER, [REFERENCES], n_bootstrap=1000)
    assert found.signature == str(metric.get_signature())


def test_paired_tests_are_sacrebleu_s() -> None:
    systems = [("baseline", WORSE), ("system", BETTER)]
    _, expected = PairedTest(systems, {name: OWN[name]() for name in OWN}, [REFERENCES], "bs", 1000)()
    found = compare(BETTER, WORSE, REFERENCES)
    for name, rows in zip(OWN, list(expected.values())[1:], strict=True):
        assert found[name]["p"] == pytest.approx(rows[1].p_value, abs=0.0011)  # one draw more or less, at a tie
        assert found[name]["score"] == rows[1].score and found[name]["baseline"] == rows[0].score


class Right(Metric):
    """The share of lines that are right, without sums of its own."""

    def score(self, predicted: Sequence[str], references: Sequence[str], sources: object = None) -> float:
        return 100 * sum(one == other for one, other in zip(predicted, references, strict=True)) / len(references)


def test_with_sums_and_without() -> None:
    chance = random.Random(1)
    labels = [chance.choice("ab") for _ in range(80)]
    guess, other = ([one if chance.random() < p else "c" for one in labels] for p in (0.9, 0.6))
    accuracy = build("accuracy")
    assert interval(Right(), guess, labels) == pytest.approx(interval(accuracy, guess, labels))
    scores = Right().score(guess, labels), Right().score(other, labels)
    p = p_value(Right(), scores, guess, other, labels)
    assert p == p_value(accuracy, scores, guess, other, labels) and p < 0.05
    assert p_value(Right(), (scores[0], scores[0]), guess, guess, labels) == 1.0


class Half(Metric):
    """As `Right`, of the lines that are no "b"; nan where there is none."""

    def score(self, predicted: Sequence[str], references: Sequence[str], sources: object = None) -> float:
        kept = [one == other for one, other in zip(predicted, references, strict=True) if other != "b"]
        return 100 * sum(kept) / len(kept) if kept else float("nan")


def test_resamples_without_a_score_do_not_count() -> None:
    """Of two lines, one of which counts nothing, every draw that has a score has the same; of none there is no interval."""
    assert interval(Half(), ["a", "a"], ["a", "b"]) == 0.0
    assert numpy.isnan(interval(Half(), ["a", "a"], ["b", "b"]))
    assert numpy.isnan(p_value(Half(), (float("nan"),) * 2, ["a", "a"], ["b", "a"], ["b", "b"]))
    drawn_lines = list(draws(2))
    scored = sum(0 in rows for rows in drawn_lines)
    assert 0 < scored < len(drawn_lines)
    assert p_value(Half(), (100.0, 0.0), ["a", "a"], ["c", "a"], ["a", "b"]) == 1 / (scored + 1)


def test_what_is_drawn() -> None:
    """All draws at once, as sacrebleu takes them, or one by one."""
    whole = numpy.random.default_rng(12345).choice(37, size=(1000, 37), replace=True)
    assert (numpy.stack(list(draws(37))) == whole).all()

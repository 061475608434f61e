"""IBM model 1 against the textbook's loops, and what a shortlist takes from it."""

from __future__ import annotations

import random
from collections import defaultdict

import numpy
import pytest
from translating import tokenizer

from s2s.data.text.ids import EOS
from s2s.export import alignment_model
from s2s.export.alignment_model import ROUNDS, encoded, learn, model1

SIZE = 30


def pairs(count: int, noise: float = 0.2) -> list[tuple[list[int], list[int]]]:
    """Word n becomes n + 10, n + 11 or nothing; frequent words come from nowhere."""
    chance = random.Random(1)
    made = []
    for _ in range(count):
        source = [chance.randrange(4, 14) for _ in range(chance.randrange(1, 6))]
        target = [word + 10 + (chance.random() < noise) for word in source if chance.random() > noise]
        made.append((source, [*target, 28, *([29] if chance.random() < 0.5 else [])]))
    return made


def textbook(text: list[tuple[list[int], list[int]]]) -> dict[tuple[int, int], float]:
    """P(t | s) by expectation maximisation, link by link."""
    chances: dict[tuple[int, int], float] = defaultdict(lambda: 1.0)
    for _ in range(ROUNDS):
        counts: dict[tuple[int, int], float] = defaultdict(float)
        for source, target in text:
            for result in sorted(set(target)):
                total = sum(chances[origin, result] for origin in {*source, EOS})
                for origin in {*source, EOS}:
                    counts[origin, result] += chances[origin, result] / total
        sums: dict[int, float] = defaultdict(float)
        for (origin, _), count in counts.items():
            sums[origin] += count
        chances = defaultdict(float, {pair: count / sums[pair[0]] for pair, count in counts.items()})
    return chances


def test_chances_are_the_textbook_s() -> None:
    text = pairs(50)
    cells, words, position = [], [], 0
    for source, target in text:
        for result in set(target):
            cells += [origin * SIZE + result for origin in {*source, EOS}]
            words += [position] * len({*source, EOS})
            position += 1
    known, chances = model1(numpy.array(cells), numpy.array(words), SIZE)
    expected = textbook(text)
    assert {divmod(cell, SIZE) for cell in known.tolist()} == set(expected)
    for cell, chance in zip(known.tolist(), chances.tolist(), strict=True):
        assert chance == pytest.approx(expected[divmod(cell, SIZE)], rel=1e-9)


def test_a_shortlist_holds_the_translations_best_first() -> None:
    text = pairs(2000)
    found = learn(text, (SIZE, SIZE), 2)
    for word in range(4, 14):
        assert found.table[word, 0] == word + 10
    assert found.table[20].tolist() == [EOS, EOS], "a word that was never seen has no translations"
    chances = textbook(text)
    for word, most in ((5, 1), (7, 3)):
        best = sorted((-chance, result) for (origin, result), chance in chances.items() if origin == word)
        assert learn(text, (SIZE, SIZE), most).table[word].tolist() == [result for _, result in best[:most]]


def test_frequent_tokens_are_always_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment_model, "FREQUENT", 2)
    counts = numpy.bincount([token for _, target in pairs(300) for token in target])
    found = learn(pairs(300), (SIZE, SIZE), 1)
    assert found.always.tolist() == sorted([0, 1, 2, 3, *counts.argsort()[-2:].tolist()])


def test_a_large_corpus_is_read_only_as_far_as_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment_model, "MOST_LINKS", 500)
    rest = iter(pairs(2000))
    learn(rest, (SIZE, SIZE), 1)
    assert 1500 < len(list(rest)) < 1990
    assert learn([], (SIZE, SIZE), 50).table.shape == (SIZE, SIZE), "no more candidates than there are tokens"


class Texts:
    """As a table of `datasets`."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: list[int]) -> dict[str, list[str]]:
        return {"source": ["a" * (row + 1) for row in rows], "target": ["b" * (row + 1) for row in rows]}


def test_pairs_are_read_in_random_order_and_long_ones_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment_model, "PART", 7)
    found = list(encoded(Texts(40), (tokenizer(), tokenizer()), longest=20))  # type: ignore[arg-type]  # a table of two columns
    lengths = [len(source) for source, _ in found]
    assert lengths != sorted(lengths) and len(set(lengths)) == len(lengths) and max(lengths) <= 20 < len(found) + 3
    assert all(len(source) == len(target) for source, target in found)

"""The epochs of several directions: shares by size and temperature, each pair as often as any other of its direction."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy
import pytest

from s2s.data.mixture import DIRECTION, Mixture, apportioned, shares_of


class Rows:
    """A table whose texts are their own numbers."""

    def __init__(self, spans: list[range]) -> None:
        self.of = {row: number for number, span in enumerate(spans) for row in span}

    def __getitem__(self, rows: Any) -> dict[str, list[Any]]:
        numbers = list(range(rows.start, rows.stop)) if isinstance(rows, slice) else rows
        texts = [str(row) for row in numbers]
        return {"source": texts, "target": texts, DIRECTION: [self.of[row] for row in numbers]}


def test_shares_are_those_of_the_paper() -> None:
    sizes = numpy.array([100_000, 4_000])
    expected = [size ** (1 / 5) for size in sizes]
    own = numpy.arange(2)
    assert shares_of(sizes, 5.0, own) == pytest.approx([one / sum(expected) for one in expected])
    assert shares_of(sizes, 1.0, own) == pytest.approx([100 / 104, 4 / 104])
    assert shares_of(sizes, 1e6, own) == pytest.approx([0.5, 0.5], abs=1e-5)


def test_weights_count_pairs_for_their_corpus_and_their_direction() -> None:
    """Two corpora of one direction, 100 pairs of weight 3 and 300 of weight 1, beside one of 600 in another."""
    sizes, weights, owners = numpy.array([100, 300, 600]), numpy.array([3.0, 1.0, 1.0]), numpy.array([0, 0, 1])
    first, other = 600**0.5, 600**0.5  # 3 · 100 + 300 and 600
    share = first / (first + other)
    assert shares_of(sizes * weights, 2.0, owners) == pytest.approx([share / 2, share / 2, 1 - share])
    spans = [range(0, 100), range(100, 400)]
    mixture = Mixture(spans, 5.0, seed=3, weights=[3.0, 1.0], directions=[0, 0])
    counts = Counter(map(int, mixture.read(Rows(spans), 0, 0)["source"]))
    assert counts.total() == mixture.size == 400, "as many pairs as there are, half of them from each"
    assert sum(counts[row] for row in spans[0]) == 200 and {counts[row] for row in spans[0]} == {2}
    doubled = Mixture(spans, 5.0, seed=3, weights=[6.0, 2.0], directions=[0, 0])
    assert (doubled.starts(1) == mixture.starts(1)).all(), "only their ratio matters"
    alike = Mixture(spans, 2.0, seed=3, weights=[1.0, 1.0], directions=[0, 1])
    assert (alike.starts(1) == Mixture(spans, 2.0, seed=3).starts(1)).all()


def test_the_whole_is_apportioned() -> None:
    assert apportioned(10, numpy.array([0.55, 0.25, 0.2])).tolist() == [6, 2, 2]
    assert apportioned(100, numpy.array([0.999, 0.001])).tolist() == [100, 1], "a direction is never left out"


def test_with_a_temperature_of_one_every_pair_comes_once() -> None:
    spans = [range(0, 70), range(70, 100)]
    read = Mixture(spans, 1.0, seed=3).read(Rows(spans), 4, 0)
    assert sorted(map(int, read["source"])) == list(range(100))
    assert [spans[number].start <= int(text) for text, number in zip(read["source"], read[DIRECTION], strict=True)]


def test_small_directions_come_more_often_and_evenly() -> None:
    spans = [range(0, 900), range(900, 1000)]
    mixture = Mixture(spans, 2.0, seed=3)
    counts = Counter(map(int, mixture.read(Rows(spans), 0, 0)["source"]))
    assert counts.total() == mixture.size == 1000
    assert sum(counts[row] for row in spans[1]) == 250, "√100 of √900 + √100"
    assert {counts[row] for row in spans[1]} == {2, 3}
    assert {counts[row] for row in spans[0]} == {0, 1}


def test_an_epoch_is_a_function_of_the_seed_and_its_number() -> None:
    spans = [range(0, 40), range(40, 60)]

    def drawn(seed: int, epoch: int) -> list[str]:
        return list(Mixture(spans, 5.0, seed).read(Rows(spans), epoch, 0)["source"])

    assert drawn(1, 2) == drawn(1, 2)
    assert drawn(1, 2) != drawn(1, 3) and drawn(1, 2) != drawn(2, 2)


def test_a_large_corpus_comes_in_blocks_of_one_direction() -> None:
    spans = [range(0, 100), range(100, 150)]
    mixture = Mixture(spans, 1.0, seed=1, chunk=32, block=8)
    chunks = [mixture.read(Rows(spans), 0, chunk) for chunk in range(mixture.chunks)]
    assert mixture.chunks == 5 and len(chunks[-1]["source"]) > 0
    assert sorted(int(text) for chunk in chunks for text in chunk["source"]) == list(range(150))
    for chunk in chunks:
        for text, number in zip(chunk["source"], chunk[DIRECTION], strict=True):
            assert int(text) in spans[number]


@pytest.mark.parametrize("small", [100, 300, 1000])
@pytest.mark.parametrize("temperature", [1.0, 2.0, 5.0])
def test_small_directions_have_their_share_beside_large_ones(small: int, temperature: float) -> None:
    """Rows, not blocks: the last block of a direction is short."""
    large = 100_000
    mixture = Mixture([range(large), range(large, large + small)], temperature, seed=3)
    assert mixture.block > 1
    rows = numpy.zeros(2)
    for epoch in range(4):
        edges = mixture.starts(epoch)
        own = edges[:, 0] >= large
        rows += [(edges[part, 1] - edges[part, 0]).sum() for part in (~own, own)]
    expected = small ** (1 / temperature) / (large ** (1 / temperature) + small ** (1 / temperature))
    assert rows[1] / rows.sum() == pytest.approx(expected, rel=0.03)
    assert rows.sum() / 4 == pytest.approx(large + small, rel=0.01)

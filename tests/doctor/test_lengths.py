"""Lengths that do not fit, and the place from which no line fits its partner."""

from __future__ import annotations

import numpy
import pytest

from s2s.data.corpora.formats.base import Row
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.doctor.examine import examine
from s2s.doctor.lengths import BLOCK, LEAST, out_of_step, outliers, shift, usual

PAIRS = pairs("en", "de", "train", 1000, 1)


def counts(texts: list[str]) -> numpy.ndarray:
    return numpy.array([len(text) for text in texts])


SOURCES, TARGETS = counts([pair[0] for pair in PAIRS]), counts([pair[1] for pair in PAIRS])


def test_outliers_on_either_side() -> None:
    targets = TARGETS.copy()
    targets[[3, 500, 999]] = 1000, 1, 600
    lengths = usual(SOURCES, targets)
    assert lengths is not None and outliers(SOURCES, targets, lengths).tolist() == [3, 500, 999]
    assert lengths.ratio == pytest.approx(numpy.median(TARGETS / SOURCES), abs=0.01)
    clean = usual(SOURCES, TARGETS)
    assert clean is not None and outliers(SOURCES, TARGETS, clean).size == 0


def test_a_ratio_far_from_1_is_usual_where_it_is_usual() -> None:
    lengths = usual(SOURCES, TARGETS // 4 + 1)
    assert lengths is not None and lengths.ratio < 0.4
    assert outliers(SOURCES, TARGETS // 4 + 1, lengths).size == 0
    assert len(outliers(SOURCES, TARGETS * 4, lengths)) > 900


def test_too_few_pairs_tell_nothing() -> None:
    assert usual(SOURCES[: LEAST - 1], TARGETS[: LEAST - 1]) is None
    assert shift(SOURCES[: LEAST - 1], TARGETS) is None


@pytest.mark.parametrize("place", [0, 7, 400, 990])
@pytest.mark.parametrize("lost", [1, 3])
def test_the_place_of_a_lost_line(place: int, lost: int) -> None:
    rest = numpy.delete(TARGETS, range(place, place + lost))
    for found in (shift(SOURCES, rest), shift(rest, SOURCES)):
        assert found is not None and abs(found - place) <= 5


@pytest.mark.parametrize("away", [1, -1, 3])
def test_lines_that_are_out_of_step_though_there_are_as_many(away: int) -> None:
    """From the third block on each belongs to another: where it begins and ends, half a block may be missed."""
    first, last = 2 * BLOCK, 4 * BLOCK + 30
    texts = [target for _, target in PAIRS]
    texts[first:last] = numpy.roll(texts[first:last], away).tolist()
    read = [Row(line, source, text) for line, ((source, _), text) in enumerate(zip(PAIRS, texts, strict=True), start=1)]
    (found,) = [one for one in examine("corpus", lambda: iter(read)).report.findings if one.check == "step"]
    lines = set(found.lines)
    assert set(range(first + 1, 4 * BLOCK + 1)) <= lines <= set(range(first + 1, last + BLOCK))


def test_lines_in_step_are_not_out_of_it() -> None:
    assert out_of_step(SOURCES, TARGETS).size == 0
    same = numpy.full(LEAST, 7)
    assert out_of_step(same, same).size == 0  # all fit all
    few = SOURCES[:10]
    assert out_of_step(few, numpy.roll(few, 1)).size == 0  # too few to tell
    rng = numpy.random.default_rng(1)
    assert out_of_step(rng.integers(1, 100, 100_000), rng.integers(1, 100, 100_000)).size == 0  # and here none any

"""Lengths that do not fit, and the place from which no line fits its partner."""

from __future__ import annotations

import numpy
import pytest

from s2s.data.doctor.lengths import LEAST, outliers, shift, usual
from s2s.data.phrasebook import pairs

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

"""Windows of series: what they read and what is right for them, with missing values and features, against loops by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy
import pytest

from s2s.data.series import INTERPOLATE, PREVIOUS, Series, Windows, filled

NAN = float("nan")


def ramp(size: int, name: str = "") -> Series:
    """0, 1, 2 …"""
    return Series(name, numpy.arange(float(size))[:, None])


def test_every_window_once_in_the_order_of_series_and_time() -> None:
    table = Windows([ramp(6, "a"), ramp(5, "b"), ramp(2, "c")], 3, 2)
    assert [(row["source"].series.name, row["source"].origin) for row in table] == [("a", 3), ("a", 4), ("b", 3)]
    assert len(table) == 3 and table.empty == 0
    assert [numpy.asarray(window).ravel().tolist() for window in table["source"]] == [[0, 1, 2], [1, 2, 3], [0, 1, 2]]
    assert [target.tolist() for target in table[1:]["target"]] == [[[4, 5]], [[3, 4]]]
    assert table[-1]["source"].history.ravel().tolist() == [0, 1, 2]
    with pytest.raises(IndexError):
        table.window(3)


def test_a_stride_counts_from_the_last_window() -> None:
    assert [row["source"].origin for row in Windows([ramp(10)], 3, 2, stride=3)] == [5, 8]
    assert [row["source"].origin for row in Windows([ramp(10)], 3, 2, spans=[(1, 4)])] == [3, 4]


def test_with_each_every_step_has_its_target() -> None:
    one = Series("", numpy.arange(8.0).reshape(4, 2))
    assert Windows([one], 2, 2, each=True)[0]["target"].tolist() == [[2, 3, 4, 5], [4, 5, 6, 7]]


def test_features_are_read_beside_the_targets_and_known_ahead_where_they_are() -> None:
    known = numpy.arange(100.0, 106)[:, None]
    one = replace(ramp(5), past=numpy.arange(10.0, 15)[:, None], future=known)
    window = Windows([one], 2, 3, spans=[(2, 4)])[2]["source"]
    assert window.origin == 4
    assert window.inputs.tolist() == [[2, 12], [3, 13]]
    assert window.known.ravel().tolist()[:4] == [102, 103, 104, 105] and numpy.isnan(window.known[4:]).all()
    assert numpy.asarray(window).tolist() == [[2, 12, 102], [3, 13, 103]]
    assert window.wanted.ravel().tolist()[0] == 4 and numpy.isnan(window.wanted[1:]).all()


def test_windows_without_a_number_are_left_out() -> None:
    values = numpy.arange(8.0)[:, None]
    values[2:5] = NAN
    table = Windows([Series("", values)], 2, 1)
    origins = [
        origin
        for origin in range(2, 8)
        if not numpy.isnan(values[origin - 2 : origin]).all() and not numpy.isnan(values[origin])
    ]
    assert [row["source"].origin for row in table] == origins and table.empty == 6 - len(origins)
    assert Windows([Series("", values)], 3, 1)[-1]["source"].present.ravel().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("fill", "expected"), [(INTERPOLATE, [1, 1, 2, 3, 4, 4]), (PREVIOUS, [1, 1, 1, 1, 4, 4])], ids=str
)
def test_what_fills_gaps(fill: str, expected: list[float]) -> None:
    values = numpy.array([[NAN, NAN], [1, NAN], [NAN, NAN], [NAN, NAN], [4, NAN], [NAN, NAN]])
    assert filled(values, fill).tolist() == [[number, 0] for number in expected]
    assert numpy.isnan(values[0, 0])


def test_nothing_after_a_window_fills_its_gaps() -> None:
    values = numpy.array([[1.0], [NAN], [9.0]])
    assert Windows([Series("", values)], 2, 1)[0]["source"].inputs.ravel().tolist() == [1, 1]


def test_the_digest_tells_other_numbers_names_and_cuts_apart() -> None:
    one = ramp(9)
    others = [
        Windows([one], 3, 2),
        Windows([one], 3, 1),
        Windows([one], 3, 2, stride=2),
        Windows([replace(one, name="b")], 3, 2),
        Windows([replace(one, values=one.values + 1)], 3, 2),
    ]
    assert len({table.digest for table in others}) == 5
    assert Windows([ramp(9)], 3, 2).digest == others[0].digest

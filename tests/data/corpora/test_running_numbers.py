"""Columns of numbers that count the rows of a table: what they say of the steps, and which say nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pandas
import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.tabular.layout import read_series
from s2s.data.corpora.tabular.series_file import SeriesFile
from s2s.errors import UserError

NAN = float("nan")
STORES = "store,t,sales\nA,1,5\nA,2,6\nA,{},7\nB,1,8\nB,2,9\nB,3,8\n"


def read(path: Path, content: str, **options: Any) -> SeriesFile:
    path.write_text(content, encoding="utf-8")
    data = DataConfig(held=0.1, **{"target": "all", **options})
    return read_series(open_format("data.train", str(path), data, ("series",)).sheet(), data, 1)


@pytest.mark.parametrize("time", [None, "t"])
@pytest.mark.parametrize(
    ("content", "options", "expected", "said"),
    [
        (STORES.format(3), {"series": "store"}, {"A": [5, 6, 7], "B": [8, 9, 8]}, ""),
        (STORES.format(4), {"series": "store"}, {"A": [5, 6, NAN, 7], "B": [8, 9, 8]}, "1 step is missing, the first 3 of A: "),
        ("t,v\n1,5\n2,6\n4,7\n5,8\n", {}, {"": [5, 6, NAN, 7, 8]}, "1 step is missing, the first 3: "),
        ("t,v\n0,5\n10,6\n20,7\n50,8\n", {}, {"": [5, 6, 7, NAN, NAN, 8]}, "2 steps are missing, the first 30: "),
        ("t,v\n7,5\n8,6\n,\n10,7\n11,8\n", {}, {"": [5, 6, NAN, 7, 8]}, "1 step is missing, the first 9: "),
        ("t,v\n7,5\n9,\n10,7\n11,8\n", {}, {"": [5, NAN, NAN, 7, 8]}, "1 value is missing, the first at step 9: "),
    ],
)  # fmt: skip
def test_running_numbers_tell_steps(
    content: str, options: dict[str, Any], expected: dict[str, list[float]], said: str, time: str | None, tmp_path: Path
) -> None:
    file = read(tmp_path / "a.csv", content, time=time, **options)
    assert [one.name for one in file.series] == [*expected]
    for one, values in zip(file.series, expected.values(), strict=True):
        numpy.testing.assert_array_equal(one.values[:, 0], values)
        assert one.values.shape[1] == 1 and one.times is None
    assert said in "\n".join(file.notes)
    if said:
        with pytest.raises(UserError, match=r"missing, the first .*\(data.fill=error\)"):
            read(tmp_path / "a.csv", content, time=time, fill="error", **options)


def test_what_is_beside_a_missing_number_moves_with_it(tmp_path: Path) -> None:
    content = "t,v,p,k\n1,5,50,500\n2,6,60,600\n4,7,70,700\n5,,,800\n"
    (one,) = read(tmp_path / "a.csv", content, target="v", known=["k"]).series
    numpy.testing.assert_array_equal(one.past[:, 0], [50, 60, NAN, 70])
    numpy.testing.assert_array_equal(one.future[:, 0], [500, 600, NAN, 700, 800])


def test_numbers_that_are_hardly_steps(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", "index,v\n100,1\n103,2\n110,3\n111,4\n").series[0].targets == ("index", "v")
    said = "most steps are missing: 3 of 100,000; correct its running numbers, or give data.time=none and data.target"
    with pytest.raises(UserError, match=said):
        read(tmp_path / "a.csv", "t,v\n1,1\n2,2\n100000,3\n", time="t")


FRAME = pandas.DataFrame({"date": pandas.date_range("2024-01-01", periods=8).astype(str), "v": numpy.arange(8) % 3})
KEPT = FRAME[FRAME["v"] != 1]


@pytest.mark.parametrize(
    ("content", "target"),
    [
        (FRAME.to_csv(), "v"),
        (FRAME[::-1].sort_values("date").to_csv(), "v"),
        (KEPT[["v"]].to_csv(), "v"),
        (KEPT.sort_values("v")[["v"]].to_csv(), "v"),
        (pandas.concat([FRAME, FRAME])[["v"]].to_csv(), "v"),
        (KEPT[["v"]].reset_index(names="Unnamed: 0").to_csv(), "v"),
        (KEPT["v"].rename(None).to_csv(), "0"),
        (FRAME.set_index("date")["v"].rename(None).rename_axis(None).to_csv(), "0"),
    ],
)
def test_row_numbers_of_pandas_are_left_out(content: str, target: str, tmp_path: Path) -> None:
    (one,) = read(tmp_path / "a.csv", content).series
    assert one.targets == (target,) and not one.past.size
    expected = [float(line.rsplit(",", 1)[1]) for line in content.strip().split("\n")[1:]]
    assert one.values[:, 0].tolist() == expected


def test_row_numbers_are_read_where_the_options_name_them(tmp_path: Path) -> None:
    content = ",v\n1,5\n2,6\n4,7\n"
    assert read(tmp_path / "a.csv", content, target="1", past=[]).series[0].values[:, 0].tolist() == [1, 2, 4]
    assert numpy.isnan(read(tmp_path / "a.csv", content, time="1").series[0].values[2, 0])
    assert read(tmp_path / "a.csv", content, target=",v").series[0].targets == ("", "v")  # as a run has settled it

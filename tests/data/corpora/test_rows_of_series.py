"""Tables with a series in each row: how they are told from those with a step in each row, and where their names are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas
import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.tabular.layout import read_series
from s2s.data.corpora.tabular.series_file import SeriesFile

MONTHS = pandas.date_range("2015-01-01", periods=40, freq="MS")


def read(path: Path, content: str, **options: Any) -> SeriesFile:
    path.write_text(content, encoding="utf-8")
    data = DataConfig(held=0.1, **{"target": "all", **options})
    return read_series(open_format("data.train", str(path), data, ("series",)).sheet(), data, 1)


def values(file: SeriesFile) -> dict[str, list[list[float]]]:
    return {one.name: one.values.T.tolist() for one in file.series}


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ({"target": "b"}, 1),
        ({"time": "none"}, 0),
        ({"known": ["a"], "target": "c,d"}, 2),
        ({"past": ["a"]}, 1),
        ({"series": "columns"}, 0),
    ],
)
@pytest.mark.parametrize("form", ["week {0}", "{0:%b-%Y}", "{0:%B-%Y}"])
def test_names_in_the_first_column_are_no_series_where_the_options_say_columns(
    form: str, options: dict[str, Any], first: int, tmp_path: Path
) -> None:
    rows = (f"{form.format(month)},{n},{n + 1},{n + 2},{n + 3}\n" for n, month in enumerate(MONTHS))
    file = read(tmp_path / "a.csv", f"month,a,b,c,d\n{''.join(rows)}", **options)
    assert {len(one) for one in file.series} == {40} and file.series[0].values[0, 0] == first
    dated = form != "week {0}" and "time" not in options
    assert file.series[0].frequency == ("MS" if dated else None)


@pytest.mark.parametrize(
    ("content", "options", "expected"),
    [
        ("store,1,2,3,4\nA,5,6,7,8\nB,1,2,3,5\n", {}, {"A": [[5, 6, 7, 8]], "B": [[1, 2, 3, 5]]}),
        (",0,1,2,3\nA,5,6,7,8\nB,1,2,3,5\n", {}, {"A": [[5, 6, 7, 8]], "B": [[1, 2, 3, 5]]}),
        ("H,1,2,3,4\nI,1,2,3,4\n", {}, {"H": [[1, 2, 3, 4]], "I": [[1, 2, 3, 4]]}),
        ("H1,1,2,3,4\nH2,5,5,5,5\n", {}, {"H1": [[1, 2, 3, 4]], "H2": [[5, 5, 5, 5]]}),
        ("2024-01-01,1,2,3,4\n2024-01-02,5,5,5,5\n", {"series": "columns"}, {"2": [[1, 5]], "3": [[2, 5]], "4": [[3, 5]], "5": [[4, 5]]}),
        ("store,2018,2019,2020\n101,5,6,7\n102,6,6,5\n", {"series": "rows"}, {"101": [[5, 6, 7]], "102": [[6, 6, 5]]}),
        ("store,w1,w2,w3\n101,5,6,7\n102,6,6,5\n", {"series": "rows"}, {"101": [[5, 6, 7]], "102": [[6, 6, 5]]}),
        (",0,1,2,3\n101,5,6,7,8\n102,1,2,3,5\n", {"series": "rows"}, {"101": [[5, 6, 7, 8]], "102": [[1, 2, 3, 5]]}),
        ("w1,w2,w3\n101,5,6\n102,6,6\n", {"series": "rows"}, {"1": [[101, 5, 6]], "2": [[102, 6, 6]]}),
        ("2017,2018,2019\n101,5,6\n102,6,6\n", {"series": "rows"}, {"1": [[2017, 2018, 2019]], "2": [[101, 5, 6]], "3": [[102, 6, 6]]}),
        ("store,w1,w2,w3\n7,5,6,7\n7,6,6,5\n", {"series": "rows"}, {"1": [[7, 5, 6, 7]], "2": [[7, 6, 6, 5]]}),
        ("first,then,last\n101,5,6\n102,6,6\n", {"series": "rows"}, {"1": [[101, 5, 6]], "2": [[102, 6, 6]]}),
    ],
)  # fmt: skip
def test_where_the_names_of_series_in_rows_are(
    content: str, options: dict[str, Any], expected: dict[str, list[list[float]]], tmp_path: Path
) -> None:
    assert values(read(tmp_path / "a.csv", content, **options)) == expected


def test_a_first_column_that_is_read_as_values_is_said(tmp_path: Path) -> None:
    said = "each row is a series, whose values begin with the column first"
    assert said in "\n".join(read(tmp_path / "a.csv", "first,then,last\n1,5,6\n2,6,6\n", series="rows").notes)

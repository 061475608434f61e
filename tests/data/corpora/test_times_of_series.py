"""Times of series: between the regular steps, with an offset, and periods of pandas."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy
import pandas
import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.in_memory import in_memory
from s2s.data.corpora.load import load_corpus
from s2s.data.corpora.tabular.layout import read_series
from s2s.data.corpora.tabular.sheet import Sheet
from s2s.data.corpora.tabular.times import read_times
from s2s.errors import UserError


def load(path: Path, content: str | None = None, **options: Any) -> Corpus:
    """The corpus of a file; a window of 3 and a horizon of 2 unless `options` say otherwise."""
    if content is not None:
        path.write_text(content, encoding="utf-8")
    given: dict[str, Any] = {"held": 0.1, "target": "all", "window": 3, "horizon": 2} | options
    return load_corpus(DataConfig(corpus="files", train=str(path), **given), 1, "forecast")


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        (("10:00", "11:30", "12:30", "13:30"), [1, 1, 2, 3]),
        (("10:00", "11:10", "11:50", "13:00", "14:00", "15:00"), [1, 1, 3, 4, 5, 6]),
        (("10:00", "11:00", "13:00", "14:00", "15:30", "16:00"), [1, 2, numpy.nan, 3, 4, 4, 6]),
        (("10:00", "11:00", "12:00", "12:30", "16:30"), [1, 2, 3, 4, numpy.nan, numpy.nan, numpy.nan]),
    ],
)
def test_no_step_has_what_came_after_it(clocks: tuple[str, ...], expected: list[float]) -> None:
    content = "time,x\n" + "".join(f"2024-01-01 {clock},{number}\n" for number, clock in enumerate(clocks, 1))
    data = DataConfig(corpus="files", held=0.1, target="all", frequency="h")
    frame = pandas.read_csv(io.StringIO(content), dtype=str)
    (one,) = read_series(Sheet("a.csv", frame, ["time", "x"], separator=","), data, 1).series
    there = numpy.flatnonzero(~numpy.isnan(expected))
    assert numpy.array_equal(one.values.ravel(), expected[: there[-1] + 1], equal_nan=True)


BERLIN = pandas.date_range("2024-01-01", "2024-12-31", freq="D", tz="Europe/Berlin")


@pytest.mark.parametrize(
    ("times", "alias"),
    [
        (BERLIN, "D"),
        (pandas.date_range("2024-01-01 06:00", "2024-12-31", freq="D", tz="Europe/Berlin"), "D"),
        (BERLIN[BERLIN.day_of_week < 5], "B"),
        (BERLIN[BERLIN.day_of_week == 2], "W-WED"),
        (BERLIN[BERLIN.day == 1], "MS"),
    ],
)
@pytest.mark.parametrize("kind", ["text", "parquet"])
def test_local_days_stay_days_in_summer(times: Any, alias: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.parquet" if kind == "parquet" else "a.csv")
    if kind == "parquet":
        pandas.DataFrame({"time": times, "x": numpy.arange(len(times))}).to_parquet(path)
    else:
        path.write_text("time,x\n" + "".join(f"{time.isoformat()},{n}\n" for n, time in enumerate(times)))
    corpus = load(path, window=2, horizon=1)
    (one,) = corpus.train.series
    assert one.frequency == alias and one.values.ravel().tolist() == list(range(len(times)))
    assert one.times is not None and one.times.tolist() == times.tz_localize(None).to_pydatetime().tolist()
    assert "its times are read as local days" in "\n".join(corpus.notes)


def test_a_step_before_the_first_row_is_not_missing(tmp_path: Path) -> None:
    days = [
        "2024-01-06",
        *(f"2024-01-{number:02}" for number in range(8, 32) if number % 7 not in (6, 0)),
    ]  # a Saturday
    corpus = load(tmp_path / "a.csv", "day,x\n" + "".join(f"{day},{n}\n" for n, day in enumerate(days)), frequency="B")
    assert "1 time is between the regular steps" in "\n".join(corpus.notes) and "missing" not in "\n".join(corpus.notes)


def test_hours_with_an_offset_become_utc(tmp_path: Path) -> None:
    hours = pandas.date_range("2024-03-30", periods=72, freq="h", tz="Europe/Berlin")
    corpus = load(tmp_path / "a.csv", "time,x\n" + "".join(f"{time.isoformat()},{n}\n" for n, time in enumerate(hours)))
    (one,) = corpus.train.series
    assert one.frequency == "h" and len(one) == 72 and one.times is not None
    assert one.times[0] == numpy.datetime64("2024-03-29T23:00") and "read as UTC" in "\n".join(corpus.notes)


@pytest.mark.parametrize(
    ("frequency", "alias"), [("D", "D"), ("h", "h"), ("M", "MS"), ("Q", "QS-JAN"), ("W-SUN", "W-MON"), ("Y", "YS-JAN")]
)
def test_periods_of_pandas_are_times(frequency: str, alias: str) -> None:
    periods = pandas.period_range("2020-01-01", periods=40, freq=frequency)
    frame = pandas.DataFrame({"x": numpy.arange(40.0)}, index=periods)
    examples = in_memory(frame, None)
    given: dict[str, Any] = {name.removeprefix("data."): value for name, value in examples.options.items()}
    corpus = load_corpus(DataConfig(held=0.1, target="all", window=3, horizon=2, **given), 1, "forecast")
    (one,) = corpus.train.series
    assert one.frequency == alias and one.values.ravel().tolist() == list(range(40))
    assert one.times is not None and one.times[0] == periods[0].to_timestamp().to_datetime64()


ROWS = pandas.Series(pandas.date_range("2024-01-01", periods=40, freq="D"))


@pytest.mark.parametrize("row", [0, 20, 39])
@pytest.mark.parametrize(
    "times",
    [
        ROWS,
        ROWS.dt.tz_localize("Europe/Berlin"),
        ROWS.dt.to_period("D"),
        ROWS.dt.date,
        ROWS.astype(str),
        ROWS.astype(str).astype("string"),
        ROWS.astype(str).astype("category"),
        1700000000.0 + 60 * pandas.Series(numpy.arange(40)),
        1700000000 + 60 * pandas.Series(numpy.arange(40), dtype="Int64"),
    ],
    ids=["times", "zone", "periods", "dates", "text", "string", "category", "floats", "integers"],
)
def test_a_missing_time_is_refused_whatever_the_type(times: Any, row: int) -> None:
    times = times.copy()
    times.iloc[row] = None
    sheet = Sheet("a", pandas.DataFrame({"date": times, "x": numpy.arange(40.0)}), ["date", "x"])
    for time in (None, "date"):
        with pytest.raises(UserError, match=f"a: row {row + 1}: has no time in the column date; give one for each row"):
            read_series(sheet, DataConfig(held=0.1, target="all", time=time), 1)


@pytest.mark.parametrize("clock", ["12:00:00", "23:59:59"])
@pytest.mark.parametrize(
    ("frequency", "days", "alias"),
    [
        ("MS", 0, "MS"),
        ("ME", 0, "ME"),
        ("MS", 4, "MS"),
        ("QE-DEC", 0, "QE-MAR"),
        ("YS", 0, "YS-JAN"),
        ("B", 0, "B"),
        ("W-WED", 0, "W-WED"),
        ("D", 0, "D"),
    ],
)
def test_a_time_of_the_day_leaves_months_and_business_days_as_they_are(
    clock: str, frequency: str, days: int, alias: str, tmp_path: Path
) -> None:
    steps = pandas.date_range("2019-01-01", periods=60, freq=frequency) + pandas.Timedelta(clock)
    times = steps + pandas.Timedelta(days=days)
    corpus = load(tmp_path / "a.csv", "time,x\n" + "".join(f"{time},{n}\n" for n, time in enumerate(times)))
    (one,) = corpus.train.series
    assert one.frequency == alias and one.values.ravel().tolist() == list(range(60))
    assert one.times is not None and list(one.times) == list(steps.to_numpy(dtype="datetime64[us]"))


@pytest.mark.parametrize("form", ["%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%m/%d/%y", "%m/%d/%Y %H:%M"])
@pytest.mark.parametrize(
    "times",
    [
        pandas.date_range("2018-01-01", periods=72, freq="MS"),
        pandas.date_range("2018-01-01", periods=12, freq="MS"),
        pandas.date_range("2018-01-01", periods=72, freq="MS").delete(slice(20, 23)),
        pandas.date_range("2018-01-01", periods=72, freq="MS") + pandas.Timedelta(days=4),
        pandas.date_range("2018-01-01", periods=24, freq="QS"),
        pandas.date_range("2000-07-01", periods=20, freq="YS-JUL"),
        pandas.date_range("2024-03-02", periods=7, freq="D"),
        pandas.date_range("2024-03-01", periods=60, freq="D"),
    ],
)
def test_day_and_month_are_not_exchanged(times: Any, form: str) -> None:
    for cells in (times, times.append(times)):  # one series, and two, one below the other
        column = read_times(pandas.Series(cells.strftime(form)), "Month", asked=False)
        assert column is not None and column.times.tolist() == cells.to_numpy(dtype="datetime64[us]").tolist()
        other = "%d/%m" if form.startswith("%m") else "%m/%d"
        clear = len(times) == 60  # has days beyond the twelfth
        assert clear != (f"though they could be {other}".replace("/", form[2]) in column.note)


def test_a_first_row_of_times_that_may_be_either_is_said(tmp_path: Path) -> None:
    months = ",".join(f"{month}/1/{year}" for year in (2022, 2023) for month in range(1, 13))
    corpus = load(tmp_path / "a.csv", f"store,{months}\nA,{','.join(map(str, range(24)))}\n")
    assert corpus.train.series[0].frequency == "MS"
    assert "its first row: its times are read as %m/%d/%Y, though they could be %d/%m/%Y" in "\n".join(corpus.notes)


@pytest.mark.parametrize(
    ("times", "frequency"),
    [
        (pandas.date_range("2024-01-05", periods=7, freq="D"), "D"),
        (pandas.date_range("2024-01-08", periods=5, freq="B"), "B"),
        (pandas.date_range("2024-05-01", periods=7, freq="MS"), "MS"),
        (pandas.date_range("2024-05-01", periods=7, freq="MS"), None),
    ],
)
@pytest.mark.parametrize("wide", [False, True])
def test_a_known_frequency_tells_day_and_month_apart(times: Any, frequency: str | None, wide: bool) -> None:
    form = "%d/%m/%Y" if frequency in (None, "MS") else "%m/%d/%Y"
    names, values = list(times.strftime(form)), [str(number) for number in range(len(times))]
    if wide:
        sheet = Sheet("a.csv", pandas.DataFrame([["x", *values]]), ["name", *names], separator=",")
    else:
        sheet = Sheet("a.csv", pandas.DataFrame({0: names, 1: values}), ["date", "x"], separator=",")
    file = read_series(sheet, DataConfig(corpus="files", held=0.1, target="all", frequency=frequency), 1)
    (one,) = file.series
    assert one.times is not None and list(one.times) == list(times.to_numpy())
    assert file.form == form and any(f"read as {form}, though they could be" in note for note in file.notes)

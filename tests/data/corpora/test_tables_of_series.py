"""Files of series as people have them: what is recognised, what is said of it, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pandas
import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.load import load_corpus
from s2s.data.series import Series
from s2s.errors import UserError

DAYS = numpy.arange("2024-01-01", "2024-02-01", dtype="datetime64[D]")
DATES = [str(day) for day in DAYS]


def load(path: Path, content: str | None = None, **options: Any) -> Corpus:
    """The corpus of a file; a window of 3 and a horizon of 2 unless `options` say otherwise."""
    if content is not None:
        path.write_text(content, encoding="utf-8")
    given: dict[str, Any] = {"held": 0.1, "target": "all", "window": 3, "horizon": 2} | options
    return load_corpus(DataConfig(corpus="files", train=str(path), **given), 1, "forecast")


def series_in(path: Path, content: str | None = None, **options: Any) -> list[Series]:
    return list(load(path, content, **options).train.series)


def lines(row: Callable[[int, str], str], header: str = "", count: int = len(DATES)) -> str:
    return header + "".join(f"{row(number, day)}\n" for number, day in enumerate(DATES[:count]))


def refused(path: Path, content: str | None = None, **options: Any) -> str:
    with pytest.raises(UserError) as caught:
        load(path, content, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "header", "row"),
    [
        ("a.csv", "", "{0}"),
        ("a.csv", "load\n", "{0}"),
        ("a.csv", "date,load\n", "{1},{0}"),
        ("a.csv", "load,when\n", "{0},{1}"),
        ("a.csv", "", "{1},{0}"),
        ("a.csv", "date;load\n", "{1};{0},0"),
        ("a.csv", "date,load\n", '{1},"{0},0"'),
        ("a.csv", "date|load\n", "{1} 06:30|{0}"),
        ("a.tsv", "date\tload\n", "{1}T00:00:00\t{0}"),
        ("a.tsv", "date\tload\n", "{1}T00:00:00+01:00\t{0}"),
        ("a.txt", "step load\n", "{2} {0}"),
        ("a.csv", "Unnamed: 0,load\n", "{2},{0}"),
        ("a.csv", "date,load,place\n", "{1},{0},here"),
        ("a.csv", "timestamp,load\n", "{3},{0}"),
        ("a.csv", "day,load\n", "{4},{0}"),
    ],
)
def test_one_series_however_it_is_written(name: str, header: str, row: str, tmp_path: Path) -> None:
    def cells(number: int, day: str) -> str:
        seconds = int(DAYS[number].astype("datetime64[s]").astype(int))
        return row.format(number, day, number + 1, seconds, day.replace("-", ""))

    (one,) = series_in(tmp_path / name, lines(cells, header))
    assert one.values.ravel().tolist() == list(range(len(DATES)))
    dated = "{1}" in row or "{3}" in row or "{4}" in row
    assert one.frequency == ("D" if dated else None)
    if dated:
        assert one.times is not None and (numpy.diff(one.times) == numpy.timedelta64(1, "D")).all()


@pytest.mark.parametrize(
    ("form", "frequency", "alias"),
    [
        ("%Y-%m-%d %H:%M:%S", "15min", "15min"),
        ("%d.%m.%Y %H:%M", "h", "h"),
        ("%m/%d/%Y", "D", "D"),
        ("%d/%m/%Y", "D", "D"),
        ("%d/%m/%y", "B", "B"),
        ("%Y-%m-%d", "W-WED", "W-WED"),
        ("%Y-%m", "MS", "MS"),
        ("%b %Y", "MS", "MS"),
        ("%Y-%m-%d", "ME", "ME"),
        ("%Y-%m-%d", "QE-DEC", "QE-MAR"),
        ("%Y", "YS", "YS-JAN"),
    ],
)
def test_times_and_frequencies_as_pandas_writes_them(form: str, frequency: str, alias: str, tmp_path: Path) -> None:
    index = pandas.date_range("2021-03-31", periods=60, freq=frequency)
    content = "time,x\n" + "".join(f"{time},{number}\n" for number, time in enumerate(index.strftime(form)))
    (one,) = series_in(tmp_path / "a.csv", content)
    assert one.frequency == alias
    assert one.times is not None and one.times.tolist() == index.to_numpy(dtype="datetime64[us]").tolist()


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_spaces_between_thousands(space: str, tmp_path: Path) -> None:
    for last, expected in ((",50", 1234567.5), (",5", 1234567.5), ("", 1234567.0), (".250", 1234567.25)):
        cell = f"1{space}234{space}567{last}"
        others = ["987", "-1.5", f"-1{space}000"] if "." in cell else ["987", "-1,5", f"-1{space}000"]
        content = "date;x\n" + "".join(
            f"{day};{value}\n" for day, value in zip(DATES, [cell, *others] * 3, strict=False)
        )
        (one,) = series_in(tmp_path / "a.csv", content)
        assert one.values[:4, 0].tolist() == [expected, 987, -1.5, -1000]
        (bare,) = series_in(tmp_path / "a.csv", content.removeprefix("date;x\n"))
        assert bare.values[:4, 0].tolist() == [expected, 987, -1.5, -1000]


@pytest.mark.parametrize("cell", ["12 5", "01 02 2024", "1 2345", "1 234 56", "0 123", "1 234 5,5"])
def test_other_spaces_are_none_between_thousands(cell: str, tmp_path: Path) -> None:
    content = lines(lambda n, _: f"2,5;{n},5;{cell if n == 9 else '7,5'}", "x;y;z\n")
    for text, said in ((content, cell), (content.replace(",", "."), cell.replace(",", "."))):
        assert f"line 11: {said!r} in the column z is no number" in refused(tmp_path / "a.csv", text)


def test_a_clock_before_a_number_is_no_time(tmp_path: Path) -> None:
    content = lines(lambda n, _: f"10:30 PM {n + 1:02},{n}", "x,y\n")
    assert "data.target" in load(tmp_path / "a.csv", content).settled


@pytest.mark.parametrize(
    ("header", "clock"),
    [("day;time;x", "{0:02}:00"), ("day;Zeit;x", "{0}.00.00"), ("day;hr;x", "{0}")],
)
def test_days_and_hours_in_columns_of_their_own(header: str, clock: str, tmp_path: Path) -> None:
    rows = (f"{day};{clock.format(hour)};{24 * n + hour}\n" for n, day in enumerate(DATES) for hour in range(24))
    corpus = load(tmp_path / "a.csv", f"sep=;\n{header}\n{''.join(rows)}")
    (one,) = corpus.train.series
    assert one.frequency == "h" and one.values.ravel().tolist() == list(range(24 * 31)) and one.targets == ("x",)
    assert "has the hours of the column day" in "\n".join(corpus.notes)


def test_several_series_long_or_wide_are_the_same(tmp_path: Path) -> None:
    long = "day,store,sales\n" + "".join(
        f"{day},{s},{n * k}\n" for s, k in (("A", 1), ("B", 2)) for n, day in enumerate(DATES)
    )
    columns = lines(lambda n, day: f"{day},{n},{2 * n}", "day,A,B\n")
    rows = f"store,{','.join(DATES)}\n" + "".join(
        f"{s},{','.join(str(n * k) for n in range(len(DATES)))}\n" for s, k in (("A", 1), ("B", 2))
    )
    contents = [(long, {"series": "store"}), (columns, {"series": "columns"}), (rows, {})]
    read = [series_in(tmp_path / "a.csv", content, **options) for content, options in contents]
    for one in read:
        assert [(s.name, s.frequency, s.values.ravel().tolist()) for s in one] == [
            (s.name, s.frequency, s.values.ravel().tolist()) for s in read[0]
        ]
        assert all(s.times is not None and s.times[0] == DAYS[0] for s in one)
    assert [s.name for s in read[0]] == ["A", "B"]


def test_rows_of_different_lengths_with_and_without_empty_cells(tmp_path: Path) -> None:
    long, short = (",".join(map(str, range(count))) for count in (12, 10))
    filled = f'"V1","V2"{"," * 11}\n"H1",{long}\n"H2",{short},,\n'
    for content, options in ((filled, {}), (f"H1,{long}\nH2,{short}\n", {"series": "rows"})):
        one, two = series_in(tmp_path / "a.csv", content, **options)
        assert (one.name, len(one), two.name, len(two)) == ("H1", 12, "H2", 10)


def test_targets_of_several_and_what_is_known_beside_them(tmp_path: Path) -> None:
    content = lines(lambda n, day: f"{day},{n},{n + 100},{n % 7},{2 * n}", "day,load,price,holiday,temperature\n")
    (every,) = series_in(tmp_path / "a.csv", content, calendar=[])
    assert every.targets == ("load", "price", "holiday", "temperature") and not every.past.size
    (one,) = series_in(tmp_path / "a.csv", content, target="load", known=["holiday"], calendar=["week"])
    assert one.past_names == ("price", "temperature") and one.past[3].tolist() == [103, 6]
    assert one.future_names == ("holiday", "sine of the week", "cosine of the week")
    assert len(one.future) == len(one) + 2 and one.future[1, 1] == pytest.approx(numpy.sin(2 * numpy.pi / 7))
    (chosen,) = series_in(tmp_path / "a.csv", content, target="load", past=["temperature"])
    assert chosen.past_names == ("temperature",)
    (two,) = series_in(tmp_path / "a.csv", content, target="load,price")
    assert two.targets == ("load", "price") and two.past_names == ("holiday", "temperature")


def test_known_values_beyond_the_last_target(tmp_path: Path) -> None:
    content = lines(lambda n, day: f"{day},{n if n < 28 else ''},{n % 2}", "day,load,open\n")
    (one,) = series_in(tmp_path / "a.csv", content, known=["open"], calendar=[])
    assert len(one) == 28 and len(one.future) == 31 and one.future[30, 0] == 0


def test_gaps_of_what_is_known_ahead_are_counted(tmp_path: Path) -> None:
    content = lines(lambda n, day: f"{day},{n if n < 28 else ''},{'' if n in (9, 29) else n % 2}", "day,load,open\n")
    notes = load(tmp_path / "a.csv", content, known=["open"], calendar=[]).notes
    assert "1 value is missing, the first at 2024-01-10: inputs are filled" in "\n".join(notes)
    assert "1 value is missing, the first at 2024-01-10 (data.fill=error)" in refused(
        tmp_path / "a.csv", known=["open"], fill="error"
    )


def test_gaps_are_named_and_masked(tmp_path: Path) -> None:
    content = lines(lambda n, day: f"{day},{'NA' if n == 9 else n}", "day,x\n").replace("2024-01-06,5\n", "")
    corpus = load(tmp_path / "a.csv", content)
    (one,) = corpus.train.series
    assert len(one) == 31 and numpy.flatnonzero(numpy.isnan(one.values)).tolist() == [5, 9]
    said = "\n".join(corpus.notes)
    assert "1 step is missing, the first 2024-01-06" in said and "1 value is missing, the first at 2024-01-10" in said
    windows = [row["source"] for row in corpus.train]
    assert next(w for w in windows if w.origin == 7).inputs.ravel().tolist() == [4, 5, 6]
    previous = load(tmp_path / "a.csv", fill="previous").train
    assert next(row["source"] for row in previous if row["source"].origin == 7).inputs.ravel().tolist() == [4, 4, 6]
    assert "1 step is missing, the first 2024-01-06 (data.fill=error); give all" in refused(
        tmp_path / "a.csv", fill="error"
    )


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (lines(lambda n, day: f"{day},{n}" + "\n," * (n == 9), "day,x\n"), {}),
        (lines(lambda n, day: f"A,{n}" + "\n," * (n == 9), "s,x\n"), {"series": "s"}),
        (
            f"s,{','.join(DATES)}\nA,{','.join(map(str, range(31)))}\n{',' * 31}\nB,{','.join(map(str, range(31)))}\n",
            {},
        ),
    ],
)
def test_rows_of_empty_cells_are_no_steps_beside_times_or_names(
    content: str, options: dict[str, Any], tmp_path: Path
) -> None:
    one = series_in(tmp_path / "a.csv", content, **options)[0]
    assert one.values.ravel().tolist() == list(range(31))


def test_times_between_the_steps_are_moved(tmp_path: Path) -> None:
    content = lines(lambda n, day: f"{day} {'12' if n == 9 else '00'}:00,{n}", "day,x\n")
    corpus = load(tmp_path / "a.csv", content)
    (one,) = corpus.train.series
    assert one.values.ravel().tolist() == [*range(9), 8, *range(10, 31)]
    said = "\n".join(corpus.notes)
    assert (
        "1 time is between the regular steps, the first 2024-01-10 12:00: each step has the last value at its" in said
    )
    assert series_in(tmp_path / "a.csv", fill="previous")[0].values[9, 0] == 8
    assert "is between the regular steps" in refused(tmp_path / "a.csv", fill="error")


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("day,x\n2024-01-02,1\n2024-01-01,2\n", {}, "line 3: the time 2024-01-01 comes after 2024-01-02, backwards; sort"),
        ("day,x\n2024-01-02,1\n2024-01-02,2\n", {}, "line 3: the time 2024-01-02 is there twice, on line 2 too; leave one"),
        ("step,x\n3,1\n2,2\n", {"time": "step"}, "line 3: the time 2 comes after 3, backwards"),
        ("day,s,x\n2024-01-01,A,1\n2024-01-01,A,2\n", {"series": "s"}, "of the series A is there twice"),
        (lines(lambda n, day: f"{day},{n}", "day,x\n", 8), {}, "has 8 steps, but data.window=3 and data.horizon=2, and 4"),
        (lines(lambda n, day: f"{day},", "day,x\n"), {"target": "x"}, "the series has no value, all are missing"),
        ("x\n1\n-inf\n", {}, "line 3: '-inf' in the column x is not finite"),
        ("day,x\n2024-01-01,1\n", {"target": "y"}, "data.target=y: data.train="),
        ("day,x\n2024-01-01,1\n", {"known": ["y"]}, "has no such column, its columns are day, x; give one of them"),
        ("day,x\n2024-01-01,1\n", {"known": ["x"], "target": "x"}, "the column x of data.train="),
        ("day,x\n2024-01-01,1\n", {"time": "when"}, "data.time=when: data.train="),
        (lines(lambda n, day: f"{day},{n}", "day,x\n") + "monday,2\n", {}, "line 33: 'monday' in the column day is no time like the others"),
        ("day,x\n2024-01-01,1\n,2\n", {}, "line 3: has no time in the column day; give one for each row"),
        ("day,x\n2024-01-01,1\n2024-01-02,a\n2024-01-03,2\n2024-01-04,2\n", {}, "line 3: 'a' in the column x is no number"),
        ("day,x\n2024-01-01,1,5\n2024-01-02,2\n", {}, "has 2 cells where others have 3; correct it, put cells with a comma"),
        ("x\n1\n2\n", {"frequency": "D"}, "data.frequency: has no effect on data.train="),
        ("day,x\n2024-01-01,1\n2024-01-02,2\n", {"frequency": "often"}, "data.frequency=often: is no distance of steps"),
        ("s,x\nA,1\n,2\n", {"series": "s", "time": "none"}, "line 3: has no name in the column s; give one for each row"),
        ("a,b,c\n1,2\n", {}, "line 2: has 2 cells where others have 3"),
        ("day,x\n2024-01-05,1\n2024-01-06,2\n", {"frequency": "MS"}, "has no value at steps of data.frequency=MS"),
        ("x,x\n1,2\n", {}, "has two columns called 'x'; rename one of them"),
        (lines(lambda n, day: str(n)), {"held": 1}, "data.held=1: is below data.horizon=2"),
    ],
)  # fmt: skip
def test_mistakes(content: str, options: dict[str, Any], said: str, tmp_path: Path) -> None:
    assert said in refused(tmp_path / "a.csv", content, **options)


def test_parquet_and_arrays(tmp_path: Path) -> None:
    frame = pandas.DataFrame({"x": numpy.arange(31.0)}, index=pandas.DatetimeIndex(DATES))
    frame.iloc[4] = numpy.nan
    frame.to_parquet(tmp_path / "a.parquet")
    numpy.save(tmp_path / "a.npy", frame.to_numpy())
    for name, frequency in (("a.parquet", "D"), ("a.npy", None)):
        (one,) = series_in(tmp_path / name)
        assert one.frequency == frequency and numpy.array_equal(one.values, frame.to_numpy(), equal_nan=True)
    assert load(tmp_path / "a.parquet").settled["data.time"] == "index"
    (tmp_path / "b.parquet").write_bytes(b"PAR1 nothing")
    assert "is no Parquet file, or is damaged" in refused(tmp_path / "b.parquet")

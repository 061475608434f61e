"""What training, validation and test forecast of a series: no training window reaches into the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest

from s2s.config.schema import DataConfig, RunConfig
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.load import load_corpus
from s2s.errors import UserError
from s2s.training.resume import as_settled

DAYS = numpy.arange("2024-01-01", "2024-03-01", dtype="datetime64[D]")


def load(folder: Path, window: int = 5, horizon: int = 3, **contents: Any) -> Corpus:
    """The corpus of these files, by split, and other options."""
    options: dict[str, Any] = {"held": 0.1, "target": "all", "window": window, "horizon": horizon}
    for name, content in contents.items():
        if name in ("train", "validation", "test"):
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
            options[name] = str(folder / f"{name}.csv")
        else:
            options[name] = content
    return load_corpus(DataConfig(corpus="files", **options), 1, "forecast")


def ahead(table: Any) -> set[float]:
    """The numbers that the windows of a split forecast."""
    return {number for row in table for number in row["target"].ravel().tolist()}


def read(table: Any) -> set[float]:
    return {number for row in table for number in row["source"].inputs.ravel().tolist()}


def column(first: int, last: int) -> str:
    return "".join(f"{number}\n" for number in range(first, last))


def dated(first: int, last: int) -> str:
    return "day,x\n" + "".join(f"{DAYS[number]},{number}\n" for number in range(first, last))


@pytest.mark.parametrize(("held", "steps"), [(0.1, 6), (0.25, 15), (7, 7), (0.01, 3)])
def test_the_end_of_a_series_is_held_out(held: float, steps: int, tmp_path: Path) -> None:
    corpus = load(tmp_path, train=column(0, 60), held=held)
    first, second = 60 - 2 * steps, 60 - steps
    assert corpus.test is not None
    parts = [ahead(part) for part in (corpus.train, corpus.validation, corpus.test)]
    assert parts == [{*range(5, first)}, {*range(first, second)}, {*range(second, 60)}]
    assert read(corpus.train) < {*range(first)} and read(corpus.validation) < {*range(second)}
    assert len(corpus.test) == steps - 3 + 1  # every window, not one


def test_a_test_file_goes_on_where_training_ends(tmp_path: Path) -> None:
    rows = "".join(f"H{n},{','.join(str(100 * n + step) for step in range(20))}\n" for n in (1, 2))
    test = "".join(f"H{n},{','.join(str(100 * n + step) for step in range(20, 23))}\n" for n in (2, 1))
    corpus = load(tmp_path, train=rows, test=test, held=4)
    assert corpus.test is not None
    assert ahead(corpus.validation) == {100 * n + step for n in (1, 2) for step in range(16, 20)}
    assert [numpy.asarray(row["source"]).ravel().tolist() for row in corpus.test] == [
        [100 * n + step for step in range(15, 20)] for n in (2, 1)
    ]
    assert "2 series go on where those of the same name ended" in "\n".join(corpus.notes)


@pytest.mark.parametrize(
    ("first", "forecast", "said"),
    [
        (40, {*range(40, 55)}, "1 series go on"),
        (35, {*range(40, 55)}, "1 series begin with steps of those trained on"),
        (43, {*range(43, 55)}, "1 series go on"),
    ],
)
@pytest.mark.parametrize("calendar", [None, []])
def test_times_say_how_files_follow_each_other(
    first: int, forecast: set[int], said: str, calendar: list[str] | None, tmp_path: Path
) -> None:
    corpus = load(tmp_path, train=dated(0, 40), test=dated(first, 55), calendar=calendar)
    assert corpus.test is not None and said in "\n".join(corpus.notes)
    assert {number for number in ahead(corpus.test) if not numpy.isnan(number)} == forecast


@pytest.mark.parametrize("length", [55, 43])
@pytest.mark.parametrize("first", [36, 39])
def test_a_file_that_overlaps_by_less_than_a_window_goes_on(first: int, length: int, tmp_path: Path) -> None:
    corpus = load(tmp_path, train=dated(0, 40), test=dated(first, length))
    assert corpus.test is not None and "1 series go on" in "\n".join(corpus.notes)
    apart = load(tmp_path, train=dated(0, 40), test=dated(40, length)).test
    assert [numpy.asarray(row["source"]).tolist() for row in corpus.test] == [
        numpy.asarray(row["source"]).tolist() for row in apart or ()
    ]
    assert ahead(corpus.test) == {*range(40, length)}


def test_columns_beside_the_target_go_on_behind_an_overlap(tmp_path: Path) -> None:
    def rows(first: int, last: int) -> str:
        return "day,x,y,z\n" + "".join(
            f"{DAYS[number]},{number},{-number},{2 * number}\n" for number in range(first, last)
        )

    corpus = load(tmp_path, train=rows(0, 40), test=rows(37, 50), target="x", known=["z"], calendar=[])
    assert corpus.test is not None and ahead(corpus.test) == {*range(40, 50)}
    first = corpus.test[0]["source"]
    assert first.inputs.tolist() == [[number, -number] for number in range(35, 40)]
    assert first.known.ravel().tolist() == [2 * number for number in range(35, 43)]


def test_the_steps_between_two_files_have_features_of_the_calendar(tmp_path: Path) -> None:
    def rows(first: int, last: int) -> str:
        return "day,x,z\n" + "".join(f"{DAYS[number]},{number},{2 * number}\n" for number in range(first, last))

    known = rows(0, 40) + "".join(f"{DAYS[number]},,{2 * number}\n" for number in (40, 41))
    corpus = load(tmp_path, train=known, test=rows(44, 55), target="x", known=["z"], calendar=["week"])
    assert corpus.test is not None
    first = corpus.test[0]["source"]  # reads steps 39 to 43, and forecasts 44 to 46
    weekdays = [(number % 7) / 7 for number in range(39, 47)]  # DAYS begins on a Monday
    assert numpy.allclose(
        first.known[:, 1:], [[f(2 * numpy.pi * day) for f in (numpy.sin, numpy.cos)] for day in weekdays]
    )
    assert numpy.array_equal(first.known[:5, 0], [78, 80, 82, numpy.nan, numpy.nan], equal_nan=True)


def test_an_overlap_at_other_times_of_the_day_is_left_as_it_is(tmp_path: Path) -> None:
    later = "day,x\n" + "".join(f"{DAYS[number]} 12:00,{number}\n" for number in range(38, 55))
    corpus = load(tmp_path, train=dated(0, 40), test=later)
    assert corpus.test is not None and ahead(corpus.test) == {*range(43, 55)}


@pytest.mark.parametrize(("length", "forecast"), [(55, {*range(40, 55)}), (30, {*range(5, 30)})])
def test_without_times_numbers_say_that_a_file_repeats_the_one_before(
    length: int, forecast: set[int], tmp_path: Path
) -> None:
    corpus = load(tmp_path, train=column(0, 40), test=column(0, length))
    assert corpus.test is not None and ahead(corpus.test) == forecast
    said = "begin with steps of those trained on" if length > 40 else "lie within the times of those trained on"
    assert said in "\n".join(corpus.notes)


def test_further_columns_of_a_later_file_are_left_out(tmp_path: Path) -> None:
    later = "z,day,y,x\n" + "".join(f"7,{DAYS[number]},{-number},{number}\n" for number in range(40, 50))
    corpus = load(tmp_path, train=dated(0, 40), test=later)
    assert corpus.test is not None and ahead(corpus.test) == {*range(40, 50)}
    assert "test.csv: left out, as data.past does not name them: z, y" in "\n".join(corpus.notes)


def test_a_test_within_the_times_of_training_is_said(tmp_path: Path) -> None:
    corpus = load(tmp_path, train=dated(0, 40), validation=dated(10, 30))
    assert "warning: " in "\n".join(corpus.notes) and "lie within the times of those trained on" in "\n".join(
        corpus.notes
    )
    assert corpus.test is None and ahead(corpus.train) == {*range(5, 40)}


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (
            {"train": column(0, 13)},
            "has 13 steps, but data.window=5 and data.horizon=3, and 6 held out for validation and",
        ),
        (
            {"train": column(0, 30), "test": column(0, 2)},
            "the series goes on for 2 steps, but data.horizon=3; give as many",
        ),
        ({"train": dated(0, 30), "test": "day,y\n2024-02-01,1\n"}, "data.target=x: data.test=.* has no such column"),
        (
            {"train": column(0, 30), "test": "1,2\n" * 9},
            "has 2 columns that are forecast, where those trained on have 1",
        ),
    ],
)
def test_mistakes(contents: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        load(tmp_path, **contents)


def test_what_a_file_has_decided_holds_for_a_further_session() -> None:
    before, now = RunConfig(task="forecast"), RunConfig(task="forecast")
    before.data = DataConfig(held=0.1, target="load", time="day", frequency="h", calendar=["day"])
    now.data = DataConfig(held=0.1, target="all")
    assert as_settled(now, before).data == before.data
    now.data = DataConfig(held=0.1, target="all", frequency="D")
    assert as_settled(now, before).data.frequency == "D"  # which is then refused
    old = RunConfig(task="forecast")
    assert as_settled(now, old).data.held is None and as_settled(now, old).data.target == old.data.target

"""The check of speed, with ratios and records that are made up; and that it measures what it says, in small."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bench
import pytest
from bench import Ratios

KIND = "a processor, 2 cores, 1 thread, avx2"


def recorded(folder: Path, *records: tuple[str, Ratios]) -> Path:
    path = folder / "bench.jsonl"
    path.write_text("".join(json.dumps({"kind": kind, "ratios": ratios}) + "\n" for kind, ratios in records), "utf-8")
    return path


class Measured:
    """Gives one set of ratios after the other, and notes what it was asked for."""

    def __init__(self, *found: Ratios) -> None:
        self.waiting, self.asked = list(found), list[Sequence[str] | None]()

    def __call__(self, names: Sequence[str] | None) -> Ratios:
        self.asked.append(names)
        return self.waiting.pop(0)


def compared(records: Path, *found: Ratios, keep: Any = None) -> tuple[int, list[Any]]:
    measure = Measured(*found)
    return bench.compare(measure, KIND, records, keep), measure.asked


def test_what_fell_by_more_than_a_tenth_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = recorded(tmp_path, (KIND, {"training": 0.5, "decoding": 3.0}))
    assert compared(records, {"training": 0.44, "decoding": 2.71}, {"training": 0.43}) == (1, [None, ["training"]])
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "fell by more than a tenth: training, from 0.500 to 0.440"
    assert [line.split() for line in lines[1:3]] == [
        ["training", "0.500", "0.440", "-12%"],
        ["decoding", "3.000", "2.710", "-10%"],
    ]


def test_what_is_as_before_when_measured_again_has_not_fallen(tmp_path: Path) -> None:
    records = recorded(tmp_path, (KIND, {"training": 0.5}))
    assert compared(records, {"training": 0.3}, {"training": 0.49}) == (0, [None, ["training"]])
    assert compared(records, {"training": 0.46}) == (0, [None])


def test_the_newest_record_of_the_same_kind_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = recorded(
        tmp_path, (KIND, {"training": 0.9}), (KIND, {"training": 0.5, "gone": 1.0}), ("another", {"training": 0.9})
    )
    assert compared(records, {"training": 0.5, "more": 2.0})[0] == 0
    out = capsys.readouterr().out
    assert "more" in out and out.splitlines()[2].endswith("new")
    assert out.splitlines()[3].split() == ["gone", "1.000", "–", "not", "measured"]


def test_another_kind_of_machine_has_nothing_to_compare_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compared(recorded(tmp_path, ("another", {"training": 0.9})), {"training": 0.1})[0] == 0
    assert compared(tmp_path / "missing.jsonl", {"training": 0.1})[0] == 0
    assert f"nothing is recorded for this kind of machine ({KIND})" in capsys.readouterr().out


def test_what_is_recorded_is_compared_with_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    records = tmp_path / "bench.jsonl"
    for ratio, more, status in ((0.5, ["--record"], 0), (0.4, [], 1), (0.4, ["--record"], 1), (0.4, [], 0)):
        monkeypatch.setattr(bench, "measured", lambda names, rounds, ratio=ratio: {"training": ratio})
        assert bench.main(["--records", str(records), *more]) == status
    lines = [json.loads(line) for line in records.read_text("utf-8").splitlines()]
    assert [line["ratios"] for line in lines] == [{"training": 0.5}, {"training": 0.4}]
    assert all(
        line["commit"] and line["date"] and line["versions"] and "--rounds 5" in line["command"] for line in lines
    )


@pytest.mark.parametrize("line", ["nonsense", "[]", '{"kind": "x"}', '{"kind": "x", "ratios": {"training": "fast"}}'])
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = recorded(tmp_path, (KIND, {"training": 0.5}))
    path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
    assert bench.main(["--records", str(path)]) == 2
    assert f"{path}:2: is no record of bench.py; remove the line" in capsys.readouterr().err


def test_machines_differ_by_their_threads() -> None:
    assert bench.kind_of(1) == bench.kind_of(1) != bench.kind_of(2)
    assert "1 thread," in bench.kind_of(1)


@pytest.mark.slow
def test_each_ratio_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("onnxruntime")
    import ratios

    monkeypatch.setattr(ratios, "LINEAR", 0.01)
    with ratios.comparisons(ratios.TINY, sentences=2) as compared:
        found = {each.name: each.ratio(1) for each in compared}
    assert all(ratio > 0 for ratio in found.values()) and len(found) >= 8
    assert {name.partition(",")[0] for name in found} == {"training", "decoding"}


def test_the_ratio_is_the_median_of_rounds_after_the_first() -> None:
    pytest.importorskip("onnxruntime")
    import ratios

    rates = iter([100.0, 2.0, 9.0, 3.0])
    assert ratios.Compared("training", lambda: next(rates), lambda: 2.0).ratio(3) == 1.5

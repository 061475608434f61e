"""Curves whose minutes are counted anew: updates by the time that one takes."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import rates
import transformer_tiny
from training import command, train

from s2s.data.batching import Batch
from s2s.training.state import Training


@pytest.mark.slow
@pytest.mark.usefixtures("shallow")
def test_minutes_are_updates_times_their_rate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run, options = train(tmp_path), command(tmp_path, "name=other")
    assert transformer_tiny.main(options) == 0
    capsys.readouterr()
    runs = ["--recurrent", str(run), "--transformer", str(tmp_path / "runs" / "other-1")]
    assert rates.main([*runs, "--updates", "2", *options]) == 0
    ours, theirs = (json.loads(line) for line in capsys.readouterr().out.rstrip("\n").split("\n"))
    assert (
        ours["system"] == "s2s"
        and theirs["system"] == "transformer same"
        and ours["updates"] == theirs["updates"] == [3, 6]
    )
    for curve in (ours, theirs):
        assert curve["seconds an update"] > 0
        expected = [updates * curve["seconds an update"] / 60 for updates in curve["updates"]]
        assert curve["minutes"] == pytest.approx(expected, abs=0.01)
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["other-1", "tiny-1"], (
        "nothing is left behind"
    )

    clock, update = [0.0], vars(rates)["update"]

    def slow(training: Training, batches: list[Batch]) -> bool:
        clock[0] += 20.0 if hasattr(training.parts.model.encoder, "recurrent") else 60.0
        return update(training, batches)

    monkeypatch.setattr(rates, "update", slow)
    monkeypatch.setattr(rates, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    assert rates.main([*runs, "--updates", "2", *options]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.rstrip("\n").split("\n")]
    assert [curve["minutes"] for curve in lines] == [[1.0, 2.0], [3.0, 6.0]]
    assert clock == [(rates.WARM + 2) * 80.0]


@pytest.fixture
def shallow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transformer_tiny, "LAYERS", 1)


def test_what_is_no_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rates.main(["--recurrent", str(tmp_path), "--transformer", str(tmp_path), "train.steps=1"]) == 2
    assert capsys.readouterr().err.startswith("rates: ")

"""Curves whose minutes are counted anew: updates by the time that one takes."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pace
import pytest
import rates
import transformer_tiny
from training import command, train

from s2s.data.batching import Batch
from s2s.optim import consistency
from s2s.state import Training


@pytest.mark.usefixtures("shallow")
def test_minutes_are_updates_times_their_rate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = command(tmp_path, "train.consistency=1", "train.consistency_after=0.3")
    run = train(tmp_path, "train.consistency=1", "train.consistency_after=0.3")
    assert transformer_tiny.main([*options, "name=other"]) == 0
    capsys.readouterr()
    runs = ["--recurrent", str(run), "--transformer", str(tmp_path / "runs" / "other-1")]
    assert rates.main([*runs, "--updates", "2", *options]) == 0
    ours, theirs = (json.loads(line) for line in capsys.readouterr().out.rstrip("\n").split("\n"))
    assert ours["system"] == "s2s" and theirs["system"] == "transformer same" and ours["updates"] == theirs["updates"] == [3, 6]
    for curve in (ours, theirs):
        before, after = curve["seconds an update"]
        assert before > 0 and after > 0
        expected = [(2 * before + after) / 60, (2 * before + 4 * after) / 60]  # 1.8 of 6 updates are over after the second
        assert curve["minutes"] == pytest.approx(expected, abs=0.01)
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["other-1", "tiny-1"], "nothing is left behind"

    clock, update = [0.0], pace.update

    def slow(training: Training, batches: list[Batch]) -> bool:
        late = consistency(training.config.train, training.step, training.parts.total) > 0
        clock[0] += (20.0 if hasattr(training.parts.model.encoder, "recurrent") else 60.0) * (1 + late)
        return update(training, batches)

    monkeypatch.setattr(pace, "update", slow)
    monkeypatch.setattr(pace, "time", SimpleNamespace(perf_counter=lambda: clock[0]))
    assert rates.main([*runs, "--updates", "2", *options]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.rstrip("\n").split("\n")]
    assert [curve["minutes"] for curve in lines] == [[1.33, 3.33], [4.0, 10.0]]
    assert clock == [(pace.WARM + 2) * 240.0]


@pytest.fixture
def shallow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transformer_tiny, "LAYERS", 1)


def test_what_is_no_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rates.main(["--recurrent", str(tmp_path), "--transformer", str(tmp_path), "train.steps=1"]) == 2
    assert capsys.readouterr().err.startswith("rates: ")

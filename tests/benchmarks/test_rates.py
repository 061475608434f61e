"""Curves whose minutes are counted anew: updates by the time that one takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rates
import transformer_tiny
from training import command, train


@pytest.mark.usefixtures("shallow")
def test_minutes_are_updates_times_their_rate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, options = train(tmp_path), command(tmp_path, "name=other")
    assert transformer_tiny.main(options) == 0
    capsys.readouterr()
    runs = ["--recurrent", str(run), "--transformer", str(tmp_path / "runs" / "other-1")]
    assert rates.main([*runs, "--updates", "2", *options]) == 0
    ours, theirs = (json.loads(line) for line in capsys.readouterr().out.rstrip("\n").split("\n"))
    assert ours["system"] == "s2s" and theirs["system"] == "transformer same" and ours["updates"] == theirs["updates"] == [3, 6]
    for curve in (ours, theirs):
        assert curve["seconds an update"] > 0
        expected = [updates * curve["seconds an update"] / 60 for updates in curve["updates"]]
        assert curve["minutes"] == pytest.approx(expected, abs=0.01)
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["other-1", "tiny-1"], "nothing is left behind"


@pytest.fixture
def shallow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transformer_tiny, "LAYERS", 1)


def test_what_is_no_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rates.main(["--recurrent", str(tmp_path), "--transformer", str(tmp_path), "train.steps=1"]) == 2
    assert capsys.readouterr().err.startswith("rates: ")

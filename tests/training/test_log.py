"""times.jsonl: how long a run has been trained, apart from the measurements, whose bytes a repeated run repeats."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from training import config, interrupt, train

import s2s.training.loop
from s2s.runs.history import until


def times(run: Path) -> list[tuple[int, float]]:
    lines = [json.loads(line) for line in (run / "times.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    return [(line["step"], line["minutes"]) for line in lines]


def test_minutes_are_those_of_all_sittings_and_of_training_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that an update moves on by a minute, and a validation by an hour."""
    clock = [0.0]

    def slow(function: Any, minutes: float) -> Any:
        def called(*arguments: Any) -> Any:
            clock[0] += 60 * minutes
            return function(*arguments)

        return called

    monkeypatch.setattr("s2s.training.loop.time.perf_counter", lambda: clock[0])
    monkeypatch.setattr(s2s.training.loop, "update", slow(vars(s2s.training.loop)["update"], 1))
    monkeypatch.setattr(s2s.training.loop, "validate", slow(vars(s2s.training.loop)["validate"], 60))
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 4)
        assert s2s.training.loop.train(config(tmp_path)) == signal.SIGTERM
    folder = tmp_path / "runs" / "tiny-1"
    assert times(folder) == [(3, 3), (4, 4)]
    with open(folder / "times.jsonl", "a", encoding="utf-8") as file:
        file.write('{"step": 5, "minutes": 99}\n{"step": 3, "min')  # of a sitting that was killed
    assert times(train(tmp_path)) == [(3, 3), (4, 4), (6, 6)]


def test_lines_that_are_damaged_or_beyond_the_checkpoint_are_passed_over() -> None:
    lines = [
        b'{"step": 3, "minutes": 1.5}',
        b"",
        b"[1]",
        b'{"step": "x"}',
        b'{"step": 7, "minutes": 2}',
        b"\xff",
        b'{"st',
    ]
    assert until(b"\n".join(lines), 6) == [{"step": 3, "minutes": 1.5}]
    assert until(b"", 6) == []


def test_a_run_that_has_lost_its_metrics_still_saves(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 4)
        assert s2s.training.loop.train(config(tmp_path)) == signal.SIGTERM
    folder = tmp_path / "runs" / "tiny-1"
    (folder / "metrics.jsonl").unlink()
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 1)  # nothing is measured before that
        assert s2s.training.loop.train(config(tmp_path)) == signal.SIGTERM
    assert (folder / "checkpoints" / "step-00000005").is_dir()

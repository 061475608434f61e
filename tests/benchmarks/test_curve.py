"""Curves of run folders and of kept lines, and the minutes until a mark is reached."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
from curve import main, reached
from safetensors.numpy import save_file


def run_folder(folder: Path) -> Path:
    folder.mkdir()
    save_file({"a": numpy.zeros((3, 4), "float32"), "b": numpy.zeros(5, "float32")}, folder / "model.safetensors")
    metrics = [{"step": 10, "loss": 3.0}, *({"step": 20 * n, "validation_bleu": 16.0 * n} for n in (1, 2, 3))]
    times = [{"step": 20, "minutes": 1.5}, {"step": 30, "minutes": 2.1}, {"step": 40, "minutes": 3.0}]
    for name, lines in (("metrics", metrics), ("times", times)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


def test_minutes_and_scores_of_a_run_belong_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"ours={run_folder(tmp_path / 'run')}"]) == 0
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert found == {
        "system": "ours", "parameters": 17, "updates": [20, 40], "minutes": [1.5, 3.0], "BLEU": [16.0, 32.0],
        "minutes to": {"30": 3.0, "35": None, "38": None, "40": None},
    }  # fmt: skip
    assert "| ours | 17 | 3.0 | never | never | never | 32.0 | 3.0 |" in captured.err


def test_a_line_that_was_kept_stands_beside_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("matplotlib").use("Agg")
    run = run_folder(tmp_path / "run")
    assert main([f"ours={run}"]) == 0
    kept = tmp_path / "kept.jsonl"
    kept.write_text(capsys.readouterr().out + json.dumps({"system": "other"}) + "\n", encoding="utf-8")
    assert main([f"ours={kept}", f"again={run}", "--plot", str(tmp_path / "curve.png")]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.split("\n")[:-1])
    assert {**first, "system": "again"} == second
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_a_mark_is_reached_at_the_first_validation_above_it() -> None:
    curve = {"minutes": [1, 2, 3, 4], "BLEU": [10.0, 36.0, 34.0, 37.0]}
    assert [reached(curve, mark) for mark in (10, 30, 35, 36.5, 40)] == [1, 2, 2, 4, None]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("run", "run: give NAME=RUN"),
        ("x=kept.jsonl", "kept.jsonl has no line of the system x"),
        ("x=nowhere", "nowhere/times.jsonl: no such file"),
        ("x=run", "run: no validation whose minutes are known"),
    ],
)
def test_refusals(
    given: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (run_folder(tmp_path / "run") / "times.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "kept.jsonl").write_text('{"system": "y"}\n', encoding="utf-8")
    assert main([given]) == 2
    said = capsys.readouterr().err
    assert said.startswith("curve: ") and message in said and said.count("\n") == 1

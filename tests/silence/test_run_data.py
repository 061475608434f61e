"""What a run folder names as its data is read only where the run was trained here, or where the user allows it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml
from grids import thinned
from training import train
from translating import tiny_run

from s2s.api.run import Run
from s2s.cli import main
from s2s.errors import UserError
from s2s.runs.made_here import cache

REFUSAL = "there is no record that you have trained it here"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return train(tmp_path, f"data.test={tmp_path / 'validation.tsv'}")


COMMANDS = {
    "evaluate": ["--json"],
    "distill": ["-o", "student"],
    "confidence": [],
    "export": [],
    "inspect": ["--format", "none"],
}


def called(name: str, run: Path, *more: str) -> list[str]:
    what = ["inspect", "gradients"] if name == "inspect" else [name]
    place = [str(run.parent / part) if part == "student" else part for part in COMMANDS[name]]
    return [*what, "-m", str(run), *place, *more]


@pytest.mark.parametrize("name", thinned(COMMANDS, 2))
def test_a_run_that_was_made_elsewhere(
    name: str, run: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("s2s.tasks.confidence.LEAST", 2)  # the lines of its validation set
    if name == "export":
        pytest.importorskip("onnx")
    shutil.rmtree(own_cache)
    assert main(called(name, run)) == 2
    said = capsys.readouterr().err
    assert REFUSAL in said and "train.tsv" in said and "--run-data" in said and said.count("\n") == 1
    assert not list(run.parent.glob("student*")) and not (run / "onnx").exists()
    assert main(called(name, run, "--run-data")) == 0 or "are blank" in capsys.readouterr().err


@pytest.mark.slow
def test_a_run_that_was_made_here_may_move(
    run: Path, tmp_path: Path, own_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(called("evaluate", run)) == 0
    moved = Path(shutil.move(run, tmp_path / "moved"))
    assert main(called("evaluate", moved)) == 0 and json.loads(capsys.readouterr().out.split("\n}\n")[1] + "}")
    assert Run(moved).evaluate().examples == 2
    shutil.rmtree(own_cache)
    with pytest.raises(UserError, match=REFUSAL):
        Run(moved).evaluate()
    assert Run(moved, run_data=True).evaluate().examples == 2
    assert Run(moved).evaluate(["a"], ["b"]).examples == 1
    capsys.readouterr()
    assert main(called("evaluate", moved, "--run-data", "--source", "a", "--reference", "b")) == 2
    assert "--run-data: has no effect where texts are given" in capsys.readouterr().err


@pytest.mark.parametrize("change", [{"test": "/etc/passwd"}, {"corpus": "hub", "dataset": "someone/something"}])
def test_a_folder_that_is_changed_is_another(
    change: dict[str, str], run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = yaml.safe_load((run / "config.yaml").read_text())
    values["data"] |= change
    if change.get("corpus"):
        values["data"] |= dict.fromkeys(("train", "validation", "test"))
    (run / "config.yaml").write_text(yaml.safe_dump(values))
    (run / "trained").mkdir()  # nothing in the folder speaks for it
    assert main(called("evaluate", run)) == 2
    assert REFUSAL in capsys.readouterr().err


def test_the_same_options_with_other_pieces(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Paths are easily guessed, what was learned from the files is not."""
    shutil.copy(tiny_run(tmp_path / "other") / "tokenizer.model", run / "tokenizer.model")
    assert main(called("evaluate", run)) == 2
    assert REFUSAL in capsys.readouterr().err


@pytest.mark.slow
def test_data_that_is_made_needs_no_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "-m", str(tiny_run(tmp_path / "run"))]) in (0, 2)
    assert REFUSAL not in capsys.readouterr().err


def test_a_cache_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    train(tmp_path)
    said = capsys.readouterr().err
    assert "it cannot be recorded that the run was trained here" in said and "will need --run-data" in said
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache() == tmp_path / ".cache" / "s2s"

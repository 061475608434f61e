"""Trackers take in what metrics.jsonl holds, go on with the same run, and never stop a training by their own faults."""

from __future__ import annotations

import json
import logging
import signal
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest
from grids import thinned
from training import config, interrupt, train

import s2s.training.loop
from s2s.config.trackers import TRACKERS
from s2s.errors import UserError
from s2s.training.trackers.base import Session, Tracker
from s2s.training.trackers.mlflow import named
from s2s.training.tracking import IDS, asked, known_ids


class Recorder(Tracker):
    """Notes all that it is asked; `broken` names the method that fails."""

    heard: ClassVar[list[Any]] = []
    broken: ClassVar[str] = ""

    def __init__(self, session: Session) -> None:
        self.note("begin", session.before, session.options["model.cell"], session.step)
        self.id = session.before or "an-id"

    def note(self, what: str, *values: Any) -> None:
        self.heard.append((what, *values))
        if what == self.broken:
            raise OSError("no route to host")

    def measure(self, step: int, values: Any) -> None:
        self.note("measure", step, dict(values))

    def keep(self) -> None:
        self.note("keep")

    def attach(self, scores: Any, files: Any) -> None:
        self.note("attach", sorted(scores), [file.name for file in files])

    def close(self, state: str) -> None:
        self.note("close", state)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a recorder in MLflow's place has heard."""
    monkeypatch.setattr(
        type(TRACKERS), "load", lambda registry, name: Recorder if registry is TRACKERS else load(registry, name)
    )
    monkeypatch.setattr(Recorder, "heard", [])
    return Recorder.heard


load = type(TRACKERS).load
ASKED = "train.trackers=[mlflow]"


def lines(run: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (run / "metrics.jsonl").read_bytes().split(b"\n") if line]


def test_a_tracker_takes_in_what_is_measured_and_the_files_of_the_end(tmp_path: Path, heard: list[Any]) -> None:
    run = train(tmp_path, ASKED)
    assert [(step, values) for what, step, values in (one for one in heard if one[0] == "measure")] == [
        (line.pop("step"), line) for line in lines(run)
    ]
    assert heard[0] == ("begin", None, "lstm", 0) and heard[-1] == ("close", "finished")
    assert heard[-2] == ("attach", ["validation_bleu", "validation_chrf"], ["report.html", "results.json"])
    assert known_ids(run) == {"mlflow": "an-id"}


@pytest.mark.slow
def test_a_later_session_goes_on_with_the_same_tracked_run(tmp_path: Path, heard: list[Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 4)
        assert s2s.training.loop.train(config(tmp_path, ASKED)) == signal.SIGTERM
    assert heard[-1] == ("close", "stopped")
    heard.clear()
    train(tmp_path, ASKED)
    assert heard[0] == ("begin", "an-id", "lstm", 4) and heard[-1] == ("close", "finished")


@pytest.mark.parametrize("broken", thinned(["measure", "keep", "attach", "close"], 2))
def test_a_tracker_that_fails_on_the_way_is_left_out(
    broken: str, tmp_path: Path, heard: list[Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Recorder, "broken", broken)
    with caplog.at_level(logging.INFO, "s2s"):
        run = train(tmp_path, ASKED)
    (said,) = [message for message in caplog.messages if "tracker mlflow failed" in message]
    assert "no route to host" in said and "goes on without it" in said
    assert heard[-1][0] == broken and (run / "README.md").exists()


def test_one_that_cannot_begin_ends_the_training_before_it_begins(
    tmp_path: Path, heard: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new run leaves nothing, and one that has come to its end keeps what it has."""

    def refused(*options: str) -> set[str]:
        """The names of what is in the run folder after that."""
        with (
            monkeypatch.context() as patch,
            pytest.raises(UserError, match=r"^train\.trackers=\[mlflow\]: cannot begin \(OSError: no route to host\)"),
        ):
            patch.setattr(Recorder, "broken", "begin")
            train(tmp_path, ASKED, *options)
        return {path.name for path in tmp_path.glob("runs/tiny-1/*")}

    assert not refused()
    results = (train(tmp_path) / "results.json").read_bytes()
    assert {"README.md", "results.json"} <= refused("train.steps=9")
    assert (tmp_path / "runs" / "tiny-1" / "results.json").read_bytes() == results


def test_a_failed_training_is_closed_as_one(tmp_path: Path, heard: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: Any) -> Any:
        raise UserError("not finite")

    monkeypatch.setattr(s2s.training.loop, "judge", broken)
    with pytest.raises(UserError, match="not finite"):
        train(tmp_path, ASKED)
    assert heard[-1] == ("close", "failed")


@pytest.mark.parametrize(
    ("value", "remedy"), [("[comet]", "choose from tensorboard, mlflow"), ("[wandb,wandb]", "twice")]
)
def test_unknown_trackers_are_refused(value: str, remedy: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=rf"^train\.trackers=.*{remedy}"):
        config(tmp_path, f"train.trackers={value}")


def test_what_is_not_installed_is_said_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wandb", None)
    with pytest.raises(UserError, match=r"^train\.trackers=\[wandb\]: wandb is not installed; pip install .*\[wandb\]"):
        train(tmp_path, "train.trackers=[wandb]")


def test_tensorboard_is_one_of_them_however_it_is_asked_for(tmp_path: Path) -> None:
    for typed in (
        ["train.tensorboard=true"],
        ["train.trackers=[tensorboard]"],
        ["train.tensorboard=true", "train.trackers=[tensorboard]"],
    ):
        assert list(asked(config(tmp_path, *typed).train)) == ["tensorboard"]
    assert asked(config(tmp_path).train) == {}


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b'{"mlflow": 3}', b'{"mlflow": "../x"}', b'{"else": "x"}', b"[" * 60_000]
)
def test_ids_that_no_session_has_written_are_passed_over(content: bytes, tmp_path: Path) -> None:
    (tmp_path / IDS).write_bytes(content)
    assert known_ids(tmp_path) == {}


def test_names_of_metrics_have_letters_that_mlflow_takes() -> None:
    assert named("validation_chrf++") == "validation_chrf__" and named("bleu_en-de") == "bleu_en-de"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_mlflow_in_a_store_of_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped and continued: one run, with every measurement, the options, and the files."""
    pytest.importorskip("mlflow")
    from mlflow.tracking import MlflowClient

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlflow.db'}")
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 4)
        assert s2s.training.loop.train(config(tmp_path, ASKED)) == signal.SIGTERM
    client = MlflowClient()
    (experiment,) = [one for one in client.search_experiments() if one.name == "s2s"]
    (stopped,) = client.search_runs([experiment.experiment_id])
    assert stopped.info.status == "KILLED"
    run = train(tmp_path, ASKED)
    (found,) = client.search_runs([experiment.experiment_id])
    assert (
        found.info.run_id == stopped.info.run_id and found.info.status == "FINISHED" and found.info.run_name == "tiny-1"
    )
    assert found.data.params["model.cell"] == "lstm" and found.data.params["train.steps"] == "6"
    measured = {(one.step, one.value) for one in client.get_metric_history(found.info.run_id, "validation_chrf")}
    assert measured - {(0, found.data.metrics["validation_chrf"])} == {
        (line["step"], line["validation_chrf"]) for line in lines(run) if "validation_chrf" in line
    } - {(0, found.data.metrics["validation_chrf"])}
    assert {one.path for one in client.list_artifacts(found.info.run_id)} == {"report.html", "results.json"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_weights_and_biases_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files lie in the run folder, those of both sessions under one id."""
    pytest.importorskip("wandb")
    monkeypatch.setenv("WANDB_MODE", "offline")
    for name in ("XDG_CACHE_HOME", "WANDB_CACHE_DIR", "WANDB_CONFIG_DIR", "WANDB_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    typed = "train.trackers=[wandb]"
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 4)
        assert s2s.training.loop.train(config(tmp_path, typed)) == signal.SIGTERM
    run = train(tmp_path, typed)
    name = known_ids(run)["wandb"]
    written = [path for path in (run / "wandb").glob(f"offline-run-*-{name}/*.wandb")]
    assert written and any(b"validation_chrf" in path.read_bytes() for path in written)
    saved = {path.name for path in (run / "wandb").glob(f"offline-run-*-{name}/files/*")}
    assert {"report.html", "results.json"} <= saved

"""Stopped anywhere and started again by the same command, training ends in the same bytes as if never stopped."""

from __future__ import annotations

import io
import json
import math
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest
from grids import thinned
from training import STATEFUL, change_parts, command, config, interrupt, metrics, scores, train

import s2s.runtime.device
import s2s.training.loop
import s2s.training.setup
from s2s.commands.train import stop
from s2s.config.options import put
from s2s.config.schema import Precision
from s2s.errors import UserError
from s2s.runs.folder import load_config
from s2s.training.resume import continued
from s2s.training.setup import Parts
from s2s.training.state import Training

ROOT = Path(__file__).parents[2]


def outcome(run: Path) -> list[bytes]:
    """What the run came to: weights, measurements, and the card but for the command."""
    card = [line for line in (run / "README.md").read_bytes().split(b"\n") if b"trained by" not in line]
    return [(run / name).read_bytes() for name in ("model.safetensors", "metrics.jsonl")] + card[:-4]


@pytest.fixture(autouse=True)
def frequent_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report in every state of being filled when a run stops."""
    monkeypatch.setattr(s2s.training.loop, "REPORT", 3)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s2s.training.loop, "REPORT", 3)
        return outcome(train(tmp_path_factory.mktemp("unbroken"), *STATEFUL))


# Updates 5, 10 and 14 are followed by a validation.
@pytest.mark.parametrize(
    ("function", "call", "step"),
    thinned([("update", 7, 7), ("validate", 1, 5), ("validate", 3, 14)], 3),
)
def test_same_bytes_as_never_stopped(
    function: str, call: int, step: int, tmp_path: Path, unbroken: list[bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, function, call)
        assert s2s.training.loop.train(config(tmp_path, *STATEFUL)) == signal.SIGTERM
    assert f"stopped and saved at step {step}; the same command continues the run" in capfd.readouterr().err
    run = train(tmp_path, *STATEFUL)
    assert f"continuing {run} at step {step}" in capfd.readouterr().err
    assert outcome(run) == unbroken


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_light_layers_too(precision: str, tmp_path: Path) -> None:
    light = (
        "model.cell=ssru model.dropout.recurrent=0 model.encoder.bidirectional=first model.decoder.upper=feedforward"
    )
    options = [*STATEFUL, *light.split(), "model.decoder.layers=2", f"precision={precision}"]
    (tmp_path / "whole").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 7)
        assert s2s.training.loop.train(config(tmp_path, *options)) == signal.SIGTERM
    assert outcome(train(tmp_path, *options)) == outcome(train(tmp_path / "whole", *options))


@pytest.mark.slow
def test_stopped_after_each_update(tmp_path: Path, unbroken: list[bytes]) -> None:
    for _ in range(13):
        with pytest.MonkeyPatch.context() as patch:
            interrupt(patch, "update", 1, signal.SIGINT)
            assert s2s.training.loop.train(config(tmp_path, *STATEFUL)) == signal.SIGINT
    assert outcome(train(tmp_path, *STATEFUL)) == unbroken


@pytest.mark.slow
def test_a_damaged_checkpoint_gives_way_to_the_older_one(
    tmp_path: Path, unbroken: list[bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 12)
        assert s2s.training.loop.train(config(tmp_path, *STATEFUL)) == signal.SIGTERM
    state = tmp_path / "runs" / "tiny-1" / "checkpoints" / "step-00000012" / "state.safetensors"
    state.write_bytes(state.read_bytes()[:-1000])
    capfd.readouterr()
    run = train(tmp_path, *STATEFUL)
    said = capfd.readouterr().err
    assert f"warning: {state.parent} is damaged" in said and f"continuing {run} at step 10" in said
    assert outcome(run) == unbroken


@pytest.mark.slow
@pytest.mark.parametrize("call", [1, 3])
def test_an_exception_in_a_validation_loses_nothing(call: int, tmp_path: Path, unbroken: list[bytes]) -> None:
    validate, calls = vars(s2s.training.loop)["validate"], []

    def fails(parts: Parts) -> dict[str, float]:
        calls.append(1)
        if len(calls) == call:
            raise ZeroDivisionError
        return validate(parts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s2s.training.loop, "validate", fails)
        with pytest.raises(ZeroDivisionError):
            s2s.training.loop.train(config(tmp_path, *STATEFUL))
    assert outcome(train(tmp_path, *STATEFUL)) == unbroken


def test_losses_that_are_not_finite_are_counted_on(tmp_path: Path) -> None:
    """Six in a row, a stop, four more."""

    def spoil(parts: Parts) -> None:
        loss = parts.loss
        parts.loss = lambda batch: (loss(batch)[0] * math.nan, loss(batch)[1])

    many = ["train.steps=50", "train.validate_every=50"]
    with pytest.MonkeyPatch.context() as patch:
        change_parts(patch, spoil)
        interrupt(patch, "update", 6)
        assert s2s.training.loop.train(config(tmp_path, *many)) == signal.SIGTERM
        with pytest.raises(UserError, match=r"step 10: .*not finite 10 times in a row"):
            train(tmp_path, *many)


@pytest.mark.slow
def test_a_rate_that_falls_with_the_losses_goes_on_falling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No validation is better than the first: each further one lowers the rate, those before the stop included."""
    scores(monkeypatch, (3.0, 0.0, 0.0))
    falling = ["optim.schedule=plateau", "optim.patience=1", "train.steps=12", "train.validate_every=2"]
    whole = tmp_path / "whole"
    whole.mkdir()
    expected = metrics(train(whole, *falling), "lr")
    assert len(set(expected.values())) == 4
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 7)
        assert s2s.training.loop.train(config(tmp_path, *falling)) == signal.SIGTERM
    assert metrics(train(tmp_path, *falling), "lr") == expected


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tensorboard_shows_no_step_twice(tmp_path: Path) -> None:
    """What was shown of steps after the checkpoint is of a sitting that is lost."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    options = [*STATEFUL, "train.tensorboard=true"]
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "validate", 2)
        patch.setattr(Training, "save", lambda training: None)  # neither at step 10, nor when it stops there
        assert s2s.training.loop.train(config(tmp_path, *options)) == signal.SIGTERM
    run = train(tmp_path, *options)
    events = EventAccumulator(str(run / "tensorboard"))
    events.Reload()
    for name in ("loss", "validation_loss"):
        expected = metrics(run, name)
        assert [event.step for event in events.Scalars(name)] == list(expected)
        assert [event.value for event in events.Scalars(name)] == pytest.approx(list(expected.values()), rel=1e-5)


def test_a_finished_run_says_so_and_does_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run = train(tmp_path)
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    capfd.readouterr()
    assert train(tmp_path) == run
    assert "finished after 6 steps; raise train.steps or train.epochs to go on" in capfd.readouterr().err
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before
    assert max(metrics(train(tmp_path, "train.steps=9"), "validation_loss")) == 9


@pytest.mark.parametrize("stop", [5, 2], ids=["after a validation", "before any"])
def test_a_stopped_run_of_fewer_updates_ends_where_it_stands(
    stop: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It ends as one that was to have so many from the beginning, and is as it was after the same command again."""
    whole, fewer = tmp_path / "whole", f"train.steps={stop}"
    whole.mkdir()
    expected = outcome(train(whole, "optim.schedule=constant", fewer))
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", stop)
        assert s2s.training.loop.train(config(tmp_path, "optim.schedule=constant", "train.steps=9")) == signal.SIGTERM
    run = train(tmp_path, "optim.schedule=constant", fewer)
    assert outcome(run) == expected
    assert json.loads((run / "results.json").read_bytes())["updates"] == stop
    capfd.readouterr()
    assert outcome(train(tmp_path, "optim.schedule=constant", fewer)) == expected
    assert f"finished after {stop} steps" in capfd.readouterr().err


def test_what_was_stopped_while_it_was_scored_is_scored_again(tmp_path: Path) -> None:
    run = train(tmp_path)
    card = (run / "README.md").read_bytes()
    (run / "README.md").unlink()
    assert (train(tmp_path) / "README.md").read_bytes() == card


def test_patience_that_is_over_can_be_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    scores(monkeypatch, (3.0, 0.0, 0.0))
    patient = ["train.steps=20", "train.validate_every=2", "train.patience=1"]
    assert list(metrics(train(tmp_path, *patient), "validation_loss")) == [2, 4]
    assert list(metrics(train(tmp_path, *patient), "validation_loss")) == [2, 4]
    assert "finished after 4 steps; raise train.patience to go on" in capfd.readouterr().err
    assert list(metrics(train(tmp_path, *patient, "train.patience=3"), "validation_loss")) == [2, 4, 6, 8]


@pytest.mark.parametrize(
    "change", thinned(["model.encoder.units=8", "tokenizer.joint=false", "optim.lr=0.5", "data.lowercase=true"], 2)
)
def test_another_option_is_refused(change: str, tmp_path: Path) -> None:
    tied = "model.tie=target"
    train(tmp_path, tied)
    with pytest.raises(
        UserError, match=rf"^{change}: .* was trained with {change.split('=')[0]}=.*; .*name="
    ) as caught:
        train(tmp_path, tied, change)
    assert "\n" not in str(caught.value)


def test_a_run_that_was_renamed_goes_on_under_its_new_name(tmp_path: Path) -> None:
    before = config(tmp_path)
    assert continued(before, put(before, "name", "other"), tmp_path).name == "other"


@pytest.mark.parametrize(("seed", "said"), [(1, False), (2, True)])
def test_a_data_seed_that_changes_nothing_is_said(
    seed: int, said: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = config(tmp_path, f"seed={seed}", "data.seed=null")
    with caplog.at_level("INFO", logger="s2s"):
        assert continued(before, put(before, "data.seed", 1), tmp_path).data.seed is None
        assert continued(before, before, tmp_path).data.seed is None
    line = f"data.seed=1: {tmp_path} was begun without it, and goes on with what seed=2 draws of the data"
    assert [one.getMessage() for one in caplog.records] == [line] * said


@pytest.mark.slow
def test_a_run_from_before_data_seed_holds_out_what_it_held_out(tmp_path: Path) -> None:
    """Its record has no `data.seed`; the same command has that of conf today."""
    old, now = ["seed=2", "data.validation=null", "data.seed=null"], ["data.seed=1"]
    (tmp_path / "whole").mkdir()
    assert s2s.training.loop.train(config(tmp_path / "whole", *old)) is None
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 4)
        assert s2s.training.loop.train(config(tmp_path, *old)) == signal.SIGTERM
    assert s2s.training.loop.train(config(tmp_path, *old, *now)) is None
    run = tmp_path / "runs" / "tiny-2"
    assert outcome(run) == outcome(tmp_path / "whole" / "runs" / "tiny-2") and load_config(run).data_seed == 2
    with pytest.raises(UserError, match=r"^data\.seed=3: .* was trained with data\.seed=null"):
        s2s.training.loop.train(config(tmp_path, *old, "data.seed=3"))


@pytest.mark.slow
def test_what_saved_no_weights_binds_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"data.max_length=1: every training pair is longer; raise it"):
        train(tmp_path, "data.max_length=1", "tokenizer.kind=char", "tokenizer.size=null")
    run = train(tmp_path)
    assert load_config(run).data.max_length == 200
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert (run / "tokenizer.model").read_bytes() == (train(fresh) / "tokenizer.model").read_bytes()


@pytest.mark.slow
def test_a_measured_precision_is_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used = list[object]()
    for faster, option, expected in (
        (True, "auto", "bf16"),
        (False, "auto", "bf16"),  # the first sitting's
        (False, "fp32", "fp32"),  # the user's word
        (True, "auto", "fp32"),
    ):
        monkeypatch.setattr(s2s.runtime.device, "bf16_is_faster", lambda faster=faster: faster)
        run = train(tmp_path, f"precision={option}", f"train.steps={3 * len(used) + 3}")
        used.append(load_config(run).precision)
        assert used[-1] is Precision[expected], (used, option)


def test_a_device_without_the_precision_is_refused(tmp_path: Path) -> None:
    run = train(tmp_path)
    kept = run / "config.yaml"
    kept.write_text(kept.read_text(encoding="utf-8").replace("precision: fp32", "precision: fp16"), encoding="utf-8")
    with pytest.raises(UserError, match="precision=fp16: needs device=cuda"):
        train(tmp_path, "precision=auto", "train.steps=9")


def test_a_signal_in_the_middle_of_a_line(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    class Interrupted(io.RawIOBase):
        signals: ClassVar = [signal.SIGINT]

        def writable(self) -> bool:
            return True

        def write(self, content: Any) -> int:
            if self.signals:
                stop(self.signals.pop(), None)
            return len(content)

    line = io.TextIOWrapper(io.BufferedWriter(Interrupted()), write_through=True)
    with monkeypatch.context() as patched, pytest.raises(SystemExit) as stopped:
        patched.setattr(sys, "stderr", line)
        print("en → de", file=sys.stderr, flush=True)
    assert stopped.value.code == 128 + signal.SIGINT
    assert capfd.readouterr().err == "s2s: stopped; the same command continues the run\n"


def test_a_signal_says_nothing_where_stderr_is_closed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What Python has no stream for may be a file of the run by now."""
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(sys, "stderr", None)
        stop(signal.SIGTERM, None)
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_signals_to_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the corpus is read, SIGTERM in the midst of training, then on to the end."""
    monkeypatch.setattr(s2s.training.loop, "REPORT", 50)  # as in the process
    options = [
        *STATEFUL,
        "data.seed=1",
        "train.validate_every=1",
        "train.steps=60",
    ]  # on a busy machine a signal takes its time
    line = [sys.executable, str(ROOT / "scripts" / "train.py"), *command(tmp_path, *options)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for number, moment in ((signal.SIGINT, "training and"), (signal.SIGTERM, "step 2: validation")):
        with subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stderr is not None
            said = ""
            for heard in iter(process.stderr.readline, ""):
                said += heard
                if moment in heard:
                    process.send_signal(number)
        assert process.returncode == 128 + number, said
        assert "the same command continues the run" in said.rstrip("\n").split("\n")[-1]
        assert number == signal.SIGINT or shlex.split(said.split("continues the run: ")[1]) == ["python", *line[1:]]
    assert not (tmp_path / "runs" / "tiny-1" / "README.md").exists()
    whole = tmp_path / "whole"
    whole.mkdir()
    assert outcome(train(tmp_path, *options)) == outcome(train(whole, *options))

"""Several processes that torchrun started: the same training as one, ended together, continued by any number of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from ranked import FOLDER, FULL, SPOILED
from safetensors.numpy import load_file
from training import command, metrics, train

import s2s.training.loop
from s2s.runtime.distributed import every, gather, shared, total

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "ranked.py"
# Adam's first steps have the size of the rate whatever the gradient, so that rounding shows at its largest.
TOLERANCE = 2e-4
STILL = ["model.dropout.layers=0", "model.dropout.embedding=0", "model.dropout.readout=0"]


@pytest.fixture(autouse=True)
def reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of metrics for each update, as in the processes of `ranked`."""
    monkeypatch.setattr(s2s.training.loop, "REPORT", 1)


def launch(folder: Path, options: list[str], *how: str, **environment: str) -> subprocess.Popen[str]:
    """torchrun with the arguments `how` before those of a run in `folder`."""
    line = [sys.executable, "-m", "torch.distributed.run", *how, str(SCRIPT), *command(folder, *options)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), FOLDER: str(folder), **environment}
    return subprocess.Popen(line, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=variables)


def run(folder: Path, processes: int, *options: str, **environment: str) -> tuple[int, str]:
    """Train with so many processes; torchrun's exit code and what was said."""
    how = ("--standalone", "--nproc-per-node", str(processes))
    with launch(folder, list(options), *how, **environment) as process:
        _, said = process.communicate(timeout=150)
    return process.returncode, said


def when(said: str, process: subprocess.Popen[str], act: Callable[[], None]) -> str:
    """Do `act` once `said` was heard; all that was heard."""
    heard, done = "", False
    assert process.stderr is not None
    for line in iter(process.stderr.readline, ""):
        heard += line
        if said in line and not done:
            act()
            done = True
    process.wait(60)
    return heard


def new(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def assert_alike(one: Path, other: Path) -> None:
    """The same losses and the same weights but for rounding."""
    for name in ("loss", "norm", "validation_loss"):
        losses = metrics(one, name)
        assert len(losses) > 1 and metrics(other, name) == pytest.approx(losses, rel=TOLERANCE)
    weights, others = (load_file(path / "model.safetensors") for path in (one, other))
    assert max(abs(weights[name]).max() for name in weights) > 0.1
    for name in weights:
        numpy.testing.assert_allclose(others[name], weights[name], atol=TOLERANCE)


@pytest.mark.slow
def test_two_processes_train_as_one(tmp_path: Path) -> None:
    options = [*STILL, "train.accumulate=2"]
    code, said = run(tmp_path, 2, *options)
    assert code == 0, said
    assert said.count("step 6: validation loss") == 1
    assert [path.name for path in tmp_path.glob("written-*")] == ["written-0"]
    assert_alike(tmp_path / "runs" / "tiny-1", train(new(tmp_path, "one"), *options, "processes=2"))


@pytest.mark.slow
def test_three_processes_train_as_one_that_accumulates(tmp_path: Path) -> None:
    code, said = run(tmp_path, 3, *STILL, "train.epochs=3", "train.steps=null", "train.validate_every=null")
    assert code == 0, said
    options = [*STILL, "train.epochs=3", "train.steps=null", "train.validate_every=null", "train.accumulate=3"]
    assert_alike(tmp_path / "runs" / "tiny-1", train(new(tmp_path, "one"), *options))


@pytest.mark.slow
def test_two_nodes(tmp_path: Path) -> None:
    """Each with a torchrun of its own, that meet at an address."""
    port = str(20_000 + os.getpid() % 10_000)
    meeting = ("--nnodes=2", "--nproc-per-node=1", "--master-addr=127.0.0.1", f"--master-port={port}")
    nodes = [launch(tmp_path, STILL, *meeting, f"--node-rank={number}") for number in (0, 1)]
    said = [node.communicate(timeout=150)[1] for node in nodes]
    assert [node.returncode for node in nodes] == [0, 0], said
    assert "step 6: validation" in said[0] and "validation" not in said[1]
    assert_alike(tmp_path / "runs" / "tiny-1", train(new(tmp_path, "one"), *STILL, "processes=2"))


@pytest.mark.slow
@pytest.mark.parametrize("killed", [0, 1])
def test_a_killed_process_ends_all_and_the_same_command_goes_on(killed: int, tmp_path: Path) -> None:
    """With dropout and in the same number the outcome is bit by bit that of a run never stopped."""
    options = ["train.steps=60", "train.validate_every=20"]
    with launch(tmp_path, options, "--standalone", "--nproc-per-node=2") as process:
        moments = []

        def kill() -> None:
            moments.append(time.monotonic())
            os.kill(int((tmp_path / f"rank-{killed}").read_text()), signal.SIGKILL)

        heard = when("step 40: validation", process, kill)
        assert time.monotonic() - moments[0] < 60
    assert process.returncode != 0 and "Signal 9 (SIGKILL)" in heard
    if killed == 1:
        assert "s2s: another process of the job has ended" in heard
        assert "the same command continues the run: torchrun --nproc-per-node 2 scripts/train.py" in heard
    code, said = run(tmp_path, 2, *options)
    assert code == 0 and "continuing" in said, said
    whole = new(tmp_path, "whole")
    assert run(whole, 2, *options)[0] == 0
    for name in ("model.safetensors", "metrics.jsonl"):
        assert (tmp_path / "runs" / "tiny-1" / name).read_bytes() == (whole / "runs" / "tiny-1" / name).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("told", [0, 1])
def test_a_signal_to_any_process_stops_all_and_another_number_goes_on(told: int, tmp_path: Path) -> None:
    options = [*STILL, "train.steps=60", "train.validate_every=20"]
    with launch(tmp_path, options, "--standalone", "--nproc-per-node=3") as process:
        heard = when(
            "step 20: validation",
            process,
            lambda: os.kill(int((tmp_path / f"rank-{told}").read_text()), signal.SIGTERM),
        )
    assert process.returncode != 0 and heard.count("stopped and saved at step 2") == 1, heard
    code, said = run(tmp_path, 2, *options)
    assert code == 0, said
    assert "60 updates of 3 batches for 2 processes, a validation" in said
    assert "processes: 2 go on where 3 stopped, with the same batches; dropout is drawn anew" in said
    assert_alike(tmp_path / "runs" / "tiny-1", train(new(tmp_path, "one"), *options, "processes=3"))


@pytest.mark.slow
def test_all_skip_what_is_not_finite_on_one_and_give_up_together(tmp_path: Path) -> None:
    code, said = run(tmp_path, 2, **{SPOILED: "1 3 4"})
    assert code == 0 and said.count("skipped, as its loss or gradient is not finite") == 2, said
    assert list(metrics(tmp_path / "runs" / "tiny-1", "loss")) == [1, 2, 3, 4, 5, 6]
    folder = new(tmp_path, "worse")
    code, said = run(folder, 2, "train.steps=50", "train.validate_every=50", **{SPOILED: "1 5 99"})
    assert code != 0 and "s2s: step 14: loss or gradient was not finite 10 times in a row" in said


@pytest.mark.slow
@pytest.mark.parametrize("full", [0, 1])
def test_all_go_on_where_the_memory_of_one_is_too_full_to_measure_the_costs(full: int, tmp_path: Path) -> None:
    measured, plain = new(tmp_path, "measured"), new(tmp_path, "plain")
    code, said = run(measured, 2, **{FULL: str(full)})
    assert code == 0 and "on this machine" not in said and "out of memory" not in said, said
    assert run(plain, 2)[0] == 0
    for name in ("model.safetensors", "metrics.jsonl"):
        assert (measured / "runs" / "tiny-1" / name).read_bytes() == (plain / "runs" / "tiny-1" / name).read_bytes()


@pytest.mark.slow
def test_a_mistake_is_said_by_rank_0_and_ends_all(tmp_path: Path) -> None:
    began = time.monotonic()
    code, said = run(tmp_path, 2, "data.train=missing")
    assert code != 0 and time.monotonic() - began < 60
    assert said.count("s2s:") == 1 and "s2s: data.train=missing: found neither" in said


def test_alone_nothing_is_shared() -> None:
    import torch

    assert total(1.5, 2) == [1.5, 2.0] and gather({"a": [1]}) == [{"a": [1]}]
    assert shared(lambda items: [2 * item for item in items], [1, 2, 3]) == [2, 4, 6]
    assert every(torch.ones(2)).tolist() == [[1.0, 1.0]]

"""SIGKILL at any moment: the same command goes on, and ends in the same bytes as if never stopped."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from training import STATEFUL, command, config, train

import s2s.training.loop

ROOT = Path(__file__).parents[1]
CALLS = ("mkdir", "fsync", "replace", "unlink", "rmdir")
"""Functions of `os` between which a run folder changes."""


def outcome(run: Path) -> list[bytes]:
    assert not list(run.rglob("*.partial"))
    return [(run / name).read_bytes() for name in ("model.safetensors", "metrics.jsonl")]


def die_at(dies: Callable[[str, str], bool]) -> None:
    """End this process as a power cut would, just before the first call in `CALLS` for which `dies` holds."""

    def watched(name: str) -> None:
        function = getattr(os, name)

        def called(*arguments: object, **options: object) -> object:
            if dies(name, str(arguments[-1] if name == "replace" else arguments[0])):
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **options)

        setattr(os, name, called)

    for name in CALLS:
        watched(name)


def sitting(folder: Path, options: list[str], dies: Callable[[str, str], bool]) -> bool:
    """Train in a process of its own; whether it was killed."""
    prepared = config(folder, *options)
    child = os.fork()
    if child == 0:
        code = 99
        try:
            die_at(dies)
            s2s.training.loop.train(prepared)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


SLOW = pytest.mark.slow


@pytest.fixture(autouse=True)
def frequent_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s2s.training.loop, "REPORT", 3)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s2s.training.loop, "REPORT", 3)
        return outcome(train(tmp_path_factory.mktemp("unbroken"), *STATEFUL))


@pytest.mark.parametrize(
    ("call", "ending"),
    [
        ("replace", "checkpoints/step-00000010"),  # the state is written, and not in its place
        pytest.param("replace", "checkpoints/best-00000005.safetensors", marks=SLOW),  # nothing is saved yet
        pytest.param(
            "replace", "tiny-1/model.safetensors", marks=SLOW
        ),  # the state is there, the model it names is not
        pytest.param("replace", "tiny-1/README.md", marks=SLOW),  # all is trained
    ],
)
def test_killed_while_writing(call: str, ending: str, tmp_path: Path, unbroken: list[bytes]) -> None:
    assert sitting(tmp_path, STATEFUL, lambda name, path: name == call and path.endswith(ending))
    assert outcome(train(tmp_path, *STATEFUL)) == unbroken


@pytest.mark.slow
def test_killed_before_every_change_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory, unbroken: list[bytes]
) -> None:
    moments = 0
    while True:
        moments, left, folder = moments + 1, [moments + 1], tmp_path_factory.mktemp("killed")

        def dies(name: str, path: str, left: list[int] = left) -> bool:
            left[0] -= 1
            return left[0] == 0

        killed = sitting(folder, STATEFUL, dies)
        assert outcome(train(folder, *STATEFUL)) == unbroken, moments
        if not killed:
            break
    assert moments > 100


DRIVER = """
import os, signal, sys
sys.path.insert(0, sys.argv.pop(1))
left = int(sys.argv.pop(1))
import s2s.training.loop
from s2s.commands.train import main
from test_crash import die_at
s2s.training.loop.REPORT = 3

def dies(name, path):
    global left
    left -= name == "fsync"
    return left == 0 and name == "fsync"

die_at(dies)
main()
"""


def start(folder: Path, options: list[str], writes: int) -> subprocess.Popen[str]:
    """The command line of training; it is killed before its `writes`-th write unless that is 0."""
    line = [sys.executable, "-c", DRIVER, str(Path(__file__).parent), str(writes), *command(folder, *options)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(line, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.mark.slow
@pytest.mark.parametrize(("precision", "kills", "steps"), [("fp32", 20, 400), ("bf16", 6, 150)])
def test_killed_at_random_moments(precision: str, kills: int, steps: int, tmp_path: Path) -> None:
    """Half of the moments are writes of a checkpoint; the others come at any time, starting up included."""
    options = [*STATEFUL, f"precision={precision}", f"train.steps={steps}", "train.validate_every=4"]
    whole = tmp_path / "whole"
    whole.mkdir()
    with start(whole, options, 0) as process:
        assert process.communicate()[1] and process.returncode == 0
    chance = random.Random(7)
    for kill in range(kills):
        writes = chance.randrange(4, 30) if kill % 2 else 0
        validations, wait = chance.randrange(3), chance.uniform(0, 0.3)
        with start(tmp_path, options, writes) as process:
            assert process.stderr is not None
            for heard in iter(process.stderr.readline, ""):
                validations -= "validation loss" in heard
                if (not writes and validations < 0) or kill == 0:
                    time.sleep(wait)
                    process.kill()
                    break
            process.communicate()
        assert process.returncode == -signal.SIGKILL, f"kill {kill} came too late"
    with start(tmp_path, options, 0) as process:
        assert "continuing" in process.communicate()[1] and process.returncode == 0
    assert outcome(tmp_path / "runs" / "tiny-1") == outcome(whole / "runs" / "tiny-1")

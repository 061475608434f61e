"""`s2s.train`: the bytes of the command's run, callbacks, stops, threads, and a process that stays as it was."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from calls import outcome, tiny

import s2s
import s2s.training.loop
from s2s.api.training import called
from s2s.errors import UserError

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of metrics for each update."""
    monkeypatch.setattr(s2s.training.loop, "REPORT", 1)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s2s.training.loop, "REPORT", 1)
        return outcome(s2s.train(**tiny(tmp_path_factory.mktemp("unbroken"))).folder)


@pytest.mark.slow
def test_the_same_bytes_as_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a run without a preset's help, so that what presets set counts too."""
    monkeypatch.setattr(s2s.training.loop, "REPORT", 50)  # as in the process of the command
    keywords = tiny(tmp_path)
    options = "tokenizer.size=340 model.encoder.units=16 train.steps=4 train.validate_every=2 train.tokens=200 threads=1".split()
    line = [sys.executable, str(ROOT / "scripts" / "train.py"), "data=files", f"data.train={tmp_path / 'train.tsv'}"]
    line += ["device=cpu", "precision=fp32", "name=command", f"runs={tmp_path / 'runs'}", *options]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    run = s2s.train(
        data=tmp_path / "train.tsv",
        name="call",
        runs=tmp_path / "runs",
        device="cpu",
        precision="fp32",
        threads=1,
        tokenizer={"size": 340},
        model={"encoder": {"units": 16}},
        train={"steps": 4, "validate_every": 2, "tokens": 200},
    )
    assert run.folder == tmp_path / "runs" / "call-1" and keywords["name"] == "tiny"
    assert outcome(run.folder) == outcome(tmp_path / "runs" / "command-1")
    other = (tmp_path / "runs" / "command-1" / "config.yaml").read_text(encoding="utf-8")
    assert (run.folder / "config.yaml").read_text(encoding="utf-8") == other.replace("name: command", "name: call")


@pytest.mark.slow
@pytest.mark.parametrize(("moment", "step"), [("on_update", 2), ("on_validation", 3)])
def test_a_callback_stops_and_the_same_call_goes_on(
    moment: str, step: int, tmp_path: Path, unbroken: list[bytes]
) -> None:
    seen: list[int] = []

    def until(now: int, values: dict[str, float]) -> bool:
        seen.append(now)
        assert values["loss"] > 0
        return now < step

    more: dict[str, Any] = {moment: until}
    run = s2s.train(**tiny(tmp_path), **more)
    assert not run.finished and seen[-1] == step
    assert [path.name for path in (run.folder / "checkpoints").glob("step-*")] == [f"step-{step:08d}"]
    run = s2s.train(**tiny(tmp_path))
    assert run.finished and outcome(run.folder) == unbroken
    before = (run.folder / "model.safetensors").stat().st_mtime_ns
    assert s2s.train(**tiny(tmp_path)).finished
    assert (run.folder / "model.safetensors").stat().st_mtime_ns == before


def test_the_same_call_with_other_options_is_refused(tmp_path: Path) -> None:
    s2s.train(**tiny(tmp_path))
    with pytest.raises(
        UserError, match=r"^optim\.lr=0\.1: .* was trained with optim\.lr=0\.002; go on with that value"
    ):
        s2s.train(**tiny(tmp_path, **{"optim.lr": 0.1, "optim": {"warmup": 2}}))


def test_ctrl_c_saves_and_raises(tmp_path: Path, unbroken: list[bytes]) -> None:
    """As in a notebook, whose kernel gets the signal in its main thread."""

    def interrupted(step: int, values: dict[str, float]) -> None:
        if step == 4:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        s2s.train(**tiny(tmp_path), on_update=interrupted)
    assert (tmp_path / "runs" / "tiny-1" / "checkpoints" / "step-00000004").is_dir()
    assert outcome(s2s.train(**tiny(tmp_path)).folder) == unbroken


def test_the_program_s_own_handler_gets_the_signal_when_the_state_is_saved(tmp_path: Path) -> None:
    got: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: got.append(number))
    try:
        run = s2s.train(**tiny(tmp_path), on_update=lambda step, values: os.kill(os.getpid(), signal.SIGTERM))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert got == [signal.SIGTERM] and not run.finished
    assert (run.folder / "checkpoints" / "step-00000001").is_dir()


def test_in_a_thread_and_one_at_a_time(tmp_path: Path, unbroken: list[bytes]) -> None:
    begun, refused = threading.Event(), threading.Event()
    runs: list[Any] = []

    def waits(step: int, values: dict[str, float]) -> None:
        begun.set()
        assert refused.wait(60)

    thread = threading.Thread(target=lambda: runs.append(s2s.train(**tiny(tmp_path), on_update=waits)))
    thread.start()
    assert begun.wait(60)
    with pytest.raises(UserError, match=r"^train: another training runs in this process; wait for its end"):
        s2s.train(**tiny(tmp_path, name="other"))
    refused.set()
    thread.join()
    assert outcome(runs[0].folder) == unbroken
    assert not (tmp_path / "runs" / "other-1").exists()


@pytest.mark.slow
def test_an_exception_of_a_callback_escapes_and_the_next_call_trains(tmp_path: Path, unbroken: list[bytes]) -> None:
    with pytest.raises(ZeroDivisionError):
        s2s.train(**tiny(tmp_path), on_update=lambda step, values: step // (5 - step))
    assert outcome(s2s.train(**tiny(tmp_path)).folder) == unbroken


def test_the_card_names_the_call(tmp_path: Path) -> None:
    run = s2s.train(**tiny(tmp_path, train={"steps": 2}), on_update=print)
    card = (run.folder / "README.md").read_text(encoding="utf-8")
    assert f"| trained by | `s2s.train(data='{tmp_path / 'train.tsv'}', validation=" in card
    assert "train={'steps': 2}" in card and "on_update" not in card


def test_a_call_is_written_as_python() -> None:
    """Read as Python, it gives the same arguments, those whose names have dots, too."""
    arguments = {"data": "a", "optim.lr": 0.1, "recipe": None, "model.cell": "gru", "train": {"steps": 2}}
    call = ast.parse(called({**arguments, "allow_code": False, "on_update": print}), mode="eval").body
    assert isinstance(call, ast.Call)
    written = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert written.pop(None) | written == arguments
    assert called({"data": "a"}) == "s2s.train(data='a')"


NOTEBOOK = """
import asyncio, os, sys
import s2s
assert "torch" not in sys.modules

async def cell():  # a kernel runs cells inside an event loop
    run = s2s.train(**KEYWORDS)
    print(type(run).__name__, run.finished, run.translator.translate("the dog") is not None)
    for wrong in ({"lr": 1}, {"data": "nowhere/x"}):
        try:
            s2s.train(**{**KEYWORDS, **wrong})
        except s2s.UserError as error:
            print(str(error).split(":")[0])

asyncio.run(cell())
"""


@pytest.mark.slow
def test_as_a_notebook_does_it_without_a_terminal(tmp_path: Path) -> None:
    """No file of its own, no terminal, an event loop that runs, and warnings that are errors."""
    keywords = {name: str(value) if isinstance(value, Path) else value for name, value in tiny(tmp_path).items()}
    script = f"KEYWORDS = {keywords!r}\n{NOTEBOOK}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    line = [sys.executable, "-W", "error", "-"]
    done = subprocess.run(
        line, input=script, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n") == ["Run True True", "lr", "data.train=nowhere/x", ""]
    assert "Traceback" not in done.stderr and "%|" not in done.stderr


RANKED = """
import os
import s2s

def say(*words):  # in one write, so that what two processes say is not mixed within a line
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def tell(step, values):
    say("update", os.environ["RANK"], step)

run = s2s.train(**KEYWORDS, on_update=tell)
say("run", os.environ["RANK"], run.finished, len(run.history))
stopped = s2s.train(**{**KEYWORDS, "name": "other"}, on_update=lambda step, values: step < 2)
last = sorted(os.listdir(stopped.folder / "checkpoints"))[-1]
say("stopped", os.environ["RANK"], stopped.finished, last)
"""


@pytest.mark.slow
def test_two_processes_each_get_the_run_and_rank_0_calls_back(tmp_path: Path) -> None:
    """Of a program that torchrun starts; it trains twice."""
    keywords = {name: str(value) if isinstance(value, Path) else value for name, value in tiny(tmp_path).items()}
    (tmp_path / "program.py").write_text(f"KEYWORDS = {keywords!r}\n{RANKED}", encoding="utf-8")
    line = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "program.py"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    said = done.stdout.split("\n")
    assert [one for one in said if one.startswith("update")] == [f"update 0 {step}" for step in range(1, 7)]
    assert sorted(one for one in said if one.startswith("run")) == ["run 0 True 2", "run 1 True 2"]
    assert sorted(one for one in said if one.startswith("stopped")) == [
        f"stopped {n} False step-00000002" for n in (0, 1)
    ]

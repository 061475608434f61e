"""Training called from a program: it leaves the process as it was, calls back, and stops when it is asked to."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from grids import thinned
from training import STATEFUL, config, metrics, train

import s2s.training.loop
from s2s.training.caller import Caller, says_stop


@pytest.fixture(autouse=True)
def reports(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of metrics for each update."""
    monkeypatch.setattr(s2s.training.loop, "REPORT", 1)


def outcome(run: Path) -> list[bytes]:
    return [(run / name).read_bytes() for name in ("model.safetensors", "metrics.jsonl")]


def test_callbacks_get_what_the_metrics_hold(tmp_path: Path) -> None:
    updates: dict[int, dict[str, float]] = {}
    validations: dict[int, dict[str, float]] = {}
    caller = Caller(updates.__setitem__, validations.__setitem__)
    assert s2s.training.loop.train(config(tmp_path), caller) is None
    run = tmp_path / "runs" / "tiny-1"
    for name in ("loss", "nll", "norm", "lr", "epoch"):
        assert {step: values[name] for step, values in updates.items()} == metrics(run, name)
    assert list(updates) == [1, 2, 3, 4, 5, 6] and list(validations) == [3, 6]
    for name in ("loss", "bleu", "chrf"):
        assert {step: scores[name] for step, scores in validations.items()} == metrics(run, f"validation_{name}")


@pytest.mark.parametrize(
    ("moment", "step"),
    thinned([("on_update", 7), ("on_validation", 5), ("on_validation", 14)], 3),
)
def test_false_stops_and_saves_and_the_same_options_go_on(
    moment: str, step: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    caller: Any = Caller(**{moment: lambda now, values: now < step}, call="train(…)")
    assert s2s.training.loop.train(config(tmp_path, *STATEFUL), caller) is None
    assert f"stopped and saved at step {step}; the same call continues the run\n" in capfd.readouterr().err
    run = train(tmp_path, *STATEFUL)
    (tmp_path / "whole").mkdir()
    assert outcome(run) == outcome(train(tmp_path / "whole", *STATEFUL))


def test_what_asks_to_stop() -> None:
    assert says_stop(False) and says_stop(numpy.bool_(False))
    assert not any(map(says_stop, (None, True, numpy.bool_(True), 0, 0.0, "", [])))


@pytest.mark.slow
def test_an_exception_of_a_callback_escapes_and_loses_no_checkpoint(tmp_path: Path) -> None:
    def fails(step: int, values: dict[str, float]) -> None:
        if step == 5:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        s2s.training.loop.train(config(tmp_path), Caller(on_update=fails))
    assert [path.name for path in (tmp_path / "runs" / "tiny-1" / "checkpoints").glob("step-*")] == ["step-00000003"]
    (tmp_path / "whole").mkdir()
    assert outcome(train(tmp_path)) == outcome(train(tmp_path / "whole"))


@pytest.mark.slow
def test_the_caller_s_random_numbers_threads_and_signals_stay(tmp_path: Path) -> None:
    torch.manual_seed(5)
    torch.rand(3)
    before, handlers = torch.get_rng_state(), [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
    threads = torch.get_num_threads()
    train(tmp_path, "threads=2")
    assert torch.equal(torch.get_rng_state(), before) and torch.get_num_threads() == threads
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)] == handlers


@pytest.mark.slow
def test_in_a_thread_it_trains_alike(tmp_path: Path) -> None:
    """Only the main thread may ask for signals."""
    (tmp_path / "thread").mkdir()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            train(tmp_path / "thread", *STATEFUL)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert not failures
    assert outcome(tmp_path / "thread" / "runs" / "tiny-1") == outcome(train(tmp_path, *STATEFUL))

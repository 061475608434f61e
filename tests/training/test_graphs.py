"""Gradients by replays: the same updates as without, whatever is in the way. On a CPU what is recorded is done as it is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor
from training import STATEFUL, config

from s2s.data.batching import Batch, collate
from s2s.errors import UserError
from s2s.runtime.device import check_graphs
from s2s.training.graphs import Graphs, gradients_of, obstacle
from s2s.training.recorder import Plain, Work
from s2s.training.setup import assemble
from s2s.training.state import Training
from s2s.training.updates import update


class Noted(Plain):
    """Notes what is recorded and replayed, and may spoil it by `change`."""

    def __init__(self, change: Callable[[Work], Work] = lambda work: work) -> None:
        self.recorded = self.replayed = 0
        self.change = change

    def record(self, work: Work) -> Work:
        self.recorded += 1
        changed = self.change(work)

        def replay() -> Tensor:
            self.replayed += 1
            return changed()

        return replay


def started(folder: Path, *more: str) -> Training:
    folder.mkdir(exist_ok=True)
    options = config(folder, *more)
    torch.manual_seed(1)
    return Training(assemble(options))


def even(length: int, rows: int, seed: int) -> Batch:
    """A batch without padding."""
    generator = torch.Generator().manual_seed(seed)
    ids = torch.randint(4, 60, (2 * rows, length), generator=generator).tolist()
    return collate(list(zip(ids[:rows], ids[rows:], strict=True)))


EVEN = [
    even(*each) for each in ((3, 4, 1), (5, 3, 2), (3, 4, 3), (3, 4, 4), (5, 3, 5), (3, 4, 6), (5, 3, 7), (5, 3, 8))
]


def weights_after(training: Training, groups: Sequence[Sequence[Batch]], *gradients: Any) -> list[Tensor]:
    torch.manual_seed(7)
    for group in groups:
        assert update(training, list(group), *gradients)
    return [parameter.detach().clone() for parameter in training.parameters]


@pytest.mark.parametrize("more", [[], ["train.consistency=2"], STATEFUL], ids=["plain", "r-drop", "stateful"])
def test_without_padding_the_weights_are_the_same_bit_by_bit(tmp_path: Path, more: list[str]) -> None:
    groups = [[EVEN[number], EVEN[number + 1]] for number in range(0, 8, 2)] + [[batch] for batch in EVEN]
    one, other = (started(tmp_path / name, *more) for name in ("one", "other"))
    expected, drawn, recorder = weights_after(one, groups), torch.get_rng_state(), Noted()
    graphs = Graphs(other, recorder, round_up=False)
    found = weights_after(other, groups, graphs)
    assert torch.equal(torch.get_rng_state(), drawn)
    assert recorder.recorded == 2 and recorder.replayed == 14 and not graphs.off
    assert all(torch.equal(mine, theirs) for mine, theirs in zip(found, expected, strict=True))
    assert one.average is not None and other.average is not None
    for name, average in one.average.weights.items():
        assert torch.equal(average, other.average.weights[name])
    assert other.report == pytest.approx(one.report)


def batches_of(training: Training, count: int) -> list[list[Batch]]:
    stream = training.parts.stream.run(training.place, training.parts.batches)
    try:
        return [next(stream)[1] for _ in range(count)]
    finally:
        stream.close()


STILL = ["model.dropout.layers=0", "model.dropout.embedding=0", "model.dropout.readout=0"]


def test_rounded_shapes_change_nothing_but_roundings(tmp_path: Path) -> None:
    one, other = (started(tmp_path / name, *STILL, "train.accumulate=2") for name in ("one", "other"))
    groups, recorder = batches_of(one, 12), Noted()
    expected, graphs = weights_after(one, groups), Graphs(other, recorder)
    found = weights_after(other, groups, graphs)
    assert recorder.replayed > 12 and len(graphs.shapes) < 12 and not graphs.off
    for mine, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(mine, theirs, atol=1e-5, rtol=1e-4)
    assert other.report == pytest.approx(one.report, rel=1e-5)


def test_a_shape_is_the_same_pass_by_pass_so_that_a_resumed_run_goes_on_bit_by_bit(tmp_path: Path) -> None:
    """A new session begins without recorded shapes, in the middle of a run that has some."""
    whole, parted = (started(tmp_path / name) for name in ("whole", "parted"))
    groups = batches_of(whole, 10)
    expected = weights_after(whole, groups, Graphs(whole, Noted()))
    torch.manual_seed(7)
    for part in (groups[:5], groups[5:]):
        graphs = Graphs(parted, Noted())
        for group in part:
            update(parted, group, graphs)
    assert all(torch.equal(a, b) for a, b in zip(parted.parameters, expected, strict=True))


def test_the_shape_used_longest_ago_makes_room(tmp_path: Path) -> None:
    training, recorder = started(tmp_path / "run"), Noted()
    graphs = Graphs(training, recorder, most=2, round_up=False)
    kinds = {name: even(length, 2, 1) for name, length in (("a", 3), ("b", 4), ("c", 5))}
    for name in "aabbacab":  # b goes as c comes, and is new again at the end
        update(training, [kinds[name]], graphs)
    assert recorder.recorded == 2 and recorder.replayed == 4
    assert [shape.source for shape in graphs.shapes] == [4, 5]


def broken(work: Work) -> Work:
    raise RuntimeError("operation not permitted when stream is capturing\nmore of it")


def no_memory(work: Work) -> Work:
    raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")


def wrong(work: Work) -> Work:
    """Gradients that are twice as large."""
    return lambda: (work(), work())[0]


CHANGES: dict[str, tuple[Callable[[Work], Work], str]] = {
    "broken": (broken, "operation not permitted when stream is capturing"),
    "no memory": (no_memory, "out of memory"),
    "wrong": (wrong, "a recorded update gives other gradients than the same one as it is"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_cannot_be_recorded_is_said_once_and_goes_on_without(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    change, reason = CHANGES[name]
    one, other = (started(tmp_path / folder, *STILL) for folder in ("one", "other"))
    groups = [[batch] for batch in EVEN]
    expected, graphs = weights_after(one, groups), Graphs(other, Noted(change), round_up=False)
    caplog.clear()
    with caplog.at_level(logging.WARNING, logger="s2s"):
        found = weights_after(other, groups, graphs)
    assert caplog.messages == [f"warning: train.graphs=true: {reason}; training goes on without graphs"]
    assert graphs.off and not graphs.shapes
    assert all(torch.equal(mine, theirs) for mine, theirs in zip(found, expected, strict=True))


def test_an_update_that_is_not_finite_is_skipped_and_recorded_later(tmp_path: Path) -> None:
    training, recorder = started(tmp_path / "run"), Noted()
    graphs = Graphs(training, recorder, round_up=False)
    first = training.parameters[0].detach().clone()
    update(training, [EVEN[0]], graphs)
    changed = training.parameters[0].detach().clone()
    with torch.no_grad():
        training.parameters[0].fill_(float("nan"))
    assert not update(training, [EVEN[0]], graphs) and recorder.recorded == 0 and training.skipped == 1
    with torch.no_grad():
        training.parameters[0].copy_(changed)
    for _ in range(3):
        assert update(training, [EVEN[0]], graphs)
    assert recorder.recorded == 1 and recorder.replayed == 3 and not graphs.off
    assert not torch.equal(training.parameters[0], first) and bool(torch.isfinite(training.parameters[0]).all())


def test_the_scale_of_fp16_falls_and_rises_as_without(tmp_path: Path) -> None:
    """It begins where gradients overflow, although the loss does not; then updates are skipped until it has fallen."""
    found = []
    for name in ("one", "other"):
        training = started(tmp_path / name)
        training.scaler = torch.amp.GradScaler("cpu", init_scale=2.0**124, growth_interval=3)
        graphs = Graphs(training, Noted(), round_up=False)
        torch.manual_seed(7)
        for batch in EVEN * 3:
            update(training, [batch], *([graphs] if name == "other" else []))
        assert 0 < training.skipped < 12 and not graphs.off
        found.append([parameter.detach().clone() for parameter in training.parameters])
    assert all(torch.equal(mine, theirs) for mine, theirs in zip(*found, strict=True))


def test_batches_that_are_cut_have_no_graphs(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    training = started(tmp_path / "run")
    training.limit, graphs = 6, Graphs(training, Noted())
    with caplog.at_level(logging.WARNING, logger="s2s"):
        assert update(training, [EVEN[0]], graphs) and update(training, [EVEN[0]], graphs)
    assert sum("batches are cut, as memory does not hold them" in message for message in caplog.messages) == 1


def test_a_process_without_a_batch_has_no_gradients(tmp_path: Path) -> None:
    training = started(tmp_path / "run")
    graphs = Graphs(training, Noted(), round_up=False)
    assert graphs(training, [], 5.0) == (0.0, 0.0)
    assert all(parameter.grad is None for parameter in training.parameters)


def test_a_device_without_graphs_refuses_them() -> None:
    check_graphs(True, torch.device("cuda"))
    check_graphs(False, torch.device("cpu"))
    with pytest.raises(
        UserError, match=r"^train\.graphs=true: needs device=cuda, but the device is cpu; leave it out$"
    ):
        check_graphs(True, torch.device("cpu"))


def test_the_command_refuses_them_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"train\.graphs=true: needs device=cuda"):
        assemble(config(tmp_path, "train.graphs=true"))
    assert not (tmp_path / "runs" / "tiny-1" / "config.yaml").exists()


def test_networks_that_cannot_be_recorded_are_told_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = started(tmp_path / "run")
    assert obstacle(training) is None
    training.config.train.graphs = True
    training.parts.model.register_forward_hook(lambda module, given, result: None)
    with caplog.at_level(logging.WARNING, logger="s2s"):
        assert not isinstance(gradients_of(training), Graphs)
    assert caplog.messages[-1].endswith("which a replay would not do; training goes on without graphs")
    for name, more, reason in (
        ("copy", ["model.copy=true"], "do not copy"),
        ("one hot", ["model.encoding=onehot", "model.tie=target"], "one-hot"),
    ):
        assert reason in str(obstacle(started(tmp_path / name, *more)))
    monkeypatch.setattr("s2s.training.graphs.world", lambda: 2)
    assert obstacle(training) == "several processes train together"

"""What a training costs is said before it starts, and measuring it changes nothing of the training."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy
import pytest
import torch
from training import STATEFUL, config, interrupt, train

import s2s.training.cost
import s2s.training.loop
from s2s.data.batching import Batch
from s2s.errors import UserError
from s2s.runs.find import runs_below
from s2s.runs.folder import run_folder
from s2s.tasks.translate import SMALL, TINY
from s2s.training.cost import LEAST, SEARCHES, Cost, foresee, predicted, spread
from s2s.training.dry_run import trial
from s2s.training.setup import assemble
from s2s.training.state import Training


def outcome(run: Path) -> list[bytes]:
    """What a run came to: its weights and measurements."""
    return [(run / name).read_bytes() for name in ("model.safetensors", "metrics.jsonl")]


def files(folder: Path) -> dict[str, bytes]:
    """What is in a folder, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_line_names_everything() -> None:
    cost = Cost(13_599_744, 4000, 4000, 560_000_000, 840.0, 180.0)
    expected = "13.6 million parameters (13,599,744 total), 4,000 updates, 0.6 GB of memory; about 14 minutes (± 3) on this machine"
    assert str(cost) == expected
    left = Cost(20_000, 300, 4000, None, 9000.0, 30.0, "; ends earlier if 10 validations in a row bring no better chrf")
    assert str(left) == (
        "20,000 parameters (20,000 total), 300 updates left of 4,000; about 150 minutes (± 0.5) on this machine (2.5 hours);"
        " ends earlier if 10 validations in a row bring no better chrf"
    )


SIZES = numpy.array([[2000.0, 40.0, 1.0], [130.0, 130.0, 1.0], [1900.0, 60.0, 1.0], [1990.0, 25.0, 1.0]])
"""Of batches: one in the middle, a single long sentence, and others."""


@pytest.mark.parametrize("costs", [(1e-4, 2e-4, 0.05), (1e-4, 0.0, 0.0), (0.0, 3e-4, 0.0), (0.0, 0.0, 0.2)], ids=str)
def test_costs_of_positions_steps_and_updates_are_told_apart(costs: Sequence[float]) -> None:
    mean = numpy.array([1800.0, 45.0, 1.0])
    assert predicted(SIZES, SIZES @ costs, mean) == pytest.approx((mean @ costs, 0.0), abs=1e-5)


def test_two_updates_tell_positions_from_steps() -> None:
    """The longest batch may be what was left over, a single sentence: it is fast and says nothing of the others alone."""
    mean = numpy.array([1800.0, 45.0, 1.0])
    assert predicted(SIZES[:2], SIZES[:2] @ (1e-4, 2e-4, 0), mean)[0] == pytest.approx(0.18 + 0.009)
    alike = SIZES[[0, 0, 0]]
    assert predicted(alike, numpy.array([0.1, 0.2, 0.3]), SIZES[0]) == pytest.approx((0.2, 0.0577), abs=1e-3)


def test_quantiles_are_ever_finer() -> None:
    assert list(islice(spread(), 6)) == [0.25, 0.75, 0.125, 0.625, 0.375, 0.875]
    assert len(set(spread())) == 30 and all(0 < quantile < 1 for quantile in spread())


def test_the_time_is_that_of_all_updates_validations_and_scores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock on which an update takes what positions and steps cost, and judging an example a second."""

    def clock(training: Training, batches: Sequence[Batch], gradients: object = None) -> float:
        lengths = [int(batch.lengths.max()) + batch.mask.shape[1] for batch in batches]
        return sum(
            0.1 * length + 0.001 * length * len(batch.lengths) for length, batch in zip(lengths, batches, strict=True)
        )

    monkeypatch.setattr(s2s.training.cost, "clock", clock)
    monkeypatch.setattr(s2s.training.cost, "clock_validation", lambda _, examples, settings: len(examples.targets))
    options = ("train.validate_every=4", "train.steps=11", "train.accumulate=2", "decode.beam=2", "train.patience=7")
    training = Training(assemble(config(tmp_path, *options)))
    chunk = training.parts.stream.load(0, 0)
    batches = [training.parts.stream.collate([chunk.pairs[row] for row in rows]) for rows in chunk.batches]
    each = 2 * sum(clock(training, [batch]) for batch in batches) / len(batches)
    cost = foresee(training, always=True)
    assert cost is not None and cost.seconds == pytest.approx(
        11 * each + 3 * 2 + 2 * SEARCHES
    )  # two validation examples
    assert cost.updates == cost.total == 11 < LEAST and foresee(training) is None
    assert cost.ends == "; ends earlier if 7 validations in a row bring no better loss"
    assert cost.parameters == sum(parameter.numel() for parameter in training.parameters)
    assert cost.error == pytest.approx(0.2 * cost.seconds, rel=1e-3)
    training.step = 8
    cost = foresee(training, always=True)
    assert cost is not None and (cost.updates, cost.total) == (3, 11)
    assert cost.seconds == pytest.approx(3 * each + 2 + 2 * SEARCHES)


@pytest.mark.slow
def test_measuring_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither of a new run, nor of one that is continued, with everything that has a state of its own."""
    plain = outcome(train(tmp_path, *STATEFUL))
    assert "on this machine" not in capfd.readouterr().err
    monkeypatch.setattr(s2s.training.cost, "LEAST", 1)
    (tmp_path / "measured").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 7)
        assert s2s.training.loop.train(config(tmp_path / "measured", *STATEFUL))
    assert "14 updates" in (said := capfd.readouterr().err) and "about 0.1 minutes" in said
    assert outcome(train(tmp_path / "measured", *STATEFUL)) == plain
    assert "7 updates left of 14" in (said := capfd.readouterr().err)
    assert "60 training pairs are few (5,000 or more are useful): it will repeat" in said


@pytest.mark.parametrize(
    "error", [torch.OutOfMemoryError("CUDA out of memory."), RuntimeError("can't allocate memory")]
)
def test_a_memory_that_holds_no_second_network_is_no_error(error: RuntimeError, tmp_path: Path) -> None:
    """Not of one example either; what the training itself needs is tried elsewhere."""
    training = Training(assemble(config(tmp_path)))
    before = [parameter.clone() for parameter in training.parameters]

    def loss(batch: Batch) -> None:
        raise error

    training.parts.loss = loss  # type: ignore[assignment]
    assert foresee(training, always=True) is None
    assert all(map(torch.equal, before, training.parameters))
    assert all(parameter.grad is None for parameter in training.parameters) and training.limit is None
    training.parts.loss = lambda batch: len(1)  # type: ignore[arg-type, assignment, return-value]
    with pytest.raises(TypeError):
        foresee(training, always=True)


def test_a_dry_run_leaves_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = sorted(config_files(tmp_path))
    assert s2s.training.loop.train(config(tmp_path), dry_run=True) is None
    said = capfd.readouterr().err
    assert " total), 6 updates, " in said and said.rstrip().endswith("no run folder is left behind")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_dry_run_needs_no_more_room_than_the_run_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made in `runs` itself, whose parent may belong to others, where no list of runs has it, even if it is killed."""
    (tmp_path / "runs").mkdir()
    options, before = config(tmp_path), sorted(tmp_path.iterdir())
    with trial(options, "…") as other:
        folder = run_folder(other)
        folder.mkdir(parents=True)
        (folder / "config.yaml").touch()
        assert sorted(tmp_path.iterdir()) == before and folder.is_relative_to(tmp_path / "runs")
        assert runs_below(tmp_path / "runs") == runs_below(tmp_path) == []
    assert not any((tmp_path / "runs").iterdir())


def config_files(folder: Path) -> list[str]:
    """The names of what `config` writes into `folder`."""
    config(folder)
    return [path.name for path in folder.iterdir()]


def test_a_dry_run_leaves_a_run_as_it_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 3)
        s2s.training.loop.train(config(tmp_path))
    folder = tmp_path / "runs" / "tiny-1"
    (folder / "elsewhere").symlink_to(tmp_path)
    before = files(tmp_path)
    capfd.readouterr()
    assert s2s.training.loop.train(config(tmp_path, "train.steps=9"), dry_run=True) is None
    said = capfd.readouterr().err
    assert f"continuing {folder} at step 3" in said and "6 updates left of 9" in said
    assert files(tmp_path) == before
    with pytest.raises(UserError, match=f"model.embedding=8: {folder} was trained with model.embedding=16"):
        s2s.training.loop.train(config(tmp_path, "model.embedding=8"), dry_run=True)
    assert files(tmp_path) == before and not any(path.name.startswith(".s2s") for path in tmp_path.rglob("*"))
    assert not logging.getLogger("s2s").filters


def test_what_to_expect_of_few_pairs(tmp_path: Path) -> None:
    task, options = assemble(config(tmp_path)).task, config(tmp_path)
    assert task.expectation(options, SMALL) is None
    assert "hardly" in str(task.expectation(options, TINY)) and "repeat" in str(task.expectation(options, TINY - 1))
    assert "recipe=auto" not in str(task.expectation(options, TINY)), "as many updates as somebody chose"
    assert "; recipe=auto takes a" in str(task.expectation(config(tmp_path, "train.steps=null"), TINY))
    words = config(tmp_path, "train.metric=exact")
    assert task.expectation(words, TINY) is None, "sentences are what it speaks of"
    options.data.corpus = "phrasebook"
    assert task.expectation(options, 10) is None

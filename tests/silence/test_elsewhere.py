"""Commands beside a run whose data lies elsewhere: what they need is read, and what they say of a path that leads nowhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from corpora import pairs_of, write_pairs
from datasets import Dataset
from training import train

from s2s.cli import main
from s2s.config.schema import DataConfig, RunConfig
from s2s.errors import UserError
from s2s.tasks.own_data import own_data
from s2s.tasks.tag import Tag
from s2s.tasks.translate import Translate

pytestmark = pytest.mark.usefixtures("cache")
ADDED = "; this path is relative to the folder in which the run was trained"


def said(folder: Path, config: RunConfig) -> str:
    with pytest.raises(UserError) as caught:
        own_data(folder, config, run_data=True)
    return str(caught.value)


@pytest.mark.parametrize("runs", ["runs", "./runs", "all/runs"])
def test_a_relative_path_is_said_with_the_folder_of_the_training(
    runs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained_in = tmp_path / "project"
    (trained_in / "corpus").mkdir(parents=True)
    write_pairs(trained_in / "corpus", [("a", "b"), ("c", "d")], "tsv")
    config = RunConfig(data=replace(DataConfig(), corpus="files", train="corpus/train.tsv"), runs=runs)
    folder = trained_in / runs / "run-1"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    message = said(folder, config)
    assert message.startswith("data.train=corpus/train.tsv: no such file; ")
    assert f"{ADDED}, it seems {trained_in}: call s2s from there, or give texts of your own" in message
    assert said(Path("project") / runs / "run-1", config) == message
    monkeypatch.chdir(trained_in)
    assert len(own_data(folder, config, run_data=True).train) == 1


def test_of_a_run_that_was_moved_the_folder_is_not_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = RunConfig(data=replace(DataConfig(), corpus="files", train="corpus/train.tsv"), runs="runs")
    monkeypatch.chdir(tmp_path)
    assert f"{ADDED}: call s2s from there" in said(tmp_path / "moved" / "run-1", config)
    assert f"{ADDED}: call s2s from there" in said(tmp_path / "moved" / "run-1", replace(config, runs=str(tmp_path)))


def test_an_absolute_path_means_the_same_everywhere(tmp_path: Path) -> None:
    config = RunConfig(data=replace(DataConfig(), corpus="files", train=str(tmp_path / "train.tsv")))
    assert ADDED not in said(tmp_path / "runs" / "run-1", config)


SPLITS = ("train", "validation", "test")
ROWS = {split: [(f"{split} {number} a b", f"X X O {split}") for number in range(3)] for split in SPLITS}


def config_of(tmp_path: Path, *given: str, task: str = "translate") -> RunConfig:
    paths: dict[str, Any] = {split: str(write_pairs(tmp_path, ROWS[split], "tsv", split)) for split in given}
    return RunConfig(task=task, data=replace(DataConfig(), corpus="files", **paths))


@pytest.mark.parametrize("task", ["translate", "classify"])
@pytest.mark.parametrize("wanted", SPLITS)
def test_what_is_not_wanted_may_be_gone(wanted: str, task: str, tmp_path: Path) -> None:
    config = config_of(tmp_path, *SPLITS, task=task)
    whole = own_data(tmp_path, config, True)
    for split in SPLITS:
        if split != wanted:
            (tmp_path / f"{split}.tsv").unlink()
    corpus = own_data(tmp_path, config, True, (wanted,))
    assert pairs_of(getattr(corpus, wanted)) == pairs_of(getattr(whole, wanted))
    assert all(getattr(corpus, split) is None for split in SPLITS if split != wanted)
    assert not corpus.held_out


def test_what_is_held_out_needs_the_file_that_it_is_held_out_of(tmp_path: Path) -> None:
    config = config_of(tmp_path, "train", "test")
    whole = own_data(tmp_path, config, True)
    for wanted in ("train", "validation"):
        corpus = own_data(tmp_path, config, True, (wanted,))
        assert pairs_of(getattr(corpus, wanted)) == pairs_of(getattr(whole, wanted)) and corpus.test is None
    (tmp_path / "train.tsv").unlink()
    assert pairs_of(own_data(tmp_path, config, True, ("test",)).test) == ROWS["test"]
    with pytest.raises(UserError, match=r"train\.tsv: no such file; .*; the validation set was held out of it$"):
        own_data(tmp_path, config, True, ("validation",))


def test_a_series_needs_what_comes_before_it(tmp_path: Path) -> None:
    config = replace(config_of(tmp_path, "train", "validation", "test"), task="forecast")
    (tmp_path / "train.tsv").unlink()
    with pytest.raises(UserError, match=r"train\.tsv: no such file; .*; windows of every split are read from it$"):
        own_data(tmp_path, config, True, ("test",))


def test_splits_of_several_directions_and_of_a_folder(tmp_path: Path) -> None:
    pairs = {split: write_pairs(tmp_path, ROWS[split], "aligned", split) for split in SPLITS}
    paths: dict[str, Any] = {name: str(one) for name, one in pairs.items()}
    several = DataConfig(corpus="files", directions=["en-de", "de-en"], **paths)
    folder = DataConfig(corpus="multi30k", folder=str(tmp_path))
    for language in ("en", "de"):
        (tmp_path / f"train.{language}").unlink()
    corpus = own_data(tmp_path, RunConfig(data=several), True, ("validation",))
    assert len(corpus.validation) == 6 and corpus.spans == {"validation": (range(3), range(3, 6))}
    assert corpus.train is None
    assert pairs_of(own_data(tmp_path, RunConfig(data=folder), True, ("test",)).test) == ROWS["test"]
    with pytest.raises(UserError, match="train: found neither"):
        own_data(tmp_path, RunConfig(data=folder), True)


def test_a_task_of_the_users_own_may_read_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It adds to what `Task.read` gives, and knows no splits."""

    def read(task: Translate, config: RunConfig) -> object:
        corpus = super(Translate, task).read(config)
        return replace(corpus, test=Dataset.from_dict({"source": ["own"], "target": [len(corpus.train)]}))

    monkeypatch.setattr(Translate, "read", read, raising=False)
    corpus = own_data(tmp_path, config_of(tmp_path, *SPLITS), True, ("test",))
    assert corpus.test is not None and list(corpus.test) == [{"source": "own", "target": 3}]


def test_the_scheme_of_tags_is_that_of_the_training_tags(tmp_path: Path) -> None:
    paths: dict[str, Any] = {
        split: str(write_pairs(tmp_path, [("a", "B-X"), ("b", "I-X")], "tsv", split)) for split in SPLITS
    }
    config = RunConfig(task="tag", data=replace(DataConfig(), corpus="files", **paths))
    assert Tag().read(config).scheme == Tag().read(config, ("train", "test")).scheme != ""
    assert Tag().read(config, ("test",)).scheme == ""


@pytest.mark.slow
def test_evaluate_export_and_inspect_need_no_training_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnx")
    run = train(tmp_path, f"data.test={tmp_path / 'validation.tsv'}")
    capsys.readouterr()
    calls = [
        ["evaluate", "-m", str(run), "--json"],
        ["export", "-m", str(run)],
        ["inspect", "gradients", "-m", str(run), "--format", "none", "--json"],
    ]

    def outputs() -> list[tuple[str, str]]:
        said = []
        for call in calls:
            assert main(call) == 0
            out, err = capsys.readouterr()
            said.append((out, err))
        return said

    before = outputs()
    (tmp_path / "train.tsv").unlink()
    assert outputs() == before
    assert main(["export", "-m", str(run), "--shortlist", "10"]) == 2
    assert main(["distill", "-m", str(run), "-o", str(tmp_path / "student")]) == 2
    assert capsys.readouterr().err.count("train.tsv: no such file") == 2

"""Commands that are called from another folder than the training was: what they say of data with a relative path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from corpora import write_pairs

from s2s.config.schema import DataConfig, RunConfig
from s2s.errors import UserError
from s2s.tasks.base import own_data

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

"""The examples of a run that are read again: a file that has changed since the training is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from training import train

from s2s.config.schema import RunConfig
from s2s.runs.folder import load_config
from s2s.runs.history import read_results, write_results
from s2s.tasks.own_data import own_data

CHANGED = "held other examples when it was trained"


def said(run: Path, config: RunConfig, split: str, caplog: pytest.LogCaptureFixture) -> str:
    """What is logged when the examples of a `split` are read again."""
    caplog.clear()
    own_data(run, config, run_data=True, splits=(split,))
    return "".join(f"{record.getMessage()}\n" for record in caplog.records if CHANGED in record.getMessage())


def test_files_that_have_changed_since_the_training_are_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    test = tmp_path / "test.tsv"
    test.write_text("the dog\tder Hund\na cat\teine Katze\n", encoding="utf-8")
    run = train(tmp_path, f"data.test={test}", "data.validation=null")
    config = load_config(run)
    assert not said(run, config, "test", caplog) and not said(run, config, "validation", caplog)
    train_file = tmp_path / "train.tsv"
    train_file.write_text(train_file.read_text(encoding="utf-8") + "a bird\tein Vogel\n", encoding="utf-8")
    assert not said(run, config, "test", caplog), "it is not held out of the training pairs"
    assert said(run, config, "validation", caplog).startswith(f"warning: {run}: its validation set {CHANGED}")
    test.write_text("the dog\tder Hund\na cat\teine Maus\n", encoding="utf-8")
    assert said(run, config, "test", caplog).startswith(f"warning: {run}: its test set {CHANGED}")
    results = read_results(run)
    damaged: dict[str, Any]
    for damaged in ({}, {"data": []}, {"data": {"digests": 3}}, {"data": {"digests": {"test": 3}}}):
        write_results(run, {**results, "data": None, **damaged})
        assert not said(run, config, "test", caplog)
    (run / "results.json").write_bytes(b"{")
    assert not said(run, config, "test", caplog)

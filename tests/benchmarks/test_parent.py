"""The benchmark of a parent's worth: what is typed for each child, its table, and all of it, small."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import parent
import pytest
from auto import ALONE, Corpus
from composed import composed
from parent import PARENT, SETTINGS, child, main, table
from training import TINY


def corpus(folder: Path) -> Corpus:
    return Corpus("few", str(folder / "train"), str(folder / "val"), "en", "de")


@pytest.mark.slow
def test_each_child_has_the_same_updates(folder: Path, tmp_path: Path) -> None:
    options = argparse.Namespace(steps=7, choices=["threads=1"])
    folders = set()
    for setting in SETTINGS:
        line, run = child(corpus(folder), setting, 2, tmp_path / "many-9-1", options)
        config = composed(line)
        assert (config.train.steps, config.train.tokens, config.train.consistency) == (7, 1000, 2.0)
        assert run == Path(config.runs) / f"{config.name}-{config.seed}"
        assert config.tokenizer.extend == (setting == PARENT)
        assert (config.train.start_from is None) == setting.startswith(ALONE)
        folders.add(run)
    assert len(folders) == len(SETTINGS)


def test_the_table_says_what_the_parent_gives() -> None:
    row = {"parent": "many", "parent steps": 9, "child": "few", "steps": 7, "options": [], "chrf": 30.0, "minutes": 1.0}
    rows = [
        {**row, "child": None, "steps": None, "setting": None, "seed": 1, "bleu": 20.0},
        {**row, "setting": ALONE, "seed": 1, "bleu": 10.0},
        {**row, "setting": PARENT, "seed": 1, "bleu": 12.0},
        {**row, "setting": PARENT, "seed": 2, "bleu": 13.0},
    ]
    lines = table(rows).split("\n")
    assert lines[2] == "| many | 9 | few | 7 |  | parent | 2 | 12.5 | +2.5 | 30.0 | 1.0 |"
    assert "| alone | 1 | 10.0 | +0.0 |" in lines[3] and len(lines) == 4


def test_two_corpora_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["many=a,b,en,de"]) == 2
    assert capsys.readouterr().err == (
        "parent: CORPUS=TRAIN,VALIDATION,SOURCE,TARGET: give two, the parent's and the child's\n"
    )


@pytest.mark.slow
def test_all_of_it(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [f"many={folder}/train,{folder}/val,en,de", f"few={folder}/train,{folder}/val,de,en"]
    results = tmp_path / "results.jsonl"
    tiny = [option for option in TINY if not option.startswith(("train.metric", "train.steps", "train.epochs"))]
    sizes = ["--parent-steps", "6", "--steps", "4", "--seeds", "1", "--settings", ALONE, PARENT]
    command = [
        *given,
        *sizes,
        "--work",
        str(tmp_path / "work"),
        "--results",
        str(results),
        *tiny,
        "train.validate_every=2",
    ]
    assert main(command) == 0
    rows = [json.loads(line) for line in results.read_text().splitlines()]
    assert [row["setting"] for row in rows] == [None, ALONE, PARENT] and [row["updates"] for row in rows] == [6, 4, 4]
    written = results.read_bytes()
    assert main(command) == 0 and results.read_bytes() == written
    assert "| parent | 1 |" in capsys.readouterr().out


def test_a_parent_that_was_stopped_goes_on_before_a_child_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though its row is there, as in a checkout."""
    trained: list[str] = []
    monkeypatch.setattr(parent, "train", lambda typed, name: trained.append(name))
    monkeypatch.setattr(parent, "measured", lambda *_: {})
    row = {"parent": "old", "parent steps": 9, "options": [], "child": None, "steps": None, "setting": None, "seed": 1}
    (tmp_path / "results.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / "old-9-1").mkdir()
    old, new = (Corpus(name, "t", "v", "en", "de") for name in ("old", "new"))
    options = argparse.Namespace(
        results=tmp_path / "results.jsonl",
        choices=[],
        work=tmp_path,
        parent_steps=9,
        steps=4,
        seeds=[1],
        settings=[PARENT],
    )
    assert [found["setting"] for found in parent.work(old, new, options)] == [PARENT]
    assert trained == ["the parent", "new parent 1"]

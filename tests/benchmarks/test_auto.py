"""The benchmark of `recipe=auto`: its settings can be trained, what is done is not done again, and the table."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import auto
import pytest
from auto import AUTO, SETTINGS, Corpus, command, main, metric_of, subset, table, train
from composed import composed

from s2s.errors import UserError

SMALL = [
    "model.embedding=16", "model.encoder.units=16", "model.decoder.units=16", "tokenizer.kind=bpe", "tokenizer.size=340",
    "train.steps=4", "train.validate_every=2", "train.tokens=200", "precision=fp32", "threads=1", "device=cpu",
]  # fmt: skip


def corpus(folder: Path) -> Corpus:
    return Corpus("few", str(folder / "train"), str(folder / "val"), "en", "de")


@pytest.mark.slow
def test_every_setting_is_valid(folder: Path, tmp_path: Path) -> None:
    options = argparse.Namespace(runs=tmp_path, choices=[])
    for setting in SETTINGS:
        typed, run = command(corpus(folder), 20, setting, 1, options)
        config = composed(typed)
        assert (config.auto is not None) == (setting == AUTO)
        assert run == Path(config.runs) / f"{config.name}-{config.seed}"
    assert len(SETTINGS) >= 7  # auto, and at least six by hand


def test_a_larger_subset_holds_the_smaller_one(folder: Path, tmp_path: Path) -> None:
    few, more = (subset(corpus(folder), size, tmp_path) for size in (20, 40))
    lines = [Path(f"{prefix}.de").read_text().splitlines() for prefix in (few, more)]
    assert lines[0] == lines[1][:20] and len(lines[1]) == 40
    assert subset(corpus(folder), 0, tmp_path) == folder / "train"
    with pytest.raises(UserError, match=r"--sizes 100: .* has 60 pairs"):
        subset(corpus(folder), 100, tmp_path)


def test_rows_are_trained_once_and_the_best_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trained: list[str] = []
    monkeypatch.setattr(auto, "train", lambda typed, label, enough: trained.append(label))
    monkeypatch.setattr(auto, "measured", lambda run, marks, until: reached(10 + len(run.name)))
    results = tmp_path / "auto.jsonl"
    given = f"few={folder / 'train'},{folder / 'val'},en,de"
    line = [
        given,
        "--sizes",
        "20",
        "--settings",
        AUTO,
        "small",
        "characters",
        "--runs",
        str(tmp_path),
        "--results",
        str(results),
    ]
    assert main([*line, *SMALL]) == 0
    assert trained == ["few 20 auto 1", "few 20 small 1", "few 20 characters 1", "few 20 auto 2", "few 20 characters 2"]
    assert len(results.read_text().splitlines()) == 5 and "device=cpu | characters | 2 |" in capsys.readouterr().out
    assert main([*line, *SMALL]) == 0 and len(trained) == 5
    assert main(["--table", "--results", str(tmp_path / "none.jsonl")]) == 2


def test_a_training_ends_at_its_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of a training a process that says one line and then waits: it is ended, and no error."""
    (tmp_path / "scripts").mkdir()
    waiting = "import sys, time; print('step 1', file=sys.stderr, flush=True); time.sleep(60); sys.exit(3)"
    (tmp_path / "scripts" / "train.py").write_text(waiting)
    monkeypatch.setattr(auto, "ROOT", tmp_path)
    (tmp_path / "times.jsonl").write_text('{"step": 1, "minutes": 2.5}\n')
    assert auto.reached(tmp_path, 2.5) and not auto.reached(tmp_path, 3) and not auto.reached(tmp_path, None)
    assert not auto.reached(tmp_path / "none", 1)
    train([], "few", lambda: auto.reached(tmp_path, 2))


def test_rows_of_given_minutes_have_columns_of_their_own() -> None:
    row = {
        "corpus": "few",
        "size": 1000,
        "seed": 1,
        "options": [],
        "parameters": 7,
        "minutes": 9.0,
        "bleu": 2.0,
        "chrf": 20.0,
    }
    printed = table([row | {"setting": "a", "bleu at 3": 1.0}, row | {"setting": "b", "bleu at 8": 2.0}]).splitlines()
    assert "| BLEU at 3 | BLEU at 8 |" in printed[0]
    assert printed[2].endswith("| 1.0 |  | 9.0 |") and printed[3].endswith("|  | 2.0 | 9.0 |")


def test_other_minutes_and_other_options_are_no_seeds() -> None:
    row = {"corpus": "few", "size": 1000, "seed": 1, "setting": "a", "parameters": 7, "minutes": 9.0, "chrf": 20.0}
    rows = [
        row | {"options": options, "until": until, "bleu": bleu}
        for options, until, bleu in (([], None, 20.0), ([], 8, 5.0), (["model.cell=gru"], None, 10.0))
    ]
    assert [line.split(" | ")[1:7] for line in table(rows).splitlines()[2:]] == [
        ["1,000", "", "", "a", "1", "7"],
        ["1,000", "8", "", "a", "1", "7"],
        ["1,000", "", "model.cell=gru", "a", "1", "7"],
    ]
    same = {"corpus": "few", "size": 1000, "options": [], "until": 8}
    assert auto.best([*rows, rows[0] | {"setting": "b", "bleu": 30.0}], same) == "a"


def test_nothing_counts_after_the_last_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the folder holds a whole training, of before."""
    monkeypatch.setattr(auto, "parameters", lambda run: 7)
    for name, values in (("times", {"minutes": 4}), ("metrics", {"validation_bleu": 5, "validation_chrf": 9})):
        points = [{"step": step, **{key: step * value for key, value in values.items()}} for step in range(1, 6)]
        (tmp_path / f"{name}.jsonl").write_text("".join(f"{json.dumps(point)}\n" for point in points))
    row = auto.measured(tmp_path, [3, 8], 8)
    assert (row["bleu"], row["bleu at 3"], row["bleu at 8"], row["updates"], row["minutes"]) == (10, 0, 10, 2, 8)
    assert auto.measured(tmp_path, [8])["bleu"] == 25


def reached(value: float) -> dict[str, Any]:
    names = [f"{metric}{at}" for metric in ("bleu", "chrf") for at in ("", *(f" at {mark}" for mark in auto.MINUTES))]
    return dict.fromkeys([*names, "minutes"], value) | {"parameters": 7, "updates": 4}


def test_the_best_comes_first(tmp_path: Path) -> None:
    row = {"corpus": "few", "size": 300, "seed": 1, "options": []}
    rows = [row | {"setting": name} | reached(value) for name, value in (("a", 1.0), ("b", 2.0))]
    printed = table(json.loads(json.dumps(rows))).splitlines()
    assert [line.split(" | ")[4] for line in printed[2:]] == ["b", "a"]
    assert metric_of(300) == "chrf" and metric_of(1000) == metric_of(0) == "bleu"


@pytest.mark.slow
def test_a_training_is_measured(folder: Path, tmp_path: Path) -> None:
    results = tmp_path / "auto.jsonl"
    given = f"few={folder / 'train'},{folder / 'val'},en,de"
    line = [
        given,
        "--sizes",
        "20",
        "--settings",
        AUTO,
        "--seeds",
        "1",
        "--runs",
        str(tmp_path),
        "--results",
        str(results),
    ]
    assert main([*line, *SMALL]) == 0
    (row,) = map(json.loads, results.read_text().splitlines())
    assert row["updates"] == 4 and 0 <= row["bleu"] <= 100 and row["chrf"] >= row["chrf at 5"] > 0

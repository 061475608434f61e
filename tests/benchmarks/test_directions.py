"""The benchmark of several directions in one model: what is typed for each, its table, and all of it, small."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from composed import composed
from directions import ADDED, MODELS, TOGETHER, main, table, typed
from training import TINY

from s2s.data.corpora.phrasebook.draw import pairs


@pytest.mark.slow
def test_each_direction_has_as_many_updates(tmp_path: Path) -> None:
    options = argparse.Namespace(runs=tmp_path, steps=7, folder=tmp_path, choices=["threads=1"])
    for model, learned in MODELS.items():
        config = composed(typed(model, 2, options))
        if len(learned) == 1:
            assert f"{config.data.source}-{config.data.target}" == model and config.data.directions is None
        else:
            assert config.data.directions == list(learned)
        assert config.train.steps == {TOGETHER: 28}.get(model, 7)
        assert (config.train.start_from is not None) == config.tokenizer.extend == (model == ADDED)


def test_the_table_compares_by_direction() -> None:
    row = {"steps": 7, "options": [], "parameters": 9}
    rows = [
        {**row, "model": "en-de", "seed": 1, "BLEU": {"en-de": 30.0}},
        {**row, "model": "en-de", "seed": 2, "BLEU": {"en-de": 31.0}},
        {**row, "model": TOGETHER, "seed": 1, "BLEU": {"en-de": 30.2, "de-fr": 4.0}},
    ]
    lines = table(rows).split("\n")
    assert lines[2] == "| 7 |  | en-de | 30.5 | 30.2 | -0.3 |  | 2 |"
    assert lines[3] == "| 7 |  | de-fr, zero-shot |  | 4.0 |  |  | 1 |"


def test_a_folder_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "--folder: missing" in capsys.readouterr().err


@pytest.mark.slow
def test_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, split, count in (("train", "train", 40), ("val", "validation", 4)):
        english, german = zip(*pairs("en", "de", split, count, 1), strict=True)
        for language, lines in (("en", english), ("de", german), ("fr", [line.upper() for line in german])):
            (tmp_path / f"{name}.{language}").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    tiny = [option for option in TINY if not option.startswith(("train.steps", "train.epochs"))]
    results = tmp_path / "results.jsonl"
    only = ["--steps", "2", "--seeds", "1", "--only", TOGETHER, ADDED, "fr-en", "--threads", "1"]
    where = ["--folder", str(tmp_path), "--runs", str(tmp_path / "runs"), "--results", str(results)]
    assert main([*where, *only, *tiny]) == 0
    rows = [json.loads(line) for line in results.read_text().splitlines()]
    assert [(row["model"], len(row["BLEU"])) for row in rows] == [(TOGETHER, 5), (ADDED, 5), ("fr-en", 1)]
    written = results.read_bytes()
    assert main([*where, *only, *tiny]) == 0 and results.read_bytes() == written
    assert "| 2 | " in capsys.readouterr().out

"""The benchmark of back-translations: its texts, what is trained on, and all of it, small."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from auto import Corpus
from backtranslation import SETTINGS, data_of, main, table, texts, typed
from composed import composed
from training import TINY

from s2s.errors import UserError


def corpus(folder: Path) -> Corpus:
    return Corpus("few", str(folder / "train"), str(folder / "val"), "en", "de")


def test_text_is_of_other_sentences(folder: Path, tmp_path: Path) -> None:
    options = argparse.Namespace(work=tmp_path, pairs=20, text=30, choices=[])
    pairs, text = texts(corpus(folder), options)
    own = Path(f"{pairs}.de").read_text(encoding="utf-8").splitlines()
    lines = text.read_text(encoding="utf-8").splitlines()
    assert len(own) == 20 and len(set(lines)) == len(lines) == 30 and not {*own} & {*lines}
    options.text = 100
    with pytest.raises(UserError, match=r"--text 100: .* has \d+ other sentences"):
        texts(corpus(folder), options)


@pytest.mark.slow
def test_each_setting_is_valid(folder: Path, tmp_path: Path) -> None:
    options = argparse.Namespace(work=tmp_path, choices=["train.steps=4"])
    for setting in SETTINGS.values():
        data = data_of(folder / "train", None if setting.how is None else folder / "bt", setting, 5.0)
        config = composed(typed(corpus(folder), "name", 2, data, options))
        assert (config.data.corpora is None) == (setting.how is None)
        for one, tag, weight in zip(config.data.corpora or (), (None, setting.tag), (5.0, 1.0), strict=False):
            assert (one.tag, one.weight) == (tag, weight)
    back = composed(
        typed(corpus(folder), "name", 1, data_of(folder / "train", None, SETTINGS["alone"], 5.0), options, True)
    )
    assert (back.data.source, back.data.target) == ("de", "en")


def test_the_table_says_what_is_gained() -> None:
    row = {"corpus": "few", "pairs": 20, "text": 30, "weight": 5.0, "options": [], "chrf": 30.0, "minutes": 1.0}
    rows = [
        {**row, "setting": "alone", "seed": 1, "bleu": 10.0},
        {**row, "setting": "search", "seed": 1, "bleu": 12.0},
        {**row, "setting": "search", "seed": 2, "bleu": 13.0},
    ]
    lines = table(rows).split("\n")
    assert lines[2] == "| few | 20 | 30 | 5.0 |  | search | 2 | 12.5 | +2.5 | 30.0 | 1.0 |"
    assert "| alone | 1 | 10.0 | +0.0 |" in lines[3]


@pytest.mark.slow
def test_all_of_it(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = f"few={folder}/train,{folder}/val,en,de"
    sizes = ["--pairs", "20", "--text", "30", "--seeds", "1", "--settings", "alone", "noise, no tag"]
    results = tmp_path / "results.jsonl"
    tiny = [option for option in TINY if not option.startswith("train.metric")]
    command = [given, *sizes, "--work", str(tmp_path / "work"), "--results", str(results), *tiny, "train.metric=chrf"]
    assert main(command) == 0
    rows = [json.loads(line) for line in results.read_text().splitlines()]
    assert [row["setting"] for row in rows] == ["alone", "noise, no tag"] and all(row["updates"] == 6 for row in rows)
    made = next(path for path in (tmp_path / "work").iterdir() if path.name.endswith("noise.en"))
    assert len(made.read_text(encoding="utf-8").split("\n")) == 31
    written = results.read_bytes()
    assert main(command) == 0 and results.read_bytes() == written
    assert "| noise, no tag | 1 |" in capsys.readouterr().out

"""What training says of its first pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from training import config

from s2s.data.corpora.phrasebook.draw import pairs
from s2s.doctor import glance as module
from s2s.doctor.glance import glance
from s2s.training.setup import assemble

datasets = pytest.importorskip("datasets")
TRAIN, VALIDATION = (pairs("en", "de", split, 400, 1) for split in ("train", "validation"))
# short enough to be shown whole
HELD, AGAIN = (next(pair for pair in split if max(map(len, pair)) < 50) for split in (VALIDATION, TRAIN))


def table(rows: list[tuple[str, str]]) -> Any:
    return datasets.Dataset.from_dict({"source": [row[0] for row in rows], "target": [row[1] for row in rows]})


def test_a_line_on_each_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert glance(table(TRAIN), table(VALIDATION)) == []
    rows = [*TRAIN, AGAIN, ("fÃ¼r Anna", "für \0Anna"), HELD]
    assert glance(table(rows), table(VALIDATION)) == [
        "1 of the first 403 training pairs: control (target), control characters, such as NUL; such as"
        " fÃ¼r Anna │ für \\x00Anna",
        "1 of the first 403 training pairs: mojibake (source), UTF-8 that was read as another encoding; such as"
        " fÃ¼r Anna │ für \\x00Anna",
        "1 of the first 403 training pairs: duplicate, the pair has been there before; such as"
        f" {AGAIN[0]} │ {AGAIN[1]}",
        "1 of the first 403 training pairs: in validation, is in the validation set too; such as"
        f" {HELD[0]} │ {HELD[1]}",
    ]
    monkeypatch.setattr(module, "FIRST", 300)
    assert glance(table(rows), table(VALIDATION)) == []
    monkeypatch.setattr(module, "FIRST", 403)
    monkeypatch.setattr(module, "RARE", 0.01)
    assert [line.split(": ")[1].split(",")[0] for line in glance(table(rows), table(VALIDATION))] == ["in validation"]


def test_training_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = config(tmp_path)
    with open(tmp_path / "train.tsv", "ab") as file:
        file.write(f"{TRAIN[0][0]}\t{TRAIN[0][1]}\n".encode())
    assemble(options)
    captured = capsys.readouterr()
    assert captured.out == "" and "1 of the first 61 training pairs: duplicate, " in captured.err
    assert captured.err.count("(s2s doctor says more)\n") == 1

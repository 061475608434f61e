"""What training says of its pairs."""

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
CODES = "en", "de"


def table(rows: list[tuple[str, str]]) -> Any:
    return datasets.Dataset.from_dict({"source": [row[0] for row in rows], "target": [row[1] for row in rows]})


def test_three_lines_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert glance(table(TRAIN), table(VALIDATION), CODES) == []
    looked = "1 of 403 training pairs looked at"
    rows = [*TRAIN, AGAIN, ("stone &amp; tile", "Stein und Fliese"), HELD]
    held = f"{looked}: in validation, is in the validation set too; such as {HELD[0]} │ {HELD[1]}"
    entity = f"{looked}: entity (source), references of HTML or XML, such as &amp;; such as stone &amp; tile │ Stein und Fliese"
    assert glance(table(rows), table(VALIDATION), CODES) == [
        held,
        entity,
        f"{looked}: duplicate, the pair has been there before; such as {AGAIN[0]} │ {AGAIN[1]}",
    ]
    rows[-2] = ("fÃ¼r &amp; Anna", "für \0Anna")
    lines = glance(table(rows), table(VALIDATION), CODES)
    assert len(lines) == 3 and lines[0] == held and "\0" not in "".join(lines)
    assert lines[2] == "and 3 other findings: mojibake (source) (1), entity (source) (1), duplicate (1)"
    monkeypatch.setattr(module, "RARE", 0.01)
    assert glance(table(rows), table(VALIDATION), CODES) == [held]


def test_features_tell_sources_apart() -> None:
    rows = [(f"veluminorak\tN;{place}", f"veluminorak{'e' * place}") for place in range(9)]
    assert glance(table(rows), table([("veluminorak\tV", "veluminorak")]), CODES, features=1) == []
    rows += [(f"pasorinto\tN;{place}", "pasorinto") for place in range(9)]
    (line,) = glance(table([*rows, rows[4]]), table(VALIDATION), CODES, features=1)
    assert "1 of 19 training pairs looked at: duplicate, the pair" in line


def test_a_large_corpus_is_sampled_from_all_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SAMPLE", 100)
    rows = [*TRAIN[:200], *((f"{source} &amp;", target) for source, target in TRAIN[200:])]
    (line,) = glance(table(rows), table(VALIDATION), CODES)
    assert line.startswith("50 of 100 training pairs looked at: entity (source)")


def test_a_wrong_direction_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = glance(table(TRAIN), table(VALIDATION), ("de", "en"))
    assert "400 of 400 training pairs looked at: swapped, the source is in en and the target in de" in line
    (line,) = glance(table(TRAIN), table(VALIDATION), ("en", "fr"))
    assert "declared (target), target: the text looks like de, where fr is declared; --source and --target, in" in line


def test_the_model_of_languages_is_not_loaded_for_clean_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("loaded")

    monkeypatch.setattr("s2s.data.text.identify.learned", refused)
    assert glance(table(TRAIN), table(VALIDATION), CODES) == []
    with pytest.raises(AssertionError, match="loaded"):
        glance(table(TRAIN), table(VALIDATION), ("de", "en"))


def test_training_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = config(tmp_path)
    with open(tmp_path / "train.tsv", "ab") as file:
        file.write(f"{TRAIN[0][0]}\t{TRAIN[0][1]}\n".encode())
    assemble(options)
    captured = capsys.readouterr()
    assert captured.out == "" and "1 of 61 training pairs looked at: duplicate, " in captured.err
    assert captured.err.count("(s2s doctor says more)\n") == 1

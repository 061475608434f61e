"""Light cells: every row can be trained, what is done is not done again, speeds are ratios, and the table."""

from __future__ import annotations

import argparse
import json
from functools import partial
from pathlib import Path
from typing import Any

import light_cells
import pytest
from ablation import run_folder
from light_cells import REFERENCE, SPEEDS, main, planned, rows, tables, taking_turns
from training import TINY

import s2s.training.loop
from s2s.config.schema import RunConfig

SMALL = [option for option in TINY if not option.startswith(("train.", "decode."))] + ["train.tokens=200"]
SMALL += ["model.encoder.layers=2", "model.decoder.layers=2"]


@pytest.mark.slow
def test_every_combination_is_valid_and_the_reference_is_the_recipe(folder: Path) -> None:
    given = argparse.Namespace(
        folder=folder, steps=3, runs=str(folder / "runs"), choices=[], only=None, seeds=[1, 2], speed=False
    )
    found = list(planned(given))
    assert len(found) == 2 * len(rows()) == 24 and found[0][0] == REFERENCE == next(iter(rows()))
    assert (
        len({(config.model.cell, config.model.decoder.cell, config.model.decoder.upper) for *_, config in found}) == 12
    )


def in_this_process(name: str, change: list[str], config: RunConfig, options: argparse.Namespace) -> Path | str:
    if name.startswith("ssru+gru"):
        return "s2s: it did not learn"
    config.name = run_folder(config).name.removesuffix(f"-{config.seed}")
    assert s2s.training.loop.train(config) is None
    return run_folder(config)


@pytest.mark.slow
def test_rows_are_trained_and_timed_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(light_cells, "train", in_this_process)
    results = folder / "results.jsonl"
    arguments = ["--folder", str(folder), "--steps", "2", "--runs", str(folder / "runs"), "--results", str(results)]
    arguments += ["--updates", "1", "--repeats", "1", "--sentences", "4"]
    only = ["--only", "ssru+gru recurrent", "ssru+ssru feedforward", "--", *SMALL]
    monkeypatch.setattr(light_cells, "CASES", ((1, 4),))
    monkeypatch.setattr(light_cells, "SPEEDS", ("training", "beam 1 × 4"))
    assert main([*arguments, *only]) == main(["--speed", *arguments, *only[:1], *only[2:]]) == 0
    found = [json.loads(line) for line in results.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [line["kind"] for line in found] == ["training", "training", "speed"]
    assert found[0]["failed"] == "s2s: it did not learn" and found[1]["updates"] == [1, 2]
    assert all(found[2][kind].keys() == {"row", "lstm"} for kind in ("training", "beam 1 × 4"))
    again: list[str] = []

    def fails(name: str, *_: Any) -> str:
        again.append(name)
        return "s2s: it did not learn"

    monkeypatch.setattr(light_cells, "train", fails)
    monkeypatch.setattr(light_cells, "speeds", lambda *_: pytest.fail("was done already"))
    capsys.readouterr()
    assert main([*arguments, *only]) == main(["--speed", *arguments, *only[:1], *only[2:]]) == 0
    assert again == ["ssru+gru recurrent"], "what failed is tried again"
    shown = capsys.readouterr().out
    assert "ssru+gru recurrent, seed 1: s2s: it did not learn" in shown and "| ssru+ssru feedforward | 1 | " in shown
    assert str(folder) not in results.read_text(encoding="utf-8"), "no paths of this machine"


def line(row: str, seed: int, end: float, at_35: float | None) -> dict[str, Any]:
    marks = {"30": 5.0, "35": at_35, "38": None, "40": None}
    facts = {"row": row, "kind": "training", "seed": seed, "steps": 1200, "options": ["a=b"], "parameters": 7_000}
    return {**facts, "minutes to": marks, "end BLEU": end, "best BLEU": end + 1}


def test_the_table_has_means_over_the_seeds_and_speeds_as_multiples() -> None:
    name = "ssru+lstm recurrent"
    speed = {kind: {"row": 300, "lstm": 200} for kind in SPEEDS}
    found = [line(REFERENCE, 1, 36.0, 20.0), line(name, 1, 37.0, 10.0), line(name, 2, 36.0, 12.0)]
    text = tables([*found, {"row": name, "kind": "speed", "options": ["a=b"], **speed}]).split("\n")
    assert text[0] == "1,200 updates, a=b"
    assert text[4] == f"| {name} | 2 | 7,000 | 5.0 | 11.0 | never | never | 36.50 | 37.50 |{' 1.50 |' * len(SPEEDS)}"
    assert text[5].startswith(f"| {REFERENCE} | 1 | 7,000 | 5.0 | 20.0 | never | never | 36.00 | 37.00 |")


def test_what_was_done_again_after_a_failure_is_no_failure() -> None:
    text = tables([line(REFERENCE, 1, 36.0, 20.0) | {"failed": "no space left"}, line(REFERENCE, 1, 36.0, 20.0)])
    assert f"| {REFERENCE} | 1 | 7,000 |" in text and "no space left" not in text


def test_systems_take_turns_and_the_first_turn_warms_up() -> None:
    calls: list[str] = []

    def turn(name: str) -> int:
        calls.append(name)
        return 10

    rates = taking_turns({name: partial(turn, name) for name in ("one", "other")}, 2)
    assert calls == ["one", "other"] * 3 and set(rates) == {"one", "other"} and all(rates.values())


def test_an_unknown_row_and_no_folder_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == main(["--folder", str(folder), "--only", "gru+gru"]) == 2
    said = capsys.readouterr().err.split("\n")
    assert said[0].startswith("light_cells: --folder: missing") and said[1].startswith(
        "light_cells: --only gru+gru: no such row"
    )

"""The ablation: every row can be trained and differs from the winner, what is done is not done again, and the table."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ablation
import pytest
from ablation import NOTE, ROOT, WINNER, common, digest, main, planned, rows, run_folder, table, tables
from composed import composed
from training import TINY

import s2s.training.loop
from s2s.config import options
from s2s.config.schema import RunConfig
from s2s.errors import UserError

SMALL = [option for option in TINY if not option.startswith(("train.", "decode."))] + ["train.tokens=200"]


def given(folder: Path, **more: Any) -> argparse.Namespace:
    return argparse.Namespace(
        **{"folder": folder, "steps": 3, "runs": str(folder / "runs"), "choices": [], "only": None} | more
    )


@pytest.mark.slow
def test_every_row_is_valid_and_one_change_from_the_winner(folder: Path) -> None:
    found = list(planned(given(folder)))  # an option that cannot be would be refused here
    assert next(name for name, _, _ in found) == WINNER and len({digest(config) for _, _, config in found}) == len(
        found
    )
    names = set(rows(found[0][2]))
    for asked in (
        "vocabulary of 2,000",
        "vocabulary of 8,000",
        "vocabulary of 10,000",
        "one layer a side",
        "cell: gru",
    ):
        assert asked in names
    for group in (
        "BPE-dropout",
        "dropout, word",
        "dropout, recurrent",
        "tied",
        "attention",
        "R-Drop",
        "moving average",
    ):
        assert any(name.startswith(group) for name in names), group
    assert all(config.data.test is None for _, _, config in found), "no test set is read"


def test_the_winner_s_own_value_is_no_row(folder: Path) -> None:
    choices, only = ["train.label_smoothing=0.2", "tokenizer.sampling=0.1"], ["BPE-dropout 0.0", "BPE-dropout 0.1"]
    only += [f"label smoothing {epsilon}" for epsilon in (0.0, 0.1, 0.2)]
    found = [name for name, _, _ in planned(given(folder, choices=choices, only=only))]
    assert found == ["BPE-dropout 0.0", "label smoothing 0.0", "label smoothing 0.1"]


def test_where_things_lie_does_not_decide_what_is_done(folder: Path, tmp_path: Path) -> None:
    one, other = (composed(common(given(place, runs=runs))) for place, runs in ((folder, "x"), (tmp_path / "y", "z")))
    assert digest(one) == digest(other) != digest(composed([*common(given(folder)), "optim.lr=0.5"]))


def test_an_option_that_is_new_changes_no_digest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, other = composed(common(given(folder))), composed([*common(given(folder)), "optim.lr=0.5"])
    before, known = digest(config), options.options()
    del known["train.keep"]  # as if a later release had added it
    monkeypatch.setattr(options, "options", lambda: known)
    assert config.train.keep == 1 and digest(config) == before != digest(other)


def in_this_process(name: str, change: list[str], config: RunConfig, options: argparse.Namespace) -> Path | str:
    if "seed" in name:
        return "s2s: it did not learn"
    config.name = run_folder(config).name.removesuffix(f"-{config.seed}")
    assert s2s.training.loop.train(config) is None
    return run_folder(config)


@pytest.mark.slow
def test_rows_are_trained_scored_and_not_done_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ablation, "train", in_this_process)
    monkeypatch.setattr(ablation, "DECODING", ["beam=2 length_penalty=0.5"])
    results = folder / "results.jsonl"
    arguments = ["--folder", str(folder), "--steps", "3", "--runs", str(folder / "runs"), "--results", str(results)]
    arguments += ["--only", WINNER, "label smoothing 0.0", "seed 2", "--", *SMALL]
    assert main(arguments) == 0
    found = [json.loads(line) for line in results.read_text(encoding="utf-8").split("\n")[:-1]]
    assert [line["row"] for line in found] == [WINNER, "beam=2 length_penalty=0.5", "seed 2", "label smoothing 0.0"]
    assert found[0]["winner"] == SMALL and found[3]["options"] == ["train.label_smoothing=0.0"]
    for line in (found[0], found[3]):
        assert {"BLEU greedy", "BLEU beam 5", "validation loss", "parameters", "minutes"} <= set(line)
        assert set(line["shares beam 5"]) == {"empty", "copied", "looping", "too long"}
    assert found[2]["failed"] == "s2s: it did not learn"
    again: list[str] = []

    def fails(name: str, *_: Any) -> str:
        again.append(name)
        return "s2s: it did not learn"

    monkeypatch.setattr(ablation, "train", fails)
    assert main(arguments) == 0 and again == ["seed 2"]
    assert str(folder) not in results.read_text(encoding="utf-8"), "no paths of this machine"
    capsys.readouterr()
    assert main(["--table", "--results", str(results)]) == 0
    shown = capsys.readouterr().out
    assert NOTE in shown and "| label smoothing 0.0 |" in shown and "seed 2: s2s: it did not learn" in shown


def test_a_winner_that_failed_is_tried_again_and_not_decoded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it has a folder, with the weights of its first validation."""
    tried: list[str] = []

    def train(name: str, change: list[str], config: RunConfig, options: argparse.Namespace) -> str:
        tried.append(name)
        run_folder(config).mkdir(parents=True, exist_ok=True)
        return "s2s: no space left"

    monkeypatch.setattr(ablation, "train", train)
    monkeypatch.setattr(ablation, "decoded", lambda *_: pytest.fail("it has no weights to judge"))
    arguments = [
        "--folder",
        str(folder),
        "--runs",
        str(folder / "runs"),
        "--results",
        str(folder / "r"),
        "--only",
        WINNER,
    ]
    assert main(arguments) == main(arguments) == 0 and tried == [WINNER, WINNER]


class Slow(io.StringIO):
    """Lets others write between two writes of one."""

    def write(self, text: str) -> int:
        time.sleep(0.001)
        return super().write(text)


def test_rows_that_end_together_are_printed_and_kept_a_line_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results, names, shown = tmp_path / "results", [str(number) for number in range(20)], Slow()
    monkeypatch.setattr(sys, "stdout", shown)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: ablation.keep({"row": name}, argparse.Namespace(results=results)), names))
    for text in (shown.getvalue(), results.read_text(encoding="utf-8")):
        assert sorted(json.loads(line)["row"] for line in text.split("\n")[:-1]) == sorted(names)


def line(row: str, bleu: float) -> dict[str, Any]:
    """A row of the results."""
    shares = dict.fromkeys(("empty", "looping", "copied", "too long"), 0.0)
    found = {
        "row": row,
        "BLEU greedy": 30.0,
        "BLEU beam 5": bleu,
        "validation loss": 2.0,
        "parameters": 1,
        "minutes": 2.0,
    }
    return {**found, "shares beam 5": shares}


def test_the_table_begins_with_the_winner_and_keeps_the_losers() -> None:
    lines = [line(row, bleu) for row, bleu in (("a", 31.0), (WINNER, 33.0), ("b", 34.5))]
    shown = [text for text in table(lines).split("\n") if text.startswith("|")][2:]
    assert [text.split(" | ")[0] for text in shown] == [f"| {WINNER}", "| b", "| a"]
    assert [text.split(" | ")[3] for text in shown] == ["+0.0", "+1.5", "-2.0"]
    with pytest.raises(UserError, match="no row of the winner yet; train it first"):
        table(lines[:1])
    with pytest.raises(UserError, match="no row of the winner yet; train it first"):
        tables([])


def test_each_winner_has_a_table() -> None:
    short, long = {"steps": 100, "winner": []}, {"steps": 2000, "winner": ["optim.lr=1"]}
    lines = [line(WINNER, 31.0) | short, line(WINNER, 36.0) | long, line("a", 33.0) | short, line("a", 33.0) | long]
    first, second = tables(lines).split("2,000 updates, optim.lr=1")
    assert first.startswith("100 updates, no options") and "| a | 30.0 | 33.0 | +2.0 |" in first
    assert "| a | 30.0 | 33.0 | -3.0 |" in second and NOTE in second


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "--folder: missing; give the folder that holds train.en"),
        (["--folder", "x", "--only", "magic"], "--only magic: no such row; choose from the winner, seed 2"),
        (["--folder", "x", "--jobs", "0"], "--jobs 0: give 1 or more"),
        (["--folder", "x", "optim.lr=-1"], "optim.lr=-1.0: must be between"),
    ],
)
def test_refusals(arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--results", str(tmp_path / "none"), *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"ablation: {message}")


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({tuple(change) for change in rows(RunConfig()).values()}) == len(rows(RunConfig()))


@pytest.mark.slow
def test_trainings_beside_each_other_in_processes_of_their_own(folder: Path) -> None:
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "ablation.py"),
        "--folder",
        str(folder),
        "--steps",
        "3",
        "--runs",
    ]
    command += [str(folder / "runs"), "--results", str(folder / "results"), "--jobs", "2"]
    command += ["--only", WINNER, "seed 2", "--", *SMALL]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{WINNER}: step 3: validation loss" in done.stderr
    written = [json.loads(line)["row"] for line in done.stdout.split("\n")[:-1]]
    assert sorted(written) == sorted([WINNER, "seed 2", *ablation.DECODING])

"""The public tables: what is planned, what is done again and what not, and what is printed beside the published numbers."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
import tables
from molecules import reactions
from printed import table_of
from published import TABLES
from tables import main

from s2s.cli import main as s2s
from s2s.inference.predictor import Predictor

SMALL = """device=cpu precision=fp32 threads=1 model.embedding=16 model.encoder.units=16 model.decoder.units=16 train.steps=2
train.consistency=0 train.tokens=200""".split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Spellings of two languages, each letter of which is a phone."""
    words = ["abba", "baab", "aab", "bba", "abab", "babb"]
    for split in ("train", "dev", "test"):
        (tmp_path / split).mkdir()
        for language in ("ady", "ice"):
            text = "".join(f"{word}\t{' '.join(word)}\n" for word in words)
            (tmp_path / split / f"{language}_{split}.tsv").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments of a small table, whose runs are in the folder."""
    monkeypatch.chdir(folder)
    return [
        "g2p",
        "--data",
        str(folder),
        "--results",
        str(folder / "results.jsonl"),
        "--runs",
        str(folder / "runs"),
        *SMALL,
    ]


@pytest.mark.slow
def test_every_table_is_a_valid_training(folder: Path) -> None:
    for name, table in TABLES.items():
        options = tables.parsed([name, "--data", str(folder), "--runs", str(folder / "runs"), "--seeds", "1", "2"])
        rows = list(tables.planned(options))
        assert not (folder / "runs").exists(), "a plan writes nothing"
        assert len(rows) == 2 * len(table.parts) == len({(row.part, row.seeds, row.config.name) for row in rows})


@pytest.mark.slow
def test_reactions_are_written_anew_before_they_are_learned(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rdkit")
    for split in ("train", "val"):
        (folder / f"{split}.product").write_text("CCO\nCCN\nNC(=O)CN1CCOCC1\n")
        (folder / f"{split}.reactants").write_text("C=C.O\nCCCl.N\nC1COCCN1.NC(=O)CCl\n")
    runs, results = folder / "runs", folder / "results.jsonl"
    given = ["retrosynthesis", "--seeds", "1", "--data", str(folder), "--runs", str(runs), "--results", str(results)]
    assert main([*given, *SMALL, "train.validate_every=1", "optim.warmup=0"]) == 0
    (line,) = map(json.loads, results.read_text().splitlines())
    assert line["split"] == "dev" and line["examples"] == 3, capfd.readouterr().err
    (written,) = runs.glob("retrosynthesis.train.*.tsv")
    pairs = [row.split("\t") for row in written.read_text().splitlines()]
    assert len(pairs) > 6 and ["NC(=O)CN1CCOCC1", "NC(=O)CCl.N1CCOCC1"] in pairs
    written.unlink()
    (folder / "train.product").unlink()
    with pytest.raises(SystemExit) as stopped:
        main([*given, *SMALL, "train.steps=3", "optim.warmup=0"])
    assert stopped.value.code == 2 and "train.product: no such file" in capfd.readouterr().err


@pytest.mark.slow
def test_what_is_done_is_kept_and_not_done_again(
    given: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = [*given, "--parts", "ice", "--seeds", "1", "2", "--ensemble"]
    assert main(few) == 0
    said = capsys.readouterr()
    found = [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
    assert [(line["part"], line["seeds"], line["split"]) for line in found] == [
        ("ice", [1], "dev"),
        ("ice", [2], "dev"),
        ("ice", [1, 2], "dev"),
    ]
    assert "seed 1, dev: ice" in said.out and "not run: ady, arm" in said.out
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("model.safetensors")}
    assert main([*few, "--test"]) == 0
    found = [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
    assert len(found) == 6 and sum(line["split"] == "test" for line in found) == 3
    assert stamps == {path: path.stat().st_mtime_ns for path in folder.rglob("model.safetensors")}
    run = folder / "runs" / f"g2p-ice-{found[0]['config']}-1"
    dev = str(folder / "dev" / "ice_dev.tsv")
    command = ["evaluate", "-m", str(run), "--source", dev, "--reference", dev, "--columns", "1", "2"]
    capsys.readouterr()
    s2s([*command, "--metrics", "exact", "--json"])
    exact = json.loads(capsys.readouterr().out)["scores"]["exact"]["score"]
    assert found[0]["measure"] == pytest.approx(100 - exact, abs=1e-3), "the table's WER"


def line(part: str, seed: int, split: str, value: float) -> dict[str, Any]:
    return {
        **{"table": "g2p", "part": part, "seeds": [seed], "config": "c", "options": [], "split": split},
        **{"measure": value, "minutes": 2.0},
    }


def test_means_are_over_parts_then_over_seeds() -> None:
    parts = TABLES["g2p"].parts
    found = [line(part, seed, "dev", 10.0 * seed + index) for seed in (1, 2) for index, part in enumerate(parts)]
    text = table_of("g2p", found)
    assert "| LSTM (SIGMORPHON 2020, best recurrent) | | 16.84 | |" in text
    # The means are 10 + 7 and 20 + 7; their deviation is √50.
    assert "2 seeds, mean ± deviation | 22.00 ± 7.07 | not run | 60.0 |" in text and "not run:" not in text
    assert "| s2s | not run | not run | |" in table_of("czech", found)


def test_mistakes_end_in_a_line(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*given, "--parts", "klingon"]) == 2
    assert "--parts klingon: no such part; choose from ady, arm" in capsys.readouterr().err


@pytest.mark.slow
def test_series_are_scored_on_their_ends_and_once_on_the_test_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def noise(number: int) -> float:
        return 3 * random.Random(number).random()

    def rows(begin: int, end: int) -> str:
        return "".join(
            f"H{one},{','.join(str(10 + (step + one) % 6 + noise(100 * step + one)) for step in range(begin, end))}\n"
            for one in (1, 2)
        )

    for name, begin, end in (("train", 0, 90), ("test", 90, 94)):
        header = ",".join(f"V{number}" for number in range(1, end - begin + 2))
        (tmp_path / f"Hourly-{name}.csv").write_text(f"{header}\n{rows(begin, end)}", encoding="utf-8")
    small = "device=cpu threads=1 model.embedding=8 model.encoder.units=8 train.steps=20 train.validate_every=20"
    data = "data.window=24 data.horizon=4 data.season=6 data.held=4".split()
    places = ["--seeds", "1", "2", "--results", str(tmp_path / "results.jsonl"), "--runs", str(tmp_path / "runs")]
    given = ["m4_hourly", "--data", str(tmp_path), *places, *small.split(), *data]
    assert main([*given, "--seeds", "1"]) == 0
    assert main([*given, "--test", "--ensemble"]) == 0
    found = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert [(line["split"], line["seeds"], line["examples"]) for line in found] == [
        ("dev", [1], 2),
        ("test", [1], 2),
        ("test", [2], 2),
        ("test", [1, 2], 2),
    ]
    assert all(line["measure"] < 20 and set(line["also"]) == {"MASE", "MSIS", "coverage"} for line in found)
    said = capsys.readouterr().out
    assert "seed 1, test: MASE" in said and "ensemble of 2 | not run | " in said
    together = Predictor.load([tmp_path / "runs" / f"m4_hourly-{found[1]['config']}-{seed}" for seed in (1, 2)], "cpu")
    steps = numpy.loadtxt(tmp_path / "Hourly-train.csv", delimiter=",", skiprows=1, usecols=range(1, 91))
    written = numpy.array([[float(value) for value in one.text.split()] for one in together.predict(steps[:, -24:])])
    right = numpy.loadtxt(tmp_path / "Hourly-test.csv", delimiter=",", skiprows=1, usecols=range(1, 5))
    smape = (200 * abs(written - right) / (abs(written) + abs(right))).mean()
    assert len({line["measure"] for line in found[1:]}) == 3 and found[3]["measure"] == pytest.approx(smape, abs=0.01)


@pytest.mark.slow
def test_languages_begin_with_a_run_on_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {"hau": "Kano", "ibo": "Enugu", "swa": "Nairobi", "wol": "Thies", "yor": "Ibadan"}
    for language, place in names.items():
        for split in ("train", "dev", "test"):
            text = f"Ada B-PER\nruns O\nto O\n{place} B-LOC\n\n" * 3
            (tmp_path / f"{language}.{split}.txt").write_text(text, encoding="utf-8")
    small = "device=cpu threads=1 model.embedding=8 model.encoder.units=8 train.steps=2 train.epochs=null train.validate_every=2"
    places = ["--seeds", "1", "--results", str(tmp_path / "results.jsonl"), "--runs", str(tmp_path / "runs")]
    given = ["masakhaner_pooled", "--data", str(tmp_path), "--parts", "hau", "yor", *places, *small.split()]
    assert main(given) == 0
    found = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert [(line["part"], line["split"], line["signature"]) for line in found] == [
        ("hau", "dev", "span_f1"),
        ("yor", "dev", "span_f1"),
    ]
    said = capsys.readouterr()
    assert "dev, mean by part: hau " in said.out and "are taken over" in said.err
    pooled = (tmp_path / "runs" / "masakhaner_pooled.train.txt").read_text(encoding="utf-8")
    assert pooled.count("Ada B-PER\n") == 15 and "\n\n\n" not in pooled
    assert all(f"{place} B-LOC\n\nAda" in pooled for place in list(names.values())[:-1])


def test_what_was_measured_again_counts_once() -> None:
    line = {"table": "czech", "part": "", "seeds": [1], "config": "a", "options": [], "split": "dev", "minutes": 9.0}
    printed = table_of("czech", [line | {"measure": 50.0}, line | {"measure": 60.0}])
    assert "| 60.00 | not run | 9.0 |" in printed


def test_a_failed_seed_is_in_no_ensemble(
    given: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Though it has weights, those of its first validation."""

    def train(row: tables.Row, options: object) -> str:
        row.runs[0].mkdir(parents=True)
        (row.runs[0] / "model.safetensors").touch()
        (row.runs[0] / "times.jsonl").write_text('{"minutes": 1}\n')
        return "no space left" if row.seeds == (2,) else ""

    monkeypatch.setattr(tables, "train", train)
    monkeypatch.setattr(tables, "scored", lambda *_: {"measure": 50.0})
    assert main([*given, "--parts", "ice", "--seeds", "1", "2", "--ensemble"]) == 1
    assert [json.loads(line)["seeds"] for line in (folder / "results.jsonl").read_text().splitlines()] == [[1]]
    said = capsys.readouterr().err.splitlines()
    assert said[0].endswith(": no space left")
    assert said[1].startswith("tables: no ensemble of 2: ") and said[1].endswith("-2 is not trained to its end here")


def test_other_data_and_other_copies_are_written_to_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of(data: str) -> str:
        typed = ["retrosynthesis", "--data", str(tmp_path / data), "--runs", str(tmp_path)]
        return " ".join(reactions(tables.parsed(typed)))

    one = of("a")
    assert one == of("./b/../a") != of("b")
    monkeypatch.setitem(TABLES, "retrosynthesis", replace(TABLES["retrosynthesis"], copies=9))
    assert one != of("a")


@pytest.mark.parametrize("name", ["masakhaner", "masakhaner_pooled", "g2p"])
def test_the_table_of_what_was_run_has_its_rows(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--table"]) == 0
    assert "| s2s | not run |" not in capsys.readouterr().out


def test_rows_that_are_there_are_said_not_to_be_measured_again(
    given: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tables, "train", lambda *_: pytest.fail("was done already"))
    given = [*given, "--parts", "ice", "--seeds", "1"]
    options = tables.parsed(given)
    (row,) = tables.planned(options)
    facts = {"split": "dev", "measure": 9.0, "minutes": 1.0, "date": "2026-11-30", "commit": "abc"}
    (folder / "results.jsonl").write_text(json.dumps(tables.described(row, options) | facts) + "\n")
    assert main(given) == 0
    assert capsys.readouterr().err == (
        "tables: 1 of the rows are there already, the last of 2026-11-30, commit abc: not measured again\n"
    )

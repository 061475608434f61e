"""`s2s confidence`, and what `s2s translate` makes of it: a number for each line and word, and lines that are not written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rating import shorter_is_surer
from training import train
from translating import copier, stand_in, tiny_run, tokenizer

from s2s.cli import main
from s2s.config.schema import RunConfig
from s2s.inference.confidence import load_confidence, save_confidence
from s2s.inference.translator import Translator
from s2s.training.confidence import learn_confidence

LINES = "dog\nthe dog runs home\n\na cat\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command that translates `LINES` with a model which repeats its source, and is surer of a shorter one."""
    confidence = shorter_is_surer(at=10)
    made = Translator(RunConfig(), tokenizer(), tokenizer(), copier().backend, confidence=confidence)
    stand_in(monkeypatch, made)
    save_confidence(tmp_path, confidence)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").write_text(LINES)
    return ["translate", "-m", str(tmp_path), "-i", "in"]


def test_lines_that_are_not_sure_enough_are_set_aside(run: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*run, "--min-confidence", "0.5", "--below", "low.tsv", "-o", "out"]) == 0
    assert Path("out").read_text() == "dog\n\n\na cat\n"
    (entry,) = Path("low.tsv").read_text().splitlines()
    number, sure, source, written = entry.split("\t")
    assert (number, source, written) == ("2", "the dog runs home", "the dog runs home") and 0 < float(sure) < 0.5
    said = capsys.readouterr().err
    assert (
        said.count("1 less sure than --min-confidence asks") == 1 and "low.tsv: 1 lines, each with its number" in said
    )
    assert main([*run, "--min-confidence", "0.001", "--below", "low.tsv", "-o", "out"]) == 0
    assert Path("out").read_text() == "dog\nthe dog runs home\n\na cat\n" and Path("low.tsv").read_text() == ""


@pytest.mark.parametrize("how", [["--nbest", "2"], ["--no-split"]])
def test_the_output_keeps_its_lines(run: list[str], how: list[str]) -> None:
    assert main([*run, *how, "--min-confidence", "1", "-o", "out"]) == 0
    assert Path("out").read_text() == "\n" * 4 * (2 if "--nbest" in how else 1)


def test_json_has_it_for_lines_sentences_and_words(run: list[str]) -> None:
    assert main([*run, "--output-type", "json", "-o", "out"]) == 0
    records = [json.loads(line)[0] for line in Path("out").read_text().splitlines()]
    dog, long, blank, _ = records
    assert dog["confidence"] > 0.5 > long["confidence"] and "confidence" not in blank
    assert [(word["text"], word["begin"]) for word in long["words"]] == [
        ("the", 0),
        ("dog", 4),
        ("runs", 8),
        ("home", 13),
    ]
    assert all(0.5 < word["confidence"] < 1 for word in long["words"])
    assert [part["confidence"] for part in long["sentences"]] == [long["confidence"]]
    assert main([*run, "--output-type", "json", "--min-confidence", "0.5", "-o", "out"]) == 0
    (withheld,) = json.loads(Path("out").read_text().splitlines()[1])
    assert withheld["translation"] == "" and withheld["flags"] == ["below"]
    assert withheld["confidence"] == long["confidence"] and withheld["pieces"] == []


@pytest.mark.slow
def test_processes_set_aside_the_same_lines(tmp_path: Path) -> None:
    """Of a real run, since workers load it for themselves."""
    folder = tiny_run(tmp_path)
    save_confidence(folder, replace(shorter_is_surer(at=7), flagged=(100, 100)))
    (tmp_path / "in").write_text("dog\na dog runs\n" * 5)
    found = []
    for workers in ("1", "2"):
        how = ["--workers", workers, "--min-confidence", "0.5", "--below", str(tmp_path / "low"), "--max-length", "3"]
        arguments = ["translate", "-m", str(folder), "-i", str(tmp_path / "in"), "-b", "1", *how]
        assert main([*arguments, "-o", str(tmp_path / "out")]) == 0
        found.append([(tmp_path / name).read_text() for name in ("out", "low")])
    assert found[0] == found[1]
    assert [line.split("\t")[0] for line in found[0][1].splitlines()] == ["2", "4", "6", "8", "10"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["--below", "low"], "--below low: has no effect without --min-confidence P"),
        (["--min-confidence", "2"], "--min-confidence 2.0: use a number from 0 to 1"),
        (["--min-confidence", "nan"], "--min-confidence nan: use a number from 0 to 1"),
        (["--min-confidence", "0.5", "--below", "out", "--resume", "out"], "--below out: is where the output goes"),
        (["--min-confidence", "0.5", "--below", "./out", "-o", "out"], "--below ./out: is where the output goes"),
        (["--min-confidence", "0.5", "--below", "./in"], "--below ./in: is what is translated"),
        (["--min-confidence", "0.5", "--below", "-", "-o", "out"], "--below -: is for translations that are set aside"),
        (["--min-confidence", "0.5", "--below", "/dev/stdout"], "--below /dev/stdout: is where the output goes"),
        (["--min-confidence", "0.5", "--below", "/proc/self/fd/1", "-o", "/dev/stdout"], "1: is where the output goes"),
        (["--min-confidence", "0.5", "--below", "a.gz", "--resume", "out"], "--below a.gz: what is packed cannot be"),
        (["--min-confidence", "0.5", "-m", "other"], "--min-confidence 0.5: no confidence is fitted for an ensemble"),
    ],
)
def test_what_has_no_effect_is_refused(
    run: list[str], typed: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*run, *typed]) == 2
    assert message in capsys.readouterr().err and sorted(os.listdir()) == ["confidence.json", "in"]


def test_a_run_without_says_how_to_get_one(run: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    os.remove("confidence.json")
    assert main([*run, "--min-confidence", "0.5"]) == 2
    assert "has no confidence.json; fit it: s2s confidence -m" in capsys.readouterr().err
    document = [*run[:3], "--document", "a.txt", "-o", "b.txt", "--min-confidence", "0.5"]
    assert main(document) == 2 and "has no effect with --document" in capsys.readouterr().err


def test_an_output_is_gone_on_with_as_it_was_begun(run: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("in").write_bytes(LINES.encode() + b"\xff\n")
    assert main([*run, "--min-confidence", "0.5", "--resume", "out"]) == 2
    assert Path("out").read_text().startswith("dog\n\n")
    Path("in").write_text(LINES)
    assert main([*run, "--min-confidence", "0.4", "--resume", "out"]) == 2
    assert "--min-confidence 0.4: --resume out was begun with 0.5" in capsys.readouterr().err
    assert main([*run, "--min-confidence", "0.5", "--resume", "out"]) == 0
    assert Path("out").read_text() == "dog\n\n\na cat\n"


def test_what_is_set_aside_goes_on_with_the_output(run: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Entries of lines whose output is not there yet come again: of line 5, and half of one that was being written."""
    lines = "the dog runs home\n" * 4
    Path("in").write_bytes(lines.encode() + b"\xff\n")
    how = ["--min-confidence", "0.5", "--resume", "out", "--below", "low.tsv"]
    assert main([*run, *how]) == 2
    assert [line.split("\t")[0] for line in Path("low.tsv").read_text().splitlines()] == ["1", "2", "3", "4"]
    with open("low.tsv", "a") as file:
        file.write("5\t0.1000\tan old\tentry\n6\t0.1")
    Path("in").write_text(lines + "the dog comes\ndog\n")
    assert main([*run, *how[:-1], "other.tsv"]) == 2
    assert "--below other.tsv: --resume out was begun with low.tsv" in capsys.readouterr().err
    assert main([*run, *how]) == 0
    rows = [line.split("\t") for line in Path("low.tsv").read_text().splitlines()]
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5"] and rows[4][3] == "the dog comes"
    assert Path("out").read_text() == "\n" * 5 + "dog\n" and "low.tsv: 5 lines" in capsys.readouterr().err
    Path("notes").write_text("something else\n")
    assert main([*run, *how[:-3], "new", "--below", "notes"]) == 2
    assert "--below notes: is not what --min-confidence has written" in capsys.readouterr().err
    assert Path("notes").read_text() == "something else\n"


def test_the_command_fits_it_for_a_run_and_its_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("onnx")
    monkeypatch.chdir(tmp_path)
    folder, given = tiny_run(tmp_path), ["--source", "in", "--reference", "in"]
    Path("in").write_text("dog\ncat\n" * 5)
    assert main(["confidence", "-m", str(folder), *given]) == 2
    assert "in has 10 lines of one sentence, and a confidence is fitted on 100 or more" in capsys.readouterr().err
    monkeypatch.setattr("s2s.tasks.confidence.LEAST", 10)
    assert main(["export", "-m", str(folder), *given]) == 0
    assert "confidence: of 10 lines of the text that the export is checked on" in capsys.readouterr().err
    learned = [load_confidence(place) for place in (folder, folder / "onnx")]
    assert all(one is not None and one.measured["lines"] == 10 for one in learned)
    Path("in").write_text("dog\ncat\n" * 6)
    assert main(["confidence", "-m", str(folder), *given]) == 0
    assert "confidence.json: written" in capsys.readouterr().err
    content = (folder / "onnx" / "confidence.json").read_bytes()
    assert content == (folder / "confidence.json").read_bytes() and json.loads(content)["measured"]["lines"] == 12
    listed = json.loads((folder / "onnx" / "manifest.json").read_bytes())["files"]["confidence.json"]
    assert listed == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    shutil.move(folder / "onnx", "moved")
    found = Translator.load("moved").translate("dog", scores=True)
    assert found.confidence is not None and Translator.load("moved").confidence is not None
    assert main(["pack", "moved", "-o", "one.s2s"]) == 0
    assert Translator.load("one.s2s").confidence is not None


class Rows(list[tuple[str, str]]):
    """Of a corpus."""

    def select(self, chosen: Sequence[int]) -> Rows:
        return Rows(self[row] for row in chosen)

    def __getitem__(self, key: Any) -> Any:
        if key == slice(None):
            return dict(zip(("source", "target"), zip(*self, strict=True), strict=True))
        return super().__getitem__(key)


def test_the_end_of_training_fits_it_whoever_translates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Processes of a job send each other what they have observed as JSON."""
    monkeypatch.setattr("s2s.training.confidence.shared", lambda work, items: json.loads(json.dumps(work(list(items)))))
    rows = Rows([("the dog", "the dog"), ("a cat", "xyz")] * 50)
    task = SimpleNamespace(reader=lambda *made: copier())
    model = SimpleNamespace(eval=lambda: None)
    parts: Any = SimpleNamespace(folder=tmp_path, corpus=SimpleNamespace(validation=rows), task=task, config=None)
    vars(parts).update(codecs=None, model=model, device=None)
    learn_confidence(parts, {"beam": 1})
    confidence = load_confidence(tmp_path)
    assert confidence is not None and confidence.measured["lines"] == 100 and confidence.measured["good"] == 0.5
    assert "confidence: of 100 lines of the validation set 50% reach chrF 50" in caplog.text
    parts.corpus.validation = Rows(rows[:99])
    learn_confidence(parts, {"beam": 1})
    assert load_confidence(tmp_path) is None, "that of other weights is gone"
    assert "confidence: not fitted: the validation set has 99 lines" in caplog.text


@pytest.mark.slow
def test_a_run_knows_how_sure_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("s2s.tasks.confidence.LEAST", 2)
    folder = train(tmp_path)
    confidence = load_confidence(folder)
    assert confidence is not None and confidence.measured["lines"] == 2
    sure = Translator.load(folder).translate("The dog sleeps.", scores=True).confidence
    assert sure is not None and 0 < sure < 1

"""A tokenizer for each side: what it learns from, what it writes, and what is said of what it does not know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from training import config, train

import s2s
from s2s import Translator
from s2s.cli import main
from s2s.data.codecs.files import load_codecs
from s2s.data.codecs.pattern import Pattern
from s2s.data.text.tokenizer import Tokenizer
from s2s.errors import UserError

APART = ("tokenizer.joint=false", "model.tie=target", "tokenizer.size=null")


def test_letters_become_phones(tmp_path: Path) -> None:
    run = train(
        tmp_path, "tokenizer.source.kind=char", "tokenizer.target.kind=word", "tokenizer.target.size=20", *APART
    )
    source, target = load_codecs(run)
    assert isinstance(source, Tokenizer) and isinstance(target, Tokenizer)
    assert (source.kind, target.kind, target.size) == ("char", "word", 20)
    (best,) = Translator.load([run]).translate(["the"], scores=True)
    assert best.source_pieces == ("▁", "t", "h", "e", "</s>") and best.unknown == 0


def test_a_pattern_of_one_side_or_of_both(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    expression = tmp_path / "letters.txt"
    expression.write_text(r"\w|\W", encoding="utf-8")
    run = train(tmp_path, "tokenizer.kind=pattern", f"tokenizer.pattern={expression}", "tokenizer.size=null")
    expression.unlink()  # the run has its own
    source, target = load_codecs(run)
    assert isinstance(source, Pattern) and source is target
    (best,) = Translator.load([run]).translate(["the ☃"], scores=True)
    assert best.source_pieces == ("t", "h", "e", "▁", "<unk>", "</s>") and best.unknown == 1
    lines = tmp_path / "lines.txt"
    lines.write_text("the ☃\nthe\n☃\n", encoding="utf-8")
    capfd.readouterr()
    main(["translate", "-m", str(run), "--input", str(lines), "--output-type", "json"])
    said = capfd.readouterr()
    assert "2 of 3 lines have characters or words that the vocabulary of the source does not hold" in said.err
    assert len([json.loads(line) for line in said.out.splitlines()]) == 3


def test_a_pattern_that_does_not_compile_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^tokenizer\.target\.pattern=\(: no regular expression"):
        train(tmp_path, "tokenizer.target.kind=pattern", "tokenizer.target.pattern=(", *APART)
    with pytest.raises(UserError, match=r"^tokenizer\.pattern=qqq: matches nothing"):
        train(tmp_path, "tokenizer.kind=pattern", "tokenizer.pattern=qqq", "tokenizer.size=null")
    assert not (tmp_path / "runs" / "tiny-1" / "config.yaml").exists()


def test_other_tasks_have_one_side(tmp_path: Path) -> None:
    labels = tmp_path / "labels.tsv"
    labels.write_text("a\tgood\nb\tbad\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"^tokenizer\.source\.kind=char: has no effect with task=classify"):
        config(tmp_path, "task=classify", "train.metric=loss", "tokenizer.source.kind=char", f"data.train={labels}")


def test_predictions_say_what_the_vocabulary_lacks(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lines, pairs = tmp_path / "lines.txt", [("fine good film", "good"), ("bad dull film", "bad")] * 5
    lines.write_text("fine film\nzebra film\n\nbad\n", encoding="utf-8")
    network = {"embedding": 8, "residual": False, "encoder": {"units": 8, "layers": 1}, "pooling": "mean"}
    options: dict[str, Any] = {
        "tokenizer": {"kind": "word"},
        "train": {"steps": 2, "tokens": 100},
        "device": "cpu",
        "precision": "fp32",
    }
    s2s.train(task="classify", data=pairs, name="tiny", runs=str(tmp_path / "runs"), model=network, **options)
    run = tmp_path / "runs" / "tiny-1"
    capfd.readouterr()
    assert main(["predict", "-m", str(run), "--input", str(lines)]) in (0, None)
    said = capfd.readouterr()
    assert len(said.out.splitlines()) == 4 and "1 of 4 lines have characters or words" in said.err

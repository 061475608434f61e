"""A teacher's translations as a corpus: aligned, whole or not at all, and fit to train a student on."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from corpora import load, pairs_of
from options import nested
from training import train
from translating import copier, tiny_run

from s2s.cli import main
from s2s.commands.distill import pieces_of
from s2s.config.entries import CorpusConfig
from s2s.config.load import parse
from s2s.config.schema import DataConfig, RunConfig
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.decode.backend import Hypothesis, Settings
from s2s.inference.demands import Demand
from s2s.inference.sentences import Translation
from s2s.inference.translator import Translator
from s2s.runs.folder import save_config
from s2s.runs.made_here import remember

PAIRS = [("the dog sleeps", "der Hund schläft"), ("a cat", "eine Katze"), ("two men run", "zwei Männer laufen")]


class Forgetful(Translator):
    """It repeats its source, but has no translation for a cat."""

    def read(self, hypothesis: Hypothesis, source: Sequence[Any], demand: Demand | None = None) -> Translation:
        found = super().read(hypothesis, source, demand)
        return found if "cat" not in found.text else type(found)("", *list(vars(found).values())[1:])


@pytest.fixture
def teacher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A run folder on `PAIRS` and a blank pair; its model writes its source again."""
    for language, side in (("en", 0), ("de", 1)):
        lines = [pair[side] for pair in PAIRS] + ["", "unaligned"][side : side + 1]
        for split in ("train", "validation"):
            (tmp_path / f"{split}.{language}").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    splits: dict[str, Any] = {split: str(tmp_path / split) for split in ("train", "validation")}
    config = RunConfig(data=DataConfig(corpus="files", **splits))
    save_config(tmp_path / "run", config)
    remember(tmp_path / "run", config.data)
    made = copier(config)
    monkeypatch.setattr(
        Translator,
        "load",
        classmethod(lambda cls, *place: Forgetful(made.config, made.source, made.target, made.backend)),
    )
    return str(tmp_path / "run")


def read(prefix: Path) -> list[tuple[str, str]]:
    sides = [Path(f"{prefix}.{language}").read_text(encoding="utf-8").split("\n") for language in ("en", "de")]
    assert [side.pop() for side in sides] == ["", ""]
    return list(zip(*sides, strict=True))


def test_the_training_sources_with_their_translations(
    teacher: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prefix = tmp_path / "distilled"
    assert main(["distill", "-m", teacher, "-o", str(prefix), "-b", "2"]) == 0
    kept = [source for source, _ in PAIRS if "cat" not in source]
    assert read(prefix) == [(source, source) for source in kept], "what has no translation is gone from both sides"
    captured = capsys.readouterr()
    assert captured.out == "" and "2 translations; 1 blank ones left out" in captured.err
    assert f"data=files data.train={prefix} data.source=en data.target=de" in captured.err
    corpus = load(train=prefix, validation=tmp_path / "validation", source="en", target="de")
    assert pairs_of(corpus.train) == read(prefix), "data=files finds them"


def test_originals_are_appended(teacher: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prefix = tmp_path / "a folder that is made" / "both"
    assert main(["distill", "-m", teacher, "-o", str(prefix), "--keep-original"]) == 0
    assert read(prefix) == [("the dog sleeps",) * 2, ("two men run",) * 2, *PAIRS]
    assert "2 translations and 3 originals" in capsys.readouterr().err


def test_sources_of_corpora_with_a_tag_are_left_out(
    teacher: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, line in (("en", "made up"), ("de", "text by people")):
        (tmp_path / f"bt.{language}").write_text(f"{line}\n", encoding="utf-8")
    corpora = [CorpusConfig(str(tmp_path / "bt"), tag="bt"), CorpusConfig(str(tmp_path / "train"))]
    data = DataConfig(corpus="files", corpora=corpora, validation=str(tmp_path / "validation"))
    save_config(Path(teacher), RunConfig(data=data))
    remember(Path(teacher), data)
    assert main(["distill", "-m", teacher, "-o", str(tmp_path / "distilled"), "--keep-original"]) == 0
    assert read(tmp_path / "distilled") == [("the dog sleeps",) * 2, ("two men run",) * 2, *PAIRS]
    assert "1 sources of corpora with a tag are left out" in capsys.readouterr().err


def test_another_source(teacher: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "more").write_bytes("A\u2028line\n\n  \na cat\nlast\r\n".encode())
    assert main(["distill", "-m", teacher, "-o", str(tmp_path / "more"), "--source", str(tmp_path / "more")]) == 0
    assert [source for source, _ in read(tmp_path / "more")] == ["A\u2028line", "last"]
    assert "3 blank ones left out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--keep-original", "--source", "train.en"], "--keep-original: has no effect with --source"),
        (["-b", "0"], "--beam-size 0: use a whole number of 1 or more"),
        (["--source", "missing"], "missing: no such file"),
        (["-o", "folder/"], "--output folder/: is no name; give a prefix, such as folder/translated"),
        (["-o", "train"], "--output train: train.en is there already; give another prefix, or delete it"),
        (
            ["-o", "train.en/x"],
            "--output train.en/x: cannot be written: File exists; give a folder that can be written",
        ),
    ],
)
def test_refusals(
    arguments: list[str],
    message: str,
    teacher: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(os.listdir(tmp_path))
    output = [] if "-o" in arguments else ["-o", "folders/that/x"]
    assert main(["distill", "-m", teacher, *output, *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith("s2s: ") and message in said and said.count("\n") == 1
    assert sorted(os.listdir(tmp_path)) == before


def test_a_teacher_of_another_task_is_refused(teacher: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tagger = "task: tag\ndata: {corpus: files, train: x}\nmodel: {pooling: none}\ntrain: {metric: accuracy}\n"
    (Path(teacher) / "config.yaml").write_text(tagger)
    assert main(["distill", "-m", teacher, "-o", str(tmp_path / "x")]) == 2
    assert "task=tag; only translations make a corpus of pairs" in capsys.readouterr().err


def test_stopped_in_the_middle_nothing_is_there(teacher: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(
        self: Forgetful, lines: Iterable[str], settings: Settings, first: int = 0, split: bool | None = None
    ) -> Iterator[list[Translation]]:
        yield from list(super(Forgetful, self).stream(list(lines)[:1], settings))
        raise KeyboardInterrupt

    monkeypatch.setattr(Forgetful, "stream", interrupted)
    before = sorted(os.listdir(tmp_path))
    assert main(["distill", "-m", teacher, "-o", str(tmp_path / "x")]) == 130
    assert sorted(os.listdir(tmp_path)) == before


def test_only_blank_translations_are_no_corpus(
    teacher: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cats").write_text("a cat\ncat\n")
    before = sorted(os.listdir(tmp_path))
    assert main(["distill", "-m", teacher, "-o", str(tmp_path / "x"), "--source", str(tmp_path / "cats")]) == 2
    assert "all 2 translations are blank; distil from a trained run" in capsys.readouterr().err
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        ({}, []),
        (
            {"data.lowercase": True, "data.tokenized": True},
            ["data.lowercase=true", "data.tokenized=true"],
        ),
        (
            {"tokenizer.source.kind": "char", "tokenizer.target.kind": "word"},
            ["tokenizer.source.kind=char", "tokenizer.target.kind=word"],
        ),
        (
            {"tokenizer.kind": "pattern", "tokenizer.pattern": "[a ]|'"},
            ["tokenizer.kind=pattern", r"tokenizer.pattern='[a ]|\''"],
        ),
    ],
)
def test_a_student_is_told_the_kinds_of_pieces_of_its_teacher(given: dict[str, str], typed: list[str]) -> None:
    """As a shell takes them, which leaves the quotes to Hydra."""
    found = shlex.split(pieces_of(parse(nested({"tokenizer.joint": False, "model.tie": "target", **given}))))
    assert found == typed


@pytest.mark.slow
def test_a_student_is_trained_on_what_an_ensemble_wrote(tmp_path: Path) -> None:
    """Real runs: beam search of two, then a training on it."""
    runs, prefix = [str(tiny_run(tmp_path / f"teacher {seed}", seed=seed)) for seed in (1, 2)], tmp_path / "x"
    sources = [source for source, _ in pairs("en", "de", "train", 10, 1)]
    (tmp_path / "sources").write_text("".join(f"{source}\n" for source in sources), encoding="utf-8")
    arguments = ["--source", str(tmp_path / "sources"), "--device", "cpu", "-b", "2", "-o", str(prefix)]
    assert main(["distill", "-m", *runs, *arguments]) == 0
    expected, alone = (Translator.load(several, "cpu").translate(sources, beam=2) for several in (runs, runs[:1]))
    assert expected != alone
    assert read(prefix) == [pair for pair in zip(sources, expected, strict=True) if pair[1].strip()]
    assert (
        train(tmp_path, f"data.train={prefix}", "tokenizer.kind=char", "tokenizer.size=null") / "README.md"
    ).exists()

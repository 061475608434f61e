"""Vectors of a file in the embeddings of taggers and classifiers, which are trained on."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from omegaconf import OmegaConf

import s2s.training.loop
from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.data.codecs.words import Words
from s2s.data.text.tokenizer import Tokenizer
from s2s.data.text.vectors import with_words_of
from s2s.errors import UserError
from s2s.inference.predictor import Predictor
from s2s.training.setup import Parts, assemble

OPTIONS = """device=cpu precision=fp32 threads=1 data.corpus=files model.residual=false model.embedding=4
model.encoder.units=6 model.encoder.layers=1 train.epochs=null train.steps=2 train.validate_every=1 train.metric=accuracy
name=run""".split()
TASKS = {
    "tag": ("tokenizer.kind=char model.pooling=none", "conll", "Ada A\nruns B\n\nAda A\nsleeps B\n\nhe A\nruns B\n\n"),
    "classify": ("tokenizer.kind=word", "tsv", "A\tAda runs\nB\tAda sleeps\nA\the runs\n"),
}
VECTORS = "4 4\nada 1 2 3 4\nruns 0.5 0 0 -1\nother 9 9 9 9\n"


def config(folder: Path, task: str, vectors: str, *more: str) -> RunConfig:
    options, suffix, text = TASKS[task]
    path, file = folder / f"text.{suffix}", folder / "crawl.vec"
    path.write_text(text * 2, encoding="utf-8")
    file.write_text(vectors, encoding="utf-8")
    given = [f"data.{split}={path}" for split in ("train", "validation")]
    given += [f"task={task}", *options.split(), f"runs={folder}", f"model.vectors={file}"]
    return parse(OmegaConf.from_dotlist([*OPTIONS, *given, *more]))


def rows(parts: Parts) -> dict[str, torch.Tensor]:
    """word → what the recurrent layer is given of it, before its case and its spelling."""
    source = parts.codecs[0]
    words, name = (source.words, "words") if isinstance(source, Words) else (source, "embedding")
    weight = parts.model.get_parameter(f"encoder.{name}.weight") * 2  # √4
    return dict(zip(words.pieces_of(range(words.size)), weight, strict=True))


@pytest.mark.parametrize("task", TASKS)
def test_words_of_the_file_begin_with_its_vectors(task: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "s2s")
    parts = assemble(config(tmp_path, task, VECTORS))
    found = rows(parts)
    assert found["▁Ada"].tolist() == [1, 2, 3, 4] and found["▁runs"].tolist() == [0.5, 0, 0, -1]
    missing = found["▁sleeps"]
    assert missing.abs().sum() > 0 and missing.tolist() not in (found["▁Ada"].tolist(), [9] * 4)
    assert any("crawl.vec: vectors for 2 of" in line for line in caplog.messages)
    assert all(parameter.requires_grad for parameter in parts.model.parameters())


def test_words_that_occur_once_have_their_own_where_the_file_has_them(tmp_path: Path) -> None:
    file = tmp_path / "crawl.vec"
    file.write_text(VECTORS, encoding="utf-8")
    frequent = Tokenizer.train(["he runs", "he sleeps", "he runs"], kind="word", size=None, coverage=None)
    grown = with_words_of(str(file), frequent, ["he runs", "Other sleeps", "Ada odd"], 4)
    names = grown.names(range(grown.size))
    assert names[: frequent.size] == frequent.names(range(frequent.size)) and names[frequent.size :] == [
        "▁Ada",
        "▁Other",
    ]
    assert grown.encode(["he Ada odd"]) == [[names.index("▁he"), names.index("▁Ada"), 3]]


def test_an_unknown_word_begins_with_their_mean(tmp_path: Path) -> None:
    assert rows(assemble(config(tmp_path, "tag", VECTORS)))["<unk>"].tolist() == [0.75, 1, 1.5, 1.5]


def test_they_are_trained_on_and_the_file_is_needed_no_more(tmp_path: Path) -> None:
    given = config(tmp_path, "tag", VECTORS)
    assert s2s.training.loop.train(given) is None
    (tmp_path / "crawl.vec").unlink()
    assert Predictor.load(tmp_path / "run-1", "cpu").predict("Ada runs").text.count(" ") == 1
    further = parse(OmegaConf.merge(OmegaConf.structured(given), {"train": {"steps": 3}}))  # type: ignore[arg-type]
    assert s2s.training.loop.train(further) is None


@pytest.mark.parametrize(
    ("vectors", "said"),
    [
        ("2 3\nAda 1 2 3\n", r"crawl.vec: line 2: 3 numbers where model.embedding=4; set model.embedding=3"),
        ("other 1 2 3 4\n", r"has none of the \d+ (words|pieces)"),
    ],
)
def test_mistakes(vectors: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        assemble(config(tmp_path, "tag", vectors))

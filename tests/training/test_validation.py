"""Validation by several processes: each takes its share, and together they find what one would."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
from omegaconf import OmegaConf
from training import config

import s2s.training.loop
from s2s.config.load import parse
from s2s.errors import UserError
from s2s.inference.predictor import Predictor
from s2s.runtime import distributed as parallel
from s2s.training import validation as validate
from s2s.training.setup import assemble


@pytest.mark.parametrize("world", [2, 3])
def test_the_loss_is_shared_out(world: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = assemble(config(tmp_path))
    model, examples = validate.InTraining(parts), validate.as_examples(parts.corpus.train[:])
    seen: list[tuple[float, float]] = []

    def total(*numbers: float) -> list[float]:
        seen.append((numbers[0], numbers[1]))
        return list(numbers)

    monkeypatch.setattr(validate, "total", total)
    loss, count = model.loss(examples)
    for number in range(world):
        monkeypatch.setattr(validate, "rank", lambda number=number: number)
        monkeypatch.setattr(validate, "world", lambda: world)
        model.loss(examples)
    whole, *shares = seen
    assert sum(tokens for _, tokens in shares) == whole[1] and all(0 < tokens < whole[1] for _, tokens in shares)
    assert whole == (loss, count) and sum(own for own, _ in shares) == pytest.approx(loss)


def test_what_is_decoded_is_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[int]] = []

    def work(share: list[int]) -> list[int]:
        given.append(share)
        return share

    monkeypatch.setattr(parallel, "world", lambda: 3)
    monkeypatch.setattr(parallel, "gather", lambda value: [value] * 3)
    for number in range(3):
        monkeypatch.setattr(parallel, "rank", lambda number=number: number)
        parallel.shared(work, range(6))
    assert given == [[0, 3], [1, 4], [2, 5]]


LABELLED = """task=classify train.metric=loss device=cpu precision=fp32 threads=1 data.corpus=files train.epochs=null train.steps=2
model.embedding=8 model.encoder.units=8 model.encoder.layers=1 model.residual=false tokenizer.size=null""".split()


def labelled(folder: Path, *more: str, **splits: list[str]) -> list[str]:
    """The options of a run whose files hold these lines."""
    for split, lines in splits.items():
        (folder / f"{split}.tsv").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return [*LABELLED, f"runs={folder / 'runs'}", *(f"data.{split}={folder / split}.tsv" for split in splits), *more]


@pytest.mark.parametrize(
    ("more", "splits", "said"),
    [
        (["task=regress", "train.label_smoothing=0"], {"test": ["n/a\tgood"]}, "data.test: 'n/a': not numbers"),
        (
            ["task=regress", "train.label_smoothing=0"],
            {"validation": ["1 5\tgood"]},
            "data.validation: has several numbers",
        ),
        (
            ["data.max_length=40"],
            {"validation": ["1\t" + "good bad " * 60]},
            "every validation example is longer; raise it",
        ),
    ],
)
def test_what_cannot_be_judged_is_refused_before_training(
    more: list[str], splits: dict[str, list[str]], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s2s.training.loop, "update", lambda *_: pytest.fail("an update was made"))
    usual = {split: ["1\tgood", "2\tbad"] for split in ("train", "validation", "test")}
    given = labelled(tmp_path, *more, **{**usual, **splits})
    with pytest.raises(UserError, match=said):
        s2s.training.loop.train(parse(OmegaConf.from_dotlist(given)))


def test_what_a_failed_start_left_is_no_part_of_the_next_run(tmp_path: Path) -> None:
    """A tagger's words beside a classifier's pieces would make another network of what was saved."""
    (tmp_path / "tags.tsv").write_text("good\tA\nbad\tB\n\nbad\tB\ngood\tA\n\n", encoding="utf-8")
    usual = {split: ["1\tgood", "2\tbad"] for split in ("train", "validation")}
    given = labelled(tmp_path, **usual)
    tagger = [*given, "task=tag", "model.pooling=none", f"data.train={tmp_path / 'tags.tsv'}", "data.max_length=1"]
    with pytest.raises(UserError, match=r"data.max_length=1"):
        s2s.training.loop.train(parse(OmegaConf.from_dotlist(tagger)))
    run = tmp_path / "runs" / "run-1"
    assert (run / "words.model").exists()
    assert s2s.training.loop.train(parse(OmegaConf.from_dotlist(given))) is None
    assert not (run / "words.model").exists()
    assert Predictor.load(run, "cpu").predict(["good"])[0].text in ("1", "2")
    assert s2s.training.loop.train(parse(OmegaConf.from_dotlist([*given, "train.steps=4"]))) is None


def test_a_tagger_of_words_with_blanks_inside(tmp_path: Path) -> None:
    rows = [{"words": ["New York", "is", size], "tags": ["P", "V", "A"]} for size in ("big", "small")]
    (tmp_path / "tags.jsonl").write_text("".join(json.dumps(row) + "\n" for row in 4 * rows), encoding="utf-8")
    path = f"={tmp_path / 'tags.jsonl'}"
    given = labelled(tmp_path, "task=tag", "model.pooling=none", f"data.train{path}", f"data.validation{path}")
    assert s2s.training.loop.train(parse(OmegaConf.from_dotlist(given))) is None
    predictor = Predictor.load(tmp_path / "runs" / "run-1", "cpu")
    assert [
        len(found.text.split(" ")) for found in predictor.predict(["New\u00a0York  is big", "New York is big"])
    ] == [3, 4]


def test_vectors_and_their_labels_with_nothing_for_text(tmp_path: Path) -> None:
    """An option for text is refused before anything is written."""
    numpy.save(tmp_path / "v.npy", numpy.eye(4, 3, dtype=numpy.float32))
    (tmp_path / "v.txt").write_text("a\nb\na\nb\n", encoding="utf-8")
    path = f"={tmp_path / 'v.npy'}"
    given = labelled(tmp_path, "model.encoding=features", f"data.train{path}", f"data.validation{path}")
    given.remove("tokenizer.size=null")
    with pytest.raises(
        UserError, match=r"tokenizer.kind=char: has no effect with model.encoding=features; leave it out"
    ):
        s2s.training.loop.train(parse(OmegaConf.from_dotlist([*given, "tokenizer.kind=char"])))
    assert not (tmp_path / "runs").exists()
    assert s2s.training.loop.train(parse(OmegaConf.from_dotlist(given))) is None

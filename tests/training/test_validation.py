"""Validation by several processes: each takes its share, and together they find what one would."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
from omegaconf import OmegaConf
from training import config

import s2s.training.loop
from s2s.cli import main
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
    folder.mkdir(exist_ok=True)
    for split, lines in splits.items():
        (folder / f"{split}.tsv").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return [*LABELLED, f"runs={folder / 'runs'}", *(f"data.{split}={folder / split}.tsv" for split in splits), *more]


@pytest.mark.parametrize(
    ("more", "splits", "said"),
    [
        (
            ["task=regress", "train.label_smoothing=0"],
            {"test": ["n/a\tgood"]},
            r"data.test: example \d+: 'n/a': not numbers",
        ),
        (
            ["task=regress", "train.label_smoothing=0"],
            {"validation": ["1 5\tgood"]},
            r"data.validation: example \d+: has several numbers",
        ),
        (
            ["data.max_length=40"],
            {"validation": ["1\t" + "good bad " * 60]},
            "every validation example is longer; raise it",
        ),
        (
            ["train.metric=auroc"],
            {"validation": ["1\tgood", "1\tbad"]},
            "^train.metric=auroc: has no value on the validation examples: all examples have the same label, .*; use"
            " train.metric=accuracy, or name other examples with data.validation$",
        ),
        (
            ["train.metric=auroc", "data.label_separator=;"],
            {"validation": ["1;2\tgood", "2 ; 1\tbad"]},
            "^train.metric=auroc: has no value .*; use train.metric=micro_f1, or",
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
    assert not (tmp_path / "runs").exists(), "nothing is left of a run that is refused"


def test_a_folder_keeps_what_was_there_before(tmp_path: Path) -> None:
    (tmp_path / "runs" / "run-1").mkdir(parents=True)
    (tmp_path / "runs" / "run-1" / "notes.txt").write_text("mine")
    (tmp_path / "vectors.txt").write_text("good 1 2 3\n")
    vectors = ["model.encoding=pretrained", f"model.vectors={tmp_path / 'vectors.txt'}", "tokenizer.kind=word"]
    given = labelled(tmp_path, *vectors, **{split: ["1\tgood", "2\tbad"] for split in ("train", "validation")})
    with pytest.raises(UserError, match=r"model.embedding"):
        s2s.training.loop.train(parse(OmegaConf.from_dotlist(given)))
    assert [path.name for path in (tmp_path / "runs" / "run-1").iterdir()] == ["notes.txt"]


def test_what_a_stopped_start_left_is_no_part_of_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tagger's words beside a classifier's pieces would make another network of what was saved."""
    (tmp_path / "tags.tsv").write_text("good\tA\nbad\tB\n\nbad\tB\ngood\tA\n\n", encoding="utf-8")
    usual = {split: ["1\tgood", "2\tbad"] for split in ("train", "validation")}
    given = labelled(tmp_path, **usual)
    tagger = [*given, "task=tag", "model.pooling=none", f"data.train={tmp_path / 'tags.tsv'}"]

    def stopped(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(s2s.training.loop, "describe_validation", stopped)
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


def with_many(folder: Path, count: int) -> list[str]:
    """A run whose validation file is sorted by its label, as many are."""
    rows = [f"{'no' if n < count // 2 else 'yes'}\tword {n}" for n in range(count)]
    return labelled(folder, "tokenizer.kind=char", train=["no\tbad", "yes\tgood"], validation=rows)


@pytest.mark.slow
def test_up_to_2000_examples_are_judged_and_of_more_a_sample_drawn_by_the_seed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = with_many(tmp_path, 2500)
    parts = assemble(parse(OmegaConf.from_dotlist(given)))
    validate.describe_validation(parts, resumed=False)
    assert "validations judge 2,000 of the 2,500 validation examples, drawn by seed=1" in capsys.readouterr().err
    drawn = validate.judged(parts)
    assert len(drawn.targets) == 2000 == len({*(drawn.sources or ())}) and {*drawn.targets} == {"no", "yes"}
    again = validate.judged(assemble(parse(OmegaConf.from_dotlist(given))))
    assert again == drawn
    other = validate.judged(assemble(parse(OmegaConf.from_dotlist([*given, "seed=2"]))))
    assert other.sources != drawn.sources
    same = validate.judged(assemble(parse(OmegaConf.from_dotlist([*given, "seed=2", "data.seed=1"]))))
    assert same == drawn
    few = assemble(parse(OmegaConf.from_dotlist(with_many(tmp_path / "few", 2000))))
    capsys.readouterr()
    validate.describe_validation(few, resumed=True)
    assert capsys.readouterr().err == "" and list(validate.judged(few).sources or ()) == few.corpus.validation["source"]


def test_what_validations_leave_out_is_said_and_scored_at_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "good " * 30
    splits = {"train": ["1\tgood", "2\tbad"], "validation": ["1\tgood", f"1\t{long}", f"1\t{long}"]}
    given = labelled(tmp_path, "data.max_length=20", **splits)
    assert s2s.training.loop.train(parse(OmegaConf.from_dotlist(given))) is None
    said = capsys.readouterr().err
    assert "validations leave out 2 examples longer than data.max_length=20; the last scores do not" in said
    run = tmp_path / "runs" / "run-1"
    right = [found.text == "1" for found in Predictor.load(run, "cpu").predict(["good", long, long])]
    assert f"validation: accuracy {100 * sum(right) / 3:.4g}" in said


def test_an_example_that_no_predictor_reads_is_said_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    splits = {"train": ["1\tgood", "2\tbad"], "validation": ["1\tgood"], "test": ["2\tbad", "1\t" + "good " * 10_001]}
    assert s2s.training.loop.train(parse(OmegaConf.from_dotlist(labelled(tmp_path, **splits)))) is None
    said = capsys.readouterr().err
    assert "1 test examples are too long to be read, and left out of the scores" in said and "test: accuracy" in said


@pytest.mark.parametrize("split", ["train", "validation"])
def test_a_new_label_in_the_data_of_a_run_that_goes_on_is_named(split: str, tmp_path: Path) -> None:
    given = labelled(tmp_path, train=["1\tgood", "2\tbad"], validation=["1\tgood", "2\tbad"])
    assert s2s.training.loop.train(parse(OmegaConf.from_dotlist(given))) is None
    labelled(tmp_path, **{split: ["1\tgood", "2\tbad", "odd\tugly"]})
    more = parse(OmegaConf.from_dotlist([*given, "train.steps=4"]))
    with pytest.raises(UserError) as caught:
        s2s.training.loop.train(more)
    if split == "train":
        said = "data.train: 'odd': not among the labels of the training data: 1, 2; restore the data that the run began"
        assert str(caught.value).startswith(said)
    else:  # the check for changed data, which comes first
        assert "the validation set of" in str(caught.value) and "restore the data" in str(caught.value)


def test_gradients_of_an_unknown_label_name_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = labelled(tmp_path, train=["1\tgood", "2\tbad"], validation=["1\tgood"])
    assert s2s.training.loop.train(parse(OmegaConf.from_dotlist(given))) is None
    for name, text in (("s", "good\nbad\n"), ("r", "1\nodd\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = ["--source", str(tmp_path / "s"), "--reference", str(tmp_path / "r")]
    capsys.readouterr()
    assert main(["inspect", "gradients", "-m", str(tmp_path / "runs" / "run-1"), *files, "--format", "none"]) == 2
    said = "s2s: --reference: line 2: 'odd': not among the labels of the training data: 1, 2\n"
    assert capsys.readouterr().err == said

"""A tagger of spans from its file to its scores: the scheme, the metric, the chain, sentences of any length."""

from __future__ import annotations

import json
import random
import re
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from omegaconf import OmegaConf
from training import interrupt

import s2s.training.loop
from s2s.cli import main
from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.errors import UserError
from s2s.inference.predictor import Predictor
from s2s.runs.folder import load_config
from s2s.tasks.classify import Classify
from s2s.tasks.loaded import Loaded
from s2s.tasks.tag import Tag

OPTIONS = """task=tag device=cpu precision=fp32 threads=1 name=ner data.corpus=files tokenizer.kind=char model.pooling=none
model.embedding=12 model.encoder.units=12 model.encoder.layers=1 model.residual=false model.dropout.embedding=0.1
model.dropout.layers=0 model.dropout.readout=0 optim.lr=0.02 optim.warmup=5 train.epochs=null train.steps=60
train.validate_every=20 train.ema=0.9 train.tokens=400 train.metric=auto""".split()
CRF = ("model.head=crf", "train.label_smoothing=0")


def sentence(chance: random.Random) -> str:
    """A title marks a name of one or two words behind it."""
    rows = []
    for _ in range(chance.randint(1, 3)):
        rows += [(word, "O") for word in chance.choices(["runs", "to", "the", "and"], k=chance.randint(1, 3))]
        name = chance.choices(["Ada", "Bo", "Cy"], k=chance.randint(1, 2))
        rows += [("Dr", "O"), *zip(name, ["B-PER", "I-PER"], strict=False)]
    return "".join(f"{word} x {tag}\n" for word, tag in rows) + "\n"


def config(folder: Path, *more: str) -> RunConfig:
    chance, paths = random.Random(1), []
    for split, count in (("train", 80), ("validation", 10), ("test", 10)):
        (folder / f"{split}.conll").write_text("".join(sentence(chance) for _ in range(count)), encoding="utf-8")
        paths.append(f"data.{split}={folder / split}.conll")
    return parse(OmegaConf.from_dotlist([*OPTIONS, *paths, f"runs={folder / 'runs'}", *more]))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crf")
    assert s2s.training.loop.train(config(folder, *CRF)) is None
    return folder / "runs" / "ner-1"


def test_it_learns_and_is_judged_by_spans(trained: Path) -> None:
    assert load_config(trained).train.metric == "span_f1"
    evaluation = Loaded([trained], "cpu").evaluate(metrics=["span_f1", "span_f1_strict"])
    scores = evaluation.scores
    assert scores["span_f1"].score > 90 and scores["span_f1"].interval is not None
    assert scores["span_f1_strict"].score == pytest.approx(scores["span_f1"].score)  # nothing forbidden is predicted
    assert evaluation.types["PER"]["F1"] == pytest.approx(scores["span_f1"].score)


def test_long_sentences_are_tagged_whole_and_confidence_adds_up(trained: Path) -> None:
    predictor = Predictor.load(trained, "cpu")
    long = "the Dr Ada Bo " * 800
    assert predictor.predict(long).text.split() == ["O", "O", "B-PER", "I-PER"] * 800
    one = predictor.predict("runs to Dr Bo Cy", nbest=4)
    assert one.text == "O O O B-PER I-PER" == one.alternatives[0][0]
    assert one.values.sum(1) == pytest.approx(1) and one.record()["nbest"][0]["label"] == one.text
    shares = [share for _, share in one.alternatives]
    assert shares == sorted(shares, reverse=True) and 0 < sum(shares) <= 1.000001
    assert all("O I-PER" not in text for text, _ in one.alternatives)
    together = predictor.predict(["runs", long, "runs to Dr Bo Cy", ""])
    assert together[2].text == one.text and together[3].text == ""


@pytest.mark.slow
def test_stopped_and_continued_it_ends_in_the_same_bytes(trained: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        interrupt(patch, "update", 27)
        assert s2s.training.loop.train(config(tmp_path, *CRF)) == signal.SIGTERM
    assert s2s.training.loop.train(config(tmp_path, *CRF)) is None
    weights = [folder / "model.safetensors" for folder in (trained, tmp_path / "runs" / "ner-1")]
    assert weights[0].read_bytes() == weights[1].read_bytes()


def test_sequences_that_the_scheme_lacks_are_learned_as_they_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    given = config(tmp_path, *CRF, "train.steps=2", "train.validate_every=2")
    with (tmp_path / "train.conll").open("a", encoding="utf-8") as file:
        file.write("Ada x I-PER\nruns x O\n")
    assert s2s.training.loop.train(given) is None
    said = caplog.text + capsys.readouterr().err
    assert "by IOB2 (BIO): PER" in said and "1 sentences have sequences that IOB2 (BIO) does not have" in said


def predicted(folder: Path, run: Path, content: str, *arguments: str) -> str:
    """What the command makes of a file in columns."""
    (folder / "in").write_text(content, encoding="utf-8")
    out = ["-i", str(folder / "in"), "-o", str(folder / "out")]
    assert main(["predict", "-m", str(run), "--device", "cpu", *out, "--columns", *arguments]) == 0
    return (folder / "out").read_text(encoding="utf-8")


def test_it_replaces_a_tagger_that_reads_columns(trained: Path, tmp_path: Path) -> None:
    given = "-DOCSTART- -X- O\n\n# id = 1\nto  x O\nDr x O\nAda x B-PER\nBo x O\n\n\nDr x O\n# x O\n"
    tagged = given.replace("Bo x O", "Bo x I-PER").replace("# x O", "# x ?")
    out = predicted(tmp_path, trained, given)
    assert out.replace(out.splitlines()[-1], "# x ?") == tagged  # the last column has tags, and is replaced
    bare = predicted(tmp_path, trained, "-DOCSTART-\n\nto\nDr\n#\nAda")
    assert bare.startswith("-DOCSTART-\n\nto O\nDr O\n# ") and bare.count("\n") == 6
    assert predicted(tmp_path, trained, "to\tQ\nDr\tQ\nAda\tQ\n") == "to\tQ\tO\nDr\tQ\tO\nAda\tQ\tB-PER\n"
    assert predicted(tmp_path, trained, "0 to O O\n1 Dr O O\n2 Ada O O\n", "2", "3").endswith("2 Ada B-PER O\n")
    record = predicted(tmp_path, trained, "Dr\nAda\n", "--output-type", "json", "--nbest", "2")
    assert json.loads(record)["label"] == "O B-PER" and len(json.loads(record)["nbest"]) == 2
    form = "1-2\tDr\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDr\t_\t_\t_\t_\t_\t_\t_\t_\n2\tAda\t_\t_\t_\t_\t_\t_\t_\t_\n"
    lines = predicted(tmp_path, trained, form).splitlines()
    assert lines[0] == form.splitlines()[0] and [line.split("\t")[3] for line in lines[1:]] == ["O", "B-PER"]
    behind = predicted(tmp_path, trained, f"# newdoc id = x\n\n{form}")
    assert behind.splitlines() == ["# newdoc id = x", "", *lines], "a comment by itself does not say where words stand"


def test_words_that_cannot_be_spelled_are_said(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown word of known characters is read by its pieces."""
    said = "s2s: 1 of 3 sentences have characters or words that the vocabulary of the source does not hold\n"
    predicted(tmp_path, trained, "Ada O\nдом O\n\nsrun O\n\nruns O\n")
    assert capsys.readouterr().err.endswith(said)
    (tmp_path / "in").write_text("Ada дом\nsrun\nruns\n", encoding="utf-8")
    assert main(["predict", "-m", str(trained), "--device", "cpu", "-i", str(tmp_path / "in")]) == 0
    assert capsys.readouterr().err.endswith(said.replace("sentences", "lines"))
    predicted(tmp_path, trained, "Ada O\n\nsrun O\n")
    assert "vocabulary" not in capsys.readouterr().err


def test_columns_that_nobody_named_are_noticed(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for content, noticed in (("Dr O\nAda B-PER\n\nto O\n", True), ("Dr Ada\n\nto Bo\n", False), ("a O\nb O\n", False)):
        (tmp_path / "in").write_text(content, encoding="utf-8")
        assert main(["predict", "-m", str(trained), "-i", str(tmp_path / "in"), "--device", "cpu"]) == 0
        assert ("give --columns" in capsys.readouterr().err) == noticed


def test_files_in_columns_are_judged(trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(trained.parents[1] / "test.conll")
    own = Loaded([trained], "cpu").evaluate(metrics=["span_f1"]).scores["span_f1"].score
    given = ["evaluate", "-m", str(trained), "--reference", file, "--metrics", "span_f1", "--json"]
    for more in (["--source", file], ["--source", file, "--columns", "1", "3"]):
        capsys.readouterr()
        assert main([*given, *more]) == 0
        assert json.loads(capsys.readouterr().out)["span F1"] == pytest.approx(own)


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ("a b\n", ("1", "4"), "--columns: .*in has no column 4, only 2; count from 1"),
        ("a b\n", ("x",), "--columns x: give numbers from 1, of the word and of the tag, or none"),
        ("a b\n", ("1", "1"), "--columns 1 1: is one column for the word and its tag"),
        ("a b c\n\na\n", ("2",), "in: line 3: has 1 columns, where the sentence before it has at least 3"),
        ("a\n" * 10_001, (), "in: block 1: has 10,001 words, at most 10,000 can be read"),
    ],
)
def test_columns_that_are_not_there(
    content: str,
    arguments: tuple[str, ...],
    said: str,
    trained: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "in").write_text(content, encoding="utf-8")
    assert main(["predict", "-m", str(trained), "-i", str(tmp_path / "in"), "--columns", *arguments]) == 2
    assert re.search(said, capsys.readouterr().err.splitlines()[-1])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["model.head=crf"], r"train.label_smoothing=0.1: has no effect with model.head=crf; set it to 0"),
        (["model.head=crg"], "model.head=crg: no such head; did you mean 'crf'?|model.head=crg: no such head"),
        (["model.head=squared_error"], "model.head=squared_error: not for task=tag; use softmax or crf"),
    ],
)
def test_heads_that_do_not_fit(options: list[str], said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        config(tmp_path, *options)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a B-x\nb I-x\n\n" * 10 + "c O\nd I-x\n\n" * 5, "5 of 15 spans are not written as IOB2"),
        ("a O\nb O\n\n" * 3, "has one label only, 'O'"),
        ("a b c\n\nd e f\n", "there is no column 5, only 3"),
        (
            "a B-x\nb I-x\nc O\n\n" * 10 + "a B_x\nb 0\nc I-x\nc O\n\n",
            r"^data.train=.*conll: the tags mark spans \(O, B-KIND, I-KIND, …\), but for 'B_x', '0': 2 of 23 that are not O; correct",
        ),
        (
            "a N\nb V\n\n" * 6,
            "^train.metric=span_f1: has no value on the validation examples: the tags mark no spans; use train.metric=accuracy",
        ),
    ],
)
def test_bad_files_leave_nothing_behind(content: str, said: str, tmp_path: Path) -> None:
    more: list[Any] = ["data.columns=[1,5]"] if "column 5" in said else []
    more += ["train.metric=span_f1"] * said.startswith("^train.metric")
    given = config(tmp_path, *more)
    for split in ("train", "validation", "test"):
        (tmp_path / f"{split}.conll").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=said):
        s2s.training.loop.train(given)
    assert not list((tmp_path / "runs").glob("*/config.yaml"))


def test_a_mistyped_tag_is_refused_in_any_file_but_reading_goes_on(tmp_path: Path) -> None:
    given = config(tmp_path)
    whole = [(tmp_path / f"{split}.conll").read_text(encoding="utf-8") for split in ("train", "validation")]
    (tmp_path / "validation.conll").write_text(whole[1] + "Dr x O\nAda x PER\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"^data.validation=.*but for 'PER': 1 of \d+ that are not O"):
        s2s.training.loop.train(given)
    (tmp_path / "validation.conll").write_text(whole[1], encoding="utf-8")
    (tmp_path / "train.conll").write_text(whole[0] + "Dr x O\nAda x PER\n", encoding="utf-8")
    corpus = Tag().read(given)
    assert corpus.scheme == ""  # what a run of before has, whose codecs are there
    with pytest.raises(UserError, match=r"^data.train=.*but for 'PER'"):
        Tag().codecs(given, corpus)


@pytest.mark.parametrize(
    ("scheme", "tags", "metric"),
    [
        ("IOB2", "B-A I-A O", "span_f1"),
        ("IOB2", "B-A X", "accuracy"),
        ("IOB2", "O O", "accuracy"),
        ("", "N V", "accuracy"),
    ],
)
def test_spans_are_judged_where_training_and_validation_mark_some(scheme: str, tags: str, metric: str) -> None:
    corpus: Any = SimpleNamespace(scheme=scheme, validation={"target": [tags]})
    assert Tag.suited(object.__new__(Tag), corpus) == metric


def test_tags_of_several_parts_are_no_labels_of_several(tmp_path: Path) -> None:
    """`data.label_separator`, which the same targets of classifiers are advised, is refused with task=tag."""
    tags = ["N|Sg|Nom", "N|Pl|Nom", "N|Sg|Acc", "N|Pl|Acc", "V|Sg", "V|Pl", "V|Sg|Nom"]
    path = tmp_path / "t.conll"
    path.write_text("".join(f"w{number} {tag}\n\n" for number, tag in enumerate(tags)), encoding="utf-8")
    config = parse(OmegaConf.from_dotlist([*OPTIONS, f"data.train={path}", f"data.validation={path}"]))
    corpus = Tag().read(config)
    assert Tag().warnings(config, corpus) == []
    assert "'data.label_separator=|'" in Classify().warnings(config, corpus)[-1]

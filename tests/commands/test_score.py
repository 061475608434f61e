"""`s2s score`: the probability of given targets, a line each, and what translating reports for what it has written."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest
from translating import copier, ending, tiny_run, tokenizer

from s2s.cli import main
from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.data.codecs.fields import Fields
from s2s.data.codecs.files import save_codecs
from s2s.data.text.sentences import LONGEST
from s2s.data.text.tokenizer import Tokenizer
from s2s.decode.backend import Floats
from s2s.errors import UserError
from s2s.inference.scorer import score_texts
from s2s.inference.translator import Translator
from s2s.nn.model import initialise
from s2s.runs.folder import save_config
from s2s.runs.weights import save_model
from s2s.tasks.base import task_of
from s2s.tasks.vectors import vector_codec

SOURCES = ["the dog sleeps", "", "a cat", "", "she reads a book"]
TARGETS = ["der Hund", "", "", "etwas", "das Buch"]

FIGURES = ("perplexity a piece", "perplexity a word", "bits a byte")
LANGUAGE_MODEL = {
    "encoding": "features",
    "attention": "none",
    "tie": "target",
    "embedding": 8,
    "encoder": {"units": 8, "layers": 1},
    "decoder": {"units": 8},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose outputs end: its weights are drawn, but for the end's bias."""
    return ending(tiny_run(tmp_path_factory.mktemp("score") / "run"))


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("s", SOURCES)
    write("t", TARGETS)


def write(name: str, lines: list[str]) -> None:
    Path(name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def score(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[list[str], list[str]]:
    """Lines on stdout, and on stderr."""
    assert main(["score", "-m", str(folder), "--source", "s", "--target", "t", "--device", "cpu", *options]) == 0
    said = capsys.readouterr()
    return said.out.split("\n")[:-1], said.err.split("\n")[:-1]


def test_a_line_each_and_a_perplexity(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, said = score(folder, capsys)
    values = [float(line) for line in lines]
    assert len(values) == 5 and values[1] == 0 and values[3] == -math.inf
    assert all(-math.inf < values[row] < 0 for row in (0, 2, 4))
    translator = Translator.load(folder, device="cpu")
    assert translator.score(SOURCES, TARGETS) == pytest.approx(values, abs=1e-5)
    assert translator.score("a cat", "") == pytest.approx(values[2], abs=1e-5)
    nats = -sum(values[row] for row in (0, 2, 4))
    assert isinstance(translator.target, Tokenizer)
    positions = sum(len(translator.target.pieces(TARGETS[row])) + 1 for row in (0, 2, 4))
    words, size = (2 + 1) + 1 + (2 + 1), (8 + 1) + 1 + (8 + 1)
    each, word, bits = math.exp(nats / positions), math.exp(nats / words), nats / math.log(2) / size
    expected = (
        f"s2s: perplexity {each:.4g} a piece, {word:.4g} a word, {bits:.4g} bits a byte; log P = {-nats:.6g} of 3 pairs"
    )
    assert said == [
        expected,
        "s2s: 2 pairs have a blank source, which is translated to nothing: log P is 0 for a blank target, else -inf",
    ]


def test_a_perplexity_is_that_of_evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also of a text with words that the vocabulary lacks."""
    data = {"corpus": "files", "train": "t"}
    config = parse({"task": "generate", "data": data, "tokenizer": {"kind": "word"}, "model": LANGUAGE_MODEL})
    save_config(tmp_path / "lm", config)
    source, target = Fields(()), tokenizer("word")
    save_codecs(tmp_path / "lm", source, target)
    network = initialise(task_of(config).network(config.model, source, target), "orthogonal", 1)
    save_model(tmp_path / "lm" / "model.safetensors", dict(network.named_parameters()))
    write("t", ["der Hund", "das 猫猫 Buch", "猫  猫"])
    model = ["-m", str(tmp_path / "lm"), "--device", "cpu"]
    assert main(["evaluate", *model, "--reference", "t", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert main(["score", *model, "--target", "t"]) == 0
    said = ", ".join(f"{found[name]:.4g} {name.removeprefix('perplexity ')}" for name in FIGURES)
    assert f"s2s: perplexity {said}; " in capsys.readouterr().err and found["unknown pieces"] > 0


def test_what_was_written_has_the_number_that_translating_reports(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given as pieces, whatever the text is cut into."""
    translator = Translator.load(folder, device="cpu")
    found = translator.translate(["the dog sleeps", "a cat"], scores=True, split=False, nbest=3, beam=3, max_length=40)
    whole = [
        (source, one)
        for source, several in zip(["the dog sleeps", "a cat"], found, strict=True)
        for one in several
        if "truncated" not in one.flags
    ]
    assert whole, "a model that never ends shows nothing"
    write("s", [source for source, _ in whole])
    write("t", [" ".join(one.pieces) for _, one in whole])
    lines, _ = score(folder, capsys, "--pieces", "--json", "--tokens")
    for line, (source, one) in zip(lines, whole, strict=True):
        record = json.loads(line)
        assert record["log_prob"] == pytest.approx(one.log_prob, abs=1e-4)
        assert record["pieces"] == [*one.pieces, "</s>"]
        assert sum(record["token_log_probs"]) == pytest.approx(record["log_prob"], abs=1e-4)
        assert translator.score(source, one.pieces, pieces=True) == pytest.approx(one.log_prob, abs=1e-4)


def test_tokens_and_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, _ = score(folder, capsys, "--tokens")
    total, pieces, values = lines[0].split("\t")
    assert pieces.split(" ") == [*tokenizer().pieces("der Hund"), "</s>"]
    assert sum(map(float, values.split(" "))) == pytest.approx(float(total), abs=1e-4)
    assert lines[3].split("\t") == ["-inf", "", ""]
    records = [json.loads(line) for line in score(folder, capsys, "--json")[0]]
    assert records[3] == {"log_prob": None, "pieces": []} and records[1]["log_prob"] == 0
    assert records[2]["pieces"] == ["</s>"] and "token_log_probs" not in records[0]


def test_a_batch_changes_nothing_and_a_file_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone, together = score(folder, capsys, "--batch-size", "1")[0], score(folder, capsys)[0]
    assert list(map(float, alone)) == pytest.approx(list(map(float, together)), abs=1e-5)
    assert score(folder, capsys, "-o", "out")[0] == []
    assert Path("out").read_text(encoding="utf-8").split("\n")[:-1] == together
    assert score(folder, capsys, "-o", "-")[0] == together and not Path("-").exists()


def test_several_runs_are_an_ensemble(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = ending(tiny_run(tmp_path / "other", seed=2))
    alone, twice, both = (
        [float(line) for line in score(folder, capsys, *more)[0]]
        for more in ([], ["-m", str(folder)], ["-m", str(other)])
    )
    assert twice == pytest.approx(alone, abs=1e-5)
    assert both == pytest.approx(Translator.load([folder, other], device="cpu").score(SOURCES, TARGETS), abs=1e-5)
    assert all(abs(both[row] - alone[row]) > 0.01 for row in (0, 2, 4)), "what is not blank has another probability"


def test_unknown_pieces_and_long_sources_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("s", ["a " * (LONGEST + 1), "a cat"])
    write("t", ["das", "猫猫 das 猫"])
    lines, said = score(tiny_run(tmp_path / "words", "word"), capsys, "--tokens")
    total, pieces, _ = lines[1].split("\t")
    assert lines[0] == "nan\t\t" and math.isfinite(float(total))
    assert pieces == "<unk> ▁das <unk> </s>"
    assert said[1].startswith(f"s2s: 1 pairs have a source of more than {LONGEST:,} pieces")
    assert said[2].startswith("s2s: 2 pieces are unknown")


def test_an_export_scores_as_its_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    write("texts", ["the dog", "a cat"])
    shutil.copytree(folder, "run")
    assert main(["export", "-m", "run", "--source", "texts", "--reference", "texts"]) == 0
    capsys.readouterr()
    own, exported = (score(Path("run"), capsys, "--backend", backend)[0] for backend in ("torch", "onnx"))
    assert list(map(float, exported)) == pytest.approx(list(map(float, own)), abs=1e-4)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--target two", "s has 5 lines, but two has 2; give the same number of lines"),
        ("--target t --pieces", "target 1: 'der' is no piece of this vocabulary; give pieces as translate"),
        ("--target t --batch-size 0", "--batch-size 0: use a whole number of 1 or more"),
        ("--target missing", "missing: no such file"),
    ],
)
def test_refusals(options: str, message: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("two", TARGETS[:2])
    assert main(["score", "-m", str(folder), "--source", "s", *options.split(), "-o", "out"]) == 2
    said = capsys.readouterr().err.split("\n")[-2]
    assert said.startswith(f"s2s: {message}") and not Path("out").exists()


def test_pairs_need_sources(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "-m", str(folder), "--target", "t"]) == 2
    assert "--target t: needs --source FILE beside it" in capsys.readouterr().err


class Certain:
    """A backend by which every token has the probability one half."""

    vocabulary = tokenizer().size

    def encode(self, sources: Sequence[Sequence[int]]) -> tuple[Sequence[Sequence[int]], None]:
        assert all(len(source) for source in sources)
        return sources, None

    def follow(self, memory: Any, state: Any, targets: Sequence[Sequence[int]]) -> Floats:
        return numpy.full((len(targets), max(map(len, targets))), math.log(0.5))


def test_a_language_model_has_no_sources() -> None:
    config, empty = RunConfig(task="generate"), vector_codec(["", ""])
    translator = Translator(config, empty, tokenizer(), Certain())  # type: ignore[arg-type]
    assert empty.is_empty
    expected = [(len(tokenizer().pieces(text)) + 1) * math.log(0.5) for text in ("ab", "")]
    assert translator.score(None, ["ab", ""]) == pytest.approx(expected)
    assert translator.score(None, "ab") == pytest.approx(expected[0])
    with pytest.raises(UserError, match="sources: have no effect on a language model"):
        translator.score(["a"], ["b"])


def test_calls_from_python() -> None:
    translator = copier()
    translator.backend = Certain()  # type: ignore[assignment]
    assert translator.score("a", "abc") == pytest.approx((len(tokenizer().pieces("abc")) + 1) * math.log(0.5))
    (one,) = translator.score(["a"], ["b"], tokens=True)
    assert one.pieces[-1] == "</s>" and one.token_log_probs == pytest.approx([math.log(0.5)] * len(one.pieces))
    for sources, targets, message in (
        (["a"], ["b", "c"], "1 sources but 2 targets; give the same number of both"),
        ("a", ["b"], "sources: are of type str, and targets of type list; give two strings, or two lists"),
        (None, ["b"], "sources: missing; only a language model has none"),
        (["a"], [3], r"targets\[0\]: is a number, 3"),
    ):
        with pytest.raises(UserError, match=f"^{message}"):
            translator.score(sources, targets)
    with pytest.raises(UserError, match="batch_tokens=0"):
        score_texts(translator, ["a"], ["b"], False, False, 0)

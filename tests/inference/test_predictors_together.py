"""Several runs that predict labels or numbers, as one: the mean of what each predicts by itself."""

from __future__ import annotations

import json
import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
import torch
from labelling import NUMBERS, PIECES, TAGS, TEXT, VECTORS, WORDS

from s2s.cli import main
from s2s.commands.each import same
from s2s.config.load import parse
from s2s.data.codecs.base import Codec
from s2s.data.codecs.features import Features
from s2s.data.codecs.files import save_codecs
from s2s.data.codecs.labels import Labels
from s2s.errors import UserError
from s2s.inference.predictor import Predictor
from s2s.runs.folder import save_config
from s2s.runs.weights import save_model
from s2s.tasks.base import task_of
from s2s.tasks.evaluation import Examples

KIND = Labels(("bad", "good", "so"), False)
ROWS = ["1 2 3", "4 5 6", "0 0 1"]
KINDS: dict[str, tuple[Codec, Codec, dict[str, Any]]] = {
    "classify": (PIECES, KIND, {"pooling": "mean"}),
    "tag": (WORDS, TAGS, {"pooling": "none"}),
    "regress": (VECTORS, NUMBERS, {"encoding": "features", "pooling": "last"}),
}
Maker = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """Makes run folders with weights that a seed has drawn."""

    def made(task: str, seed: int, target: Codec | None = None, **more: Any) -> Path:
        source, usual, options = KINDS[task]
        folder = tmp_path / f"{task}-{seed}"
        model = {"embedding": 8, "encoder": {"units": 8, "layers": 1}, **options, **more}
        data = {"corpus": "files", "train": "t.tsv", "validation": "v.tsv"}
        training = {"metric": "loss", "label_smoothing": 0}
        config = parse({"task": task, "data": data, "train": training, "tokenizer": {"kind": "char"}, "model": model})
        save_config(folder, config)
        save_codecs(folder, source, target or usual)
        network = task_of(config).network(config.model, source, target or usual)
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=generator))
        save_model(folder / "model.safetensors", dict(network.named_parameters()))
        return folder

    return made


@pytest.mark.parametrize("task", KINDS)
def test_the_mean_of_what_each_predicts(task: str, make: Maker) -> None:
    runs = [make(task, seed) for seed in (1, 2, 3)]
    inputs = ROWS if task == "regress" else [*TEXT, ""]
    together = Predictor.load(runs, "cpu")
    each = [Predictor.load(run, "cpu").predict(inputs) for run in runs]
    labels = KINDS[task][1].labels
    for found, *alone in zip(together.predict(inputs), *each, strict=True):
        if found.values is None:
            assert found.text == "" and not any(one.text for one in alone)
            continue
        mean = numpy.mean([one.values for one in alone], axis=0)
        assert numpy.allclose(found.values, mean, atol=1e-5)
        if labels:
            assert found.text == " ".join(labels[row.argmax()] for row in mean)
    if labels:
        best = together.predict(TEXT[1], nbest=2).alternatives[0]
        mean = numpy.mean([one[1].values for one in each], axis=0)
        assert best[1] == pytest.approx(math.prod(mean.max(axis=1)), rel=1e-4)


def test_an_ensemble_travels(make: Maker) -> None:
    runs = [make("classify", seed) for seed in (1, 2)]
    together = Predictor.load(runs, "cpu")
    assert pickle.loads(pickle.dumps(together)).predict(TEXT) == together.predict(TEXT)


def test_the_command_judges_each_and_the_mean(
    make: Maker, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    runs, gold = [make("classify", seed) for seed in (1, 2, 3)], ["bad", "good", "so", "bad"]
    for name, rows in (("s", TEXT), ("r", gold)):
        (tmp_path / name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    given = ["--source", str(tmp_path / "s"), "--reference", str(tmp_path / "r"), "--metrics", "accuracy"]

    def report(*folders: Path) -> dict[str, Any]:
        assert main(["evaluate", "-m", *map(str, folders), *given, "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    def accuracy(*folders: Path) -> float:
        texts = [one.text for one in Predictor.load(list(folders), "cpu").predict(TEXT)]
        return 100 * float(numpy.mean([text == right for text, right in zip(texts, gold, strict=True)]))

    found = report(*runs)
    alone = [accuracy(run) for run in runs]
    assert found["accuracy"] == accuracy(*runs) and found["intervals"]["accuracy"] >= 0
    assert [one["accuracy"] for one in found["runs"]] == alone
    assert found["mean"]["accuracy"] == pytest.approx(
        {"mean": numpy.mean(alone), "deviation": numpy.std(alone, ddof=1)}
    )
    assert found["confusion"]["labels"] == ["bad", "good", "so"]

    other = make("classify", 4, target=Labels(("bad", "good", "very"), False))
    apart = report(runs[0], other)
    assert "their target vocabularies differ" in apart["no_ensemble"] and len(apart["runs"]) == 2
    (record,) = [one.message for one in caplog.records if one.message.endswith("; each is scored by itself")]
    assert "\n" not in record


def test_what_is_no_ensemble(make: Maker) -> None:
    chained = [make("tag", seed, head="crf") for seed in (1, 2)]
    with pytest.raises(UserError, match=r"no ensemble with model\.head=crf, whose labels depend on their neighbours"):
        Predictor.load(chained)
    numbers = [make("regress", 1), make("regress", 2, target=Features((0.0, 5.0), (2.0, 3.0)))]
    with pytest.raises(UserError, match="their target scales of numbers differ"):
        Predictor.load(numbers)
    with pytest.raises(UserError, match=r"^backend=onnx: an ensemble runs in torch"):
        Predictor.load(numbers, backend="onnx")
    with pytest.raises(UserError, match="no run folder given"):
        Predictor.load([])


def test_examples_that_are_the_same() -> None:
    numbers = Examples([numpy.array([[1.0, math.nan]])], [[2.0]])
    assert same(numbers, Examples([[[1.0, math.nan]]], [[2.0]]))
    assert not same(numbers, Examples([[[1.0, 3.0]]], [[2.0]]))
    assert same(Examples(None, ["a"]), Examples(None, ["a"])) and not same(
        Examples(None, ["a"]), Examples(None, ["a", "b"])
    )

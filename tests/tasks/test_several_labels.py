"""Texts of any number of labels, from the files to the answers, in torch and as an export; and texts of one label beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy
import pytest
from labelling import PIECES

import s2s
from s2s.cli import main
from s2s.config.load import parse
from s2s.data.codecs.calibration import Calibration, save_calibration
from s2s.data.codecs.files import save_codecs
from s2s.data.codecs.label_sets import LabelSets
from s2s.data.codecs.labels import Labels
from s2s.errors import UserError
from s2s.inference.predictor import Predictor
from s2s.nn.model import initialise
from s2s.runs.folder import save_config
from s2s.runs.weights import save_model
from s2s.tasks.base import task_of
from s2s.tasks.classify import joined_by
from s2s.tasks.evaluation import Examples
from s2s.tasks.loaded import Loaded, Written

TEXTS = ["the dog sees a cat", "a bird", "it rains", "we go home now"]
SETS = LabelSets(("a", "b", "c"), "|")
VALUES: dict[str, Any] = {
    "task": "classify",
    "data": {"corpus": "files", "train": "t.tsv", "validation": "v.tsv", "label_separator": "|"},
    "train": {"metric": "auto"},
    "tokenizer": {"kind": "char"},
    "model": {"embedding": 8, "encoder": {"units": 8, "layers": 1}, "pooling": "mean"},
}


def make(folder: Path, calibration: Calibration, seed: int = 1, several: bool = True) -> Path:
    """A run folder with drawn weights."""
    target = SETS if several else Labels(("a", "b", "c"), False)
    data = {**VALUES["data"], "label_separator": "|" if several else None}
    config = parse({**VALUES, "data": data})
    save_config(folder, config)
    save_codecs(folder, PIECES, target)
    network = initialise(task_of(config).network(config.model, PIECES, target), "orthogonal", seed)
    save_model(folder / "model.safetensors", dict(network.named_parameters()))
    save_calibration(folder, calibration)
    return folder


def test_predictions_reach_their_thresholds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = Predictor.load(make(tmp_path / "plain", Calibration()), "cpu").predict([*TEXTS, ""])
    scores = numpy.array([one.values[0] for one in plain[:-1]])
    thresholds = tuple(float(one) for one in numpy.median(scores, axis=0))
    folder = make(tmp_path / "run", Calibration(1.0, thresholds))
    found = Predictor.load(folder, "cpu").predict([*TEXTS, ""])
    for row, one in zip(scores, found, strict=False):
        members = [name for name, value, least in zip("abc", row, thresholds, strict=True) if value >= least]
        assert one.text == "|".join(members) and one.record()["labels"] == members
        assert one.record()["probabilities"][0] == pytest.approx(dict(zip("abc", row, strict=True)), abs=1e-6)
    assert found[-1].text == ""
    (tmp_path / "texts.txt").write_text("\n".join(TEXTS), encoding="utf-8")
    assert main(["predict", "-m", str(folder), "-i", str(tmp_path / "texts.txt"), "--device", "cpu"]) == 0
    assert capsys.readouterr().out.split("\n")[:-1] == [one.text for one in found[:-1]]
    nbest = ["--nbest", "2", "--output-type", "json"]
    assert main(["predict", "-m", str(folder), "-i", str(tmp_path / "texts.txt"), *nbest]) == 2
    assert "--nbest 2: has no effect on several labels a text; leave it out" in capsys.readouterr().err


@pytest.mark.parametrize("several", [True, False])
def test_a_temperature_makes_no_other_label(several: bool, tmp_path: Path) -> None:
    cold, warm = (
        Predictor.load(make(tmp_path / str(one), Calibration(one), several=several), "cpu").predict(TEXTS)
        for one in (1.0, 3.0)
    )
    assert [one.text for one in cold] == [one.text for one in warm]
    assert not numpy.allclose(cold[0].values, warm[0].values, atol=1e-3)
    if not several:
        best = Predictor.load(tmp_path / "3.0", "cpu").predict(TEXTS, nbest=1)
        assert [one.alternatives[0][1] for one in best] == pytest.approx([one.values.max() for one in warm], abs=1e-5)


def test_an_ensemble_is_the_mean_of_what_is_calibrated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = [
        make(tmp_path / "x", Calibration(2.0, (0.4, 0.5, 0.6)), 1),
        make(tmp_path / "y", Calibration(0.5, (0.2, 0.5, 0.6)), 2),
    ]
    each = [Predictor.load(run, "cpu").predict(TEXTS) for run in runs]
    both = Predictor.load(runs, "cpu").predict(TEXTS)
    for one, other, mean in zip(*each, both, strict=True):
        numpy.testing.assert_allclose(mean.values, (one.values + other.values) / 2, rtol=1e-5)
        assert mean.text == "|".join(numpy.array([*"abc"])[mean.values[0] >= numpy.array([0.3, 0.5, 0.6])])
    loaded = s2s.load(runs, "cpu")
    assert isinstance(loaded, Predictor) and [one.text for one in loaded.predict(TEXTS)] == [one.text for one in both]
    (tmp_path / "texts.txt").write_text("\n".join(TEXTS), encoding="utf-8")
    assert main(["predict", "-m", *map(str, runs), "-i", str(tmp_path / "texts.txt")]) == 0
    assert capsys.readouterr().out.split("\n")[:-1] == [one.text for one in both]


def test_exports_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    folder = make(tmp_path / "run", Calibration(0.7, (0.4, 0.5, 0.6)))
    files = {"source": TEXTS, "reference": ["a|b", "", "c", "b | a"]}
    for name, lines in files.items():
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    given = [part for name in files for part in (f"--{name}", str(tmp_path / name))]
    torch_said = Predictor.load(folder, "cpu", backend="torch").predict(TEXTS)
    for int8 in ([], ["--int8"]):
        assert main(["export", "-m", str(folder), *given, *int8]) == 0
        found = Predictor.load(folder / "onnx").predict(TEXTS)
        for one, other in zip(found, torch_said, strict=True):
            numpy.testing.assert_allclose(one.values, other.values, atol=0.05 if int8 else 1e-5)
            assert int8 or one.text == other.text
    capsys.readouterr()
    assert main(["evaluate", "-m", str(folder), "--backend", "onnx", *given, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["examples"] == 4 and {*report["types"]} == {"a", "b", "c"} and "confusion" not in report
    assert {"exact match", "macro F1", "micro F1", "AUROC"} <= {*report}
    lists = Loaded([folder], "cpu").evaluate(TEXTS, [["a", "b"], [], ["c"], ["b", "a"]])
    assert {one.label: one.score for one in lists.scores.values()} == pytest.approx(
        {name: report[name] for name in ("exact match", "macro F1", "micro F1", "AUROC")}, abs=0.1
    )


def test_of_lines_that_are_written_already(caplog: pytest.LogCaptureFixture) -> None:
    config = parse(VALUES)
    examples = Examples(TEXTS, ["a|b", "|", "c", "d"])
    found = task_of(config).evaluate(Written(config, ["b|a", "a", "", "a"], (PIECES, SETS)), examples)
    assert {name: one.score for name, one in found.scores.items()} == pytest.approx(
        {"exact": 25, "f1": 100 * (0.5 + 1 + 0 + 0) / 4, "micro_f1": 200 * 2 / 8}
    )
    assert found.confusion is None and found.types["a"]["number"] == 1 and found.types["a"]["precision"] == 100 / 3
    assert "labels that the run does not know, which count as wrong: d" in caplog.text
    with pytest.raises(UserError, match="judges one label a text, where this run has several; use f1 or micro_f1"):
        task_of(config).check_metrics(config, ["balanced_accuracy"], None)


def test_options_that_do_not_fit() -> None:
    data = VALUES["data"]
    for change, said in (
        ({"data": {**data, "label_separator": " "}}, "data.label_separator= : use a sign that is no blank"),
        ({"model": {**VALUES["model"], "head": "softmax"}}, "model.head=softmax: gives one label a text"),
        (
            {"data": {**data, "label_separator": None}, "model": {**VALUES["model"], "head": "sigmoid"}},
            "is for several",
        ),
        ({"task": "regress"}, "data.label_separator=|: has no effect with task=regress; leave it out"),
    ):
        with pytest.raises(UserError) as caught:
            parse({**VALUES, **change})
        assert said in str(caught.value)


def test_labels_that_seem_to_be_several() -> None:
    assert joined_by(iter(["a|b", "a", "b|c", "c|a", "b"])) == "|"
    assert joined_by(iter(["x; y", "y", "x", "z;x", "z"])) == ";"
    assert joined_by(iter(["pos|long", "pos|short", "neg|long", "neg|short"])) == "|"
    assert joined_by(iter(["yes", "yes, but", "no", "no, thanks"])) is None  # only half of the parts come again
    assert joined_by(iter(["rock, hard place", "sport", "food, drink", "sport"])) is None
    assert joined_by(iter(["a", "b"] * 30 + ["a|b"])) is None  # too few to say


def test_one_label_has_balanced_accuracy_and_auroc(tmp_path: Path) -> None:
    folder = make(tmp_path, Calibration(2.0), several=False)
    found = Loaded([folder], "cpu").evaluate(TEXTS, ["a", "b", "c", "a"])
    assert [*found.scores] == ["accuracy", "f1", "balanced_accuracy", "auroc"]
    for targets in (["a"] * 4, ["d", "e", "d", "e"]):  # and of labels that the run does not know
        alone = Loaded([folder], "cpu").evaluate(TEXTS, targets)
        assert [*alone.scores] == ["accuracy", "f1", "balanced_accuracy"]

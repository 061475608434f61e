"""`s2s.Run` and `s2s.load`: what a run folder gives in Python, by what it was trained to do."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from calls import SHORT, tiny
from translating import tiny_run

import s2s
from s2s.errors import UserError

LABELLED = "".join(f"{label}\t{text}\n" for label, text in [("good", "a nice day"), ("bad", "a bad day")] * 10)


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> s2s.Run:
    folder = tmp_path_factory.mktemp("classifier")
    (folder / "train.tsv").write_text(LABELLED, encoding="utf-8")
    return s2s.train(task="classify", data=folder / "train.tsv", runs=folder, **SHORT)


@pytest.fixture(scope="module")
def language_model(tmp_path_factory: pytest.TempPathFactory) -> s2s.Run:
    folder = tmp_path_factory.mktemp("language_model")
    (folder / "train.txt").write_text("a nice day\nthe bad day\n" * 10, encoding="utf-8")
    return s2s.train(task="generate", data=folder / "train.txt", runs=folder, **SHORT)


@pytest.fixture(scope="module")
def translator(tmp_path_factory: pytest.TempPathFactory) -> s2s.Run:
    return s2s.train(**tiny(tmp_path_factory.mktemp("translator")))


def test_load_gives_what_fits(classifier: s2s.Run, language_model: s2s.Run, translator: s2s.Run) -> None:
    assert type(s2s.load(classifier.folder)) is s2s.Predictor is type(classifier.predictor)
    assert type(s2s.load(str(language_model.folder))) is s2s.WordPredictor is type(language_model.predictor)
    assert type(s2s.load(translator)) is s2s.Translator is type(translator.translator)
    assert type(s2s.load([translator, translator.folder], "cpu")) is s2s.Translator
    assert type(s2s.load([classifier, classifier.folder], "cpu")) is s2s.Predictor
    with pytest.raises(UserError, match=r"no ensemble, as task is classify for one and translate for the other"):
        s2s.load([classifier, translator], "cpu")


def test_one_prediction_for_a_string_and_a_list_for_a_list(classifier: s2s.Run, language_model: s2s.Run) -> None:
    for predictor, kind in ((classifier.predictor, s2s.Prediction), (language_model.predictor, s2s.NextWord)):
        assert isinstance(predictor.predict("a day"), kind)
        found = predictor.predict(["a day", "", "a bad day"])
        assert isinstance(found, list) and [type(one) for one in found] == [kind] * 3
        assert found[0] == predictor.predict("a day") and found[1] != found[2]
        for wrong, message in (
            (None, "text: is None"),
            (b"x", "text: is bytes"),
            (["a", 5], r"text\[1\]: is a number, 5"),
        ):
            with pytest.raises(UserError, match=f"^{message}"):
                predictor.predict(wrong)  # type: ignore[arg-type]


def test_a_run_that_does_something_else(classifier: s2s.Run, translator: s2s.Run) -> None:
    with pytest.raises(UserError, match=r"^task=classify: the run writes no text; use s2s predict"):
        _ = classifier.translator
    with pytest.raises(UserError, match=r"^task=translate: the run writes text; use s2s translate"):
        _ = translator.predictor
    with pytest.raises(UserError, match=r"^backend=onnx: .* has no export; write one: s2s export -m"):
        s2s.load(classifier, backend="onnx")


@pytest.mark.parametrize("wrong", [None, 3, b"runs/x"])
def test_what_is_no_folder(wrong: Any, tmp_path: Path) -> None:
    for make in (s2s.load, s2s.Run):
        with pytest.raises(UserError, match=r"^folder: is .*; give the path of a run folder"):
            make(wrong)
        with pytest.raises(UserError, match="not a run folder"):
            make(tmp_path)


def test_history_is_what_was_measured(translator: s2s.Run) -> None:
    lines = (translator.folder / "metrics.jsonl").read_text(encoding="utf-8").split("\n")
    assert translator.history == [json.loads(line) for line in lines if line]
    assert [line["step"] for line in translator.history if "validation_bleu" in line] == [3, 6]
    pandas = pytest.importorskip("pandas")
    table = translator.history.to_pandas()
    assert isinstance(table, pandas.DataFrame) and len(table) == len(translator.history)
    assert table["validation_loss"].dropna().tolist() == [line["validation_loss"] for line in translator.history]


def test_history_where_pandas_is_missing(translator: s2s.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UserError, match=r"^to_pandas: pandas is not installed; pip install pandas"):
        translator.history.to_pandas()


def test_history_of_a_run_in_progress(tmp_path: Path) -> None:
    run = s2s.Run(tiny_run(tmp_path))
    assert run.history == [] and not run.finished
    (tmp_path / "metrics.jsonl").write_bytes(b'{"step": 50, "loss": 2.5}\n{"step": 100, "lo')
    assert run.history == [{"step": 50, "loss": 2.5}]
    (tmp_path / "metrics.jsonl").write_bytes(b'{"step": 50, \n{"step": 100}\n')
    with pytest.raises(UserError, match=r"metrics\.jsonl: damaged"):
        _ = run.history


def test_a_run_says_where_it_is_and_how_it_went(translator: s2s.Run, tmp_path: Path) -> None:
    last = translator.history[-1]
    shown = f"step=6, validation_loss={last['validation_loss']:.4g}, validation_bleu={last['validation_bleu']:.4g}"
    assert repr(translator).startswith(f"Run({str(translator.folder)!r}, task='translate', {shown}")
    assert repr(translator).endswith("finished=True)")
    assert repr(s2s.Run(tiny_run(tmp_path))) == f"Run({str(tmp_path)!r}, task='translate', finished=False)"
    assert translator.config.train.steps == 6

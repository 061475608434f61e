"""Translators and predictors go wherever Python goes: pickles, threads, event loops, tables, children of every kind."""

from __future__ import annotations

import asyncio
import copy
import gc
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from translating import copier, tiny_run

import s2s
from s2s.inference.travel import READERS

LINES = ["the dog sees the cat.", "a cat", "", "good morning, everybody"] * 3


def export(run: Path) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from s2s.cli import main

    text = run.parent / "text"
    text.write_text("the dog\na cat\n", encoding="utf-8")
    assert main(["export", "-m", str(run), "--source", str(text), "--reference", str(text)]) == 0


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tiny_run(tmp_path_factory.mktemp("anywhere") / "run")
    export(folder)
    return folder


def forget() -> None:
    """As if this process had never loaded anything."""
    gc.collect()
    READERS.recent.clear()
    READERS.live.clear()


@pytest.mark.parametrize("backend", ["torch", "onnx"])
def test_a_pickle_is_small_and_the_same_and_loads_at_its_first_use(run: Path, backend: str) -> None:
    translator = s2s.Translator.load(run, backend=backend)
    sent, expected = pickle.dumps(translator), translator.translate(LINES)
    assert len(sent) < 1000
    assert pickle.dumps(s2s.Translator.load(run, backend=backend)) == sent
    assert pickle.dumps(s2s.Translator.load(run, backend=backend, threads=1)) != sent
    forget()
    arrived = pickle.loads(sent)
    assert type(arrived) is s2s.Translator and "backend" not in vars(arrived)
    assert pickle.dumps(arrived) == sent and "backend" not in vars(arrived)
    assert arrived.translate(LINES) == expected
    again = pickle.loads(sent)
    assert again.translate(LINES) == expected and again.backend is arrived.backend
    assert copy.deepcopy(arrived).backend is arrived.backend


def test_in_another_process_and_from_another_folder(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path is the same folder everywhere."""
    monkeypatch.chdir(run.parent)
    translator = s2s.Translator.load("run", backend="onnx")
    (tmp_path / "sent").write_bytes(pickle.dumps(translator))
    code = "import pickle, sys; print(pickle.load(open('sent', 'rb')).translate(sys.argv[1]), 'torch' in sys.modules)"
    command = [sys.executable, "-c", code, LINES[0]]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"{translator.translate(LINES[0])} False\n"


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["torch", "onnx"])
def test_other_weights_are_refused(run: Path, tmp_path: Path, backend: str) -> None:
    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    sent = pickle.dumps(s2s.Translator.load(folder, backend=backend))
    forget()
    shutil.rmtree(folder)
    tiny_run(folder)  # whose weights are drawn
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    if backend == "onnx":
        export(folder)
    with pytest.raises(s2s.UserError, match=r"run: is not what was pickled, as its weights.* load the run again"):
        pickle.loads(sent).translate("a dog")
    shutil.rmtree(folder)
    with pytest.raises(s2s.UserError, match="run: no such run"):
        pickle.loads(sent).translate("a dog")


def test_other_options_are_refused(run: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    sent = pickle.dumps(s2s.Translator.load(folder, backend="torch"))
    forget()
    config = folder / "config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("beam: 5", "beam: 4"), encoding="utf-8")
    with pytest.raises(s2s.UserError, match="is not what was pickled"):
        pickle.loads(sent).settings()


def test_another_version_is_refused(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = pickle.dumps(s2s.Translator.load(run, backend="onnx"))
    forget()
    monkeypatch.setattr("s2s.inference.travel.__version__", "99.0.0")
    with pytest.raises(s2s.UserError, match=rf"was pickled by s2s {s2s.__version__}, and this is s2s 99\.0\.0"):
        pickle.loads(sent).translate("a dog")


def test_what_was_made_in_memory_is_not_pickled() -> None:
    with pytest.raises(s2s.UserError, match=r"^Translator: cannot be pickled, as it was made in memory; load it"):
        pickle.dumps(copier())
    with pytest.raises(AttributeError, match="'Translator' object has no attribute 'predict'"):
        getattr(copier(), "predict")  # noqa: B009


@pytest.mark.slow
def test_an_ensemble_travels_with_all_its_folders(run: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(run, other)
    both = s2s.Translator.load([run, other])
    sent, expected = pickle.dumps(both), both.translate(LINES)
    del both
    forget()
    assert pickle.loads(sent).translate(LINES) == expected


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["torch", "onnx"])
def test_threads_and_tasks_translate_side_by_side(run: Path, backend: str) -> None:
    translator = s2s.Translator.load(run, backend=backend)
    texts = [f"{line} {number}" for number, line in enumerate(LINES)]
    expected = [translator.translate(text) for text in texts]
    sent = pickle.dumps(translator)
    del translator
    forget()
    arrived = pickle.loads(sent)  # the threads meet while it is loaded
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(arrived.translate, texts)) == expected

    async def every() -> list[str]:
        return await asyncio.gather(*(arrived.atranslate(text) for text in texts))

    assert asyncio.run(every()) == expected
    assert asyncio.run(arrived.atranslate("a dog", scores=True)).text == arrived.translate("a dog")


def test_columns_of_pandas(run: Path) -> None:
    pandas = pytest.importorskip("pandas")
    translator = s2s.Translator.load(run, backend="onnx")
    table = pandas.DataFrame({"en": LINES})
    expected = translator.translate(LINES)
    assert table.assign(de=translator.translate(table["en"]))["de"].tolist() == expected
    assert table["en"].map(translator.translate).tolist() == expected
    table.loc[1, "en"] = None
    with pytest.raises(s2s.UserError, match=r"^text\[1\]: is .*; give a string in its place"):
        translator.translate(table["en"])


def use(translator: s2s.Translator) -> Callable[[dict[str, list[str]]], dict[str, list[str]]]:
    return lambda batch: {"de": translator.translate(batch["en"])}


def test_datasets_recognise_what_they_have_computed(run: Path) -> None:
    datasets = pytest.importorskip("datasets")
    from datasets.fingerprint import Hasher

    first, second = (s2s.Translator.load(run, backend="onnx") for _ in range(2))
    assert Hasher.hash(use(first)) == Hasher.hash(use(second))
    assert Hasher.hash(use(first)) != Hasher.hash(use(s2s.Translator.load(run, backend="torch")))
    table = datasets.Dataset.from_dict({"en": LINES})
    made = table.map(use(first), batched=True)
    assert list(made["de"]) == first.translate(LINES)
    assert table.map(use(second), batched=True)._fingerprint == made._fingerprint


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["torch", "onnx"])
def test_processes_of_datasets_and_of_joblib(run: Path, backend: str) -> None:
    import joblib
    from datasets import Dataset

    translator = s2s.Translator.load(run, backend=backend)
    expected = translator.translate(LINES)
    table = Dataset.from_dict({"en": LINES})
    made = table.map(lambda batch: {"de": translator.translate(batch["en"])}, batched=True, num_proc=2, batch_size=3)
    assert list(made["de"]) == expected
    assert joblib.Parallel(n_jobs=2)(joblib.delayed(translator.translate)(line) for line in LINES) == expected


@pytest.mark.slow
def test_predictors_travel_too(tmp_path: Path) -> None:
    reviews = [("a fine film", "good"), ("a dull film", "bad"), ("a good story", "good"), ("a bad end", "bad")] * 5
    few: dict[str, Any] = {"train": {"steps": 1}, "tokenizer": {"kind": "char"}, "runs": str(tmp_path)}
    mood = s2s.train(task="classify", data=reviews, name="mood", **few)
    words = s2s.train(data=[text for text, _ in reviews], name="words", experiment="language_model", **few)
    for run, texts in ((mood, ["a fine end", ""]), (words, ["a fine", ""])):
        predictor = run.predictor
        sent, expected = pickle.dumps(predictor), [one.record() for one in predictor.predict(texts)]
        del predictor, run.__dict__["predictor"]
        forget()
        arrived = pickle.loads(sent)
        assert [one.record() for one in arrived.predict(texts)] == expected
        assert asyncio.run(arrived.apredict(texts[0])).record() == expected[0]

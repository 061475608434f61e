"""Multi30k and datasets in the hub's form, without a network."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from corpora import everything, load, pairs_of, refused, write_pairs

from s2s.data.corpora import hub
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")
pytestmark = pytest.mark.usefixtures("cache")
MULTI30K = Path(__file__).parents[4] / "shared" / "data" / "multi30k"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network, also where there is one."""

    def refuse(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", False)


def test_multi30k_in_a_folder(tmp_path: Path) -> None:
    for name, count in (("train", 6), ("val", 2), ("test_2016_flickr", 3)):
        write_pairs(tmp_path, [(f"{name} {n}", f"{n}") for n in range(count)], "aligned", name, compress=name == "val")
    corpus = load(corpus="multi30k", folder=tmp_path)
    assert corpus.test is not None
    assert [len(table) for table in (corpus.train, corpus.validation, corpus.test)] == [6, 2, 3]
    assert corpus.dropped == {"train": 0, "validation": 0, "test": 0}
    (tmp_path / "val.de.gz").unlink()
    refused(f"data.folder={tmp_path}/val: found neither {tmp_path}/val.de", corpus="multi30k", folder=tmp_path)
    refused("data.folder=/gone: no such folder; it must hold train.en, train.de", corpus="multi30k", folder="/gone")
    refused("data.folder=.*train: found neither", corpus="multi30k", folder=tmp_path, target="bn")


@pytest.mark.skipif(not MULTI30K.is_dir(), reason="needs ../shared/data/multi30k")
@pytest.mark.parametrize("target", ["de", "fr"])
def test_the_real_multi30k(target: str) -> None:
    corpus = load(corpus="multi30k", folder=MULTI30K, target=target)
    assert corpus.test is not None
    assert [len(table) for table in (corpus.train, corpus.validation, corpus.test)] == [29_000, 1014, 1000]
    lines = (MULTI30K / f"val.{target}").read_bytes().decode().split("\n")[:-1]
    assert list(corpus.validation["target"]) == lines


@pytest.mark.usefixtures("offline")
def test_without_a_network_one_line_at_once() -> None:
    started, setting = time.monotonic(), datasets.config.HF_HUB_OFFLINE
    no_network = "no network, the Hugging Face hub does not answer; use a local copy instead"
    refused(f"data=multi30k: {no_network}: data.folder=FOLDER", corpus="multi30k")
    files = "data=files data.train=PREFIX .PREFIX.en, PREFIX.de.$"
    refused(f"data.dataset=opus_books: {no_network}: {files}", corpus="hub", dataset="opus_books", config="de-en")
    assert time.monotonic() - started < 5
    assert setting == datasets.config.HF_HUB_OFFLINE


@pytest.mark.slow
def test_a_hub_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "PATIENCE", 0.2)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3))
    started = time.monotonic()
    assert not hub.reachable()
    assert time.monotonic() - started < 2.5


def hub_folder(folder: Path, form: str, splits: dict[str, list[dict[str, Any]]]) -> Path:
    folder.mkdir()
    for split, records in splits.items():
        if form == "jsonl":
            (folder / f"{split}.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        else:
            datasets.Dataset.from_list(records).to_parquet(folder / f"{split}.parquet")
    return folder


RECORDS = [{"id": n, "translation": {"de": f"d{n}", "en": f"e{n}"}} for n in range(20)]


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_hub_dataset(tmp_path: Path, form: str, streaming: bool) -> None:
    more = [*RECORDS, {"id": 20, "translation": {"de": " ", "en": "blank"}}]
    folder = hub_folder(tmp_path / "set", form, {"train": more, "validation": RECORDS[:3], "test": RECORDS[:2]})
    corpus = load(corpus="hub", dataset=folder, streaming=streaming)
    assert pairs_of(corpus.train) == [(f"e{n}", f"d{n}") for n in range(20)]
    assert corpus.test is not None and (len(corpus.validation), len(corpus.test)) == (3, 2)
    assert corpus.dropped == {"train": 1, "validation": 0, "test": 0}


@pytest.mark.slow
def test_a_streamed_dataset_is_stored_once_and_until_it_changes(tmp_path: Path, cache: Path) -> None:
    records = [{"translation": {"en": f"source {n}", "de": f"target {n}"}} for n in range(20_000)]
    folder = hub_folder(tmp_path / "set", "jsonl", {"train": records})
    use: dict[str, Any] = {"corpus": "hub", "dataset": folder, "streaming": True}
    first = load(**use)
    tables = {path: path.stat().st_mtime_ns for path in cache.rglob("*.arrow")}
    assert len(tables) == 1 and sum(path.stat().st_size for path in cache.rglob("*") if path.is_file()) < 1.1e6
    assert pairs_of(load(**use).train) == pairs_of(first.train)
    assert {path: path.stat().st_mtime_ns for path in cache.rglob("*.arrow")} == tables
    (folder / "train.jsonl").write_text('{"translation": {"en": "a", "de": "b"}}\n' * 3)
    assert everything(load(**use)) == [("a", "b")] * 3
    with (folder / "train.jsonl").open("a") as file:
        file.write("{{{\n")
    refused("set: cannot be loaded .*JSON.*; check data.dataset", **use)


def test_a_stream_that_breaks_off_is_one_line() -> None:
    def rows(batch_size: int) -> Iterator[dict[str, list[str]]]:
        yield {"en": ["a"] * batch_size, "de": ["b"] * batch_size}
        raise ConnectionError("reset by peer")

    stream: Any = SimpleNamespace(
        features={"en": None, "de": None}, select_columns=lambda columns: SimpleNamespace(iter=rows)
    )
    read = hub.split_pairs("data.dataset=x: split train", hub.Split(stream, "key"), "en", "de").read()
    with pytest.raises(
        UserError, match=r"^data.dataset=x: split train: cannot be read \(ConnectionError: reset by peer\);"
    ):
        for number, pair in enumerate(read):
            assert number < 1000 and pair == ("a", "b")


@pytest.mark.usefixtures("offline")
def test_streaming_needs_the_hub_at_once() -> None:
    refused("data.dataset=a/b: no network", corpus="hub", dataset="a/b", streaming=True)


def test_a_hub_dataset_without_validation_is_split(tmp_path: Path) -> None:
    corpus = load(corpus="hub", dataset=hub_folder(tmp_path / "set", "jsonl", {"train": RECORDS}))
    assert corpus.held_out and (len(corpus.train), len(corpus.validation), corpus.test) == (19, 1, None)


def test_a_hub_dataset_with_a_column_for_each_language(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"en": "a\nb", "de": "c"},
        {"en": None, "de": "x"},
        {"en": "d", "de": "e"},
        {"en": "f", "de": "g"},
    ]
    corpus = load(corpus="hub", dataset=hub_folder(tmp_path / "set", "jsonl", {"train": records}))
    found = everything(corpus)
    assert sorted(found) == [("a b", "c"), ("d", "e"), ("f", "g")] and corpus.dropped == {"train": 1}


def test_hub_datasets_that_do_not_fit(tmp_path: Path) -> None:
    folder = hub_folder(tmp_path / "set", "jsonl", {"train": RECORDS})
    named = f"data.dataset={folder}: "
    use: dict[str, Any] = {"corpus": "hub"}
    refused(
        f"{named}split train has a translation of .*; data.source=en and data.target=fr need",
        dataset=folder,
        target="fr",
        **use,
    )
    labelled = hub_folder(tmp_path / "labelled", "jsonl", {"train": [{"text": "a", "label": 1}]})
    refused("split train has the columns text, label; .* need a column translation", dataset=labelled, **use)
    numbers = hub_folder(tmp_path / "numbers", "jsonl", {"train": [{"en": 1, "de": 2}]})
    refused("split train: row 1: holds no text; choose other columns", dataset=numbers, **use)
    (tmp_path / "empty").mkdir()
    refused("empty: cannot be loaded .*; check data.dataset and data.config", dataset=tmp_path / "empty", **use)
    refused("cannot be loaded .*nothere.*; check data.dataset and data.config", dataset=folder, config="nothere", **use)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "train.jsonl").write_text('{"translation": \n{{{\n')
    refused("broken: cannot be loaded .*; check data.dataset", dataset=broken, **use)
    test_only = hub_folder(tmp_path / "only", "jsonl", {"test": RECORDS})
    refused("has no split train, only test; choose another dataset", dataset=test_only, **use)
    refused("data.dataset: is missing; data=hub needs", dataset=None, **use)


def test_no_code_of_a_dataset_is_run(tmp_path: Path) -> None:
    folder = hub_folder(tmp_path / "scripted", "jsonl", {"train": RECORDS})
    (folder / "scripted.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    refused("scripted: cannot be loaded .*", corpus="hub", dataset=folder)
    (folder / "scripted.py").unlink()
    (folder / "train.jsonl").unlink()
    (folder / "train.pkl").write_bytes(b"cos\nsystem\n(S'touch " + bytes(tmp_path / "ran") + b"'\ntR.")
    refused("scripted: cannot be loaded .*", corpus="hub", dataset=folder)
    assert not (tmp_path / "ran").exists()


def test_columns_of_other_names_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "dataset"
    folder.mkdir()
    rows = [json.dumps({"eng": f"word {n}", "ger": f"Wort {n}", "id": n}) + "\n" for n in range(9)]
    (folder / "train.jsonl").write_text("".join(rows), encoding="utf-8")
    corpus = load(corpus="hub", dataset=folder, columns=["eng", "ger"])
    assert set(pairs_of(corpus.train)) < {(f"word {n}", f"Wort {n}") for n in range(9)}
    refused("name other columns with data.columns", corpus="hub", dataset=folder)
    refused("data.source=eng and data.target=deu need", corpus="hub", dataset=folder, columns=["eng", "deu"])

"""Datasets in the hub's form for the tasks other than translation: a folder of JSONL, and names of classes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora import hub
from s2s.data.corpora.load import load_corpus, request_of
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")
pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not under the name of a test, which `datasets` would take for that of a split."""
    return tmp_path_factory.mktemp("corpus")


def write(folder: Path, **splits: list[dict[str, Any]]) -> DataConfig:
    for split, rows in splits.items():
        (folder / f"{split}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return DataConfig(corpus="hub", dataset=str(folder))


def test_text_and_label(folder: Path) -> None:
    data = write(
        folder, train=[{"text": "a b", "label": 1}, {"text": "c", "label": 0}], validation=[{"text": "d", "label": 1}]
    )
    corpus = load_corpus(data, 1, "classify")
    assert [(row["source"], row["target"]) for row in corpus.train] == [("a b", "1"), ("c", "0")]
    assert corpus.validation["target"][:] == ["1"] and corpus.test is None
    written = load_corpus(data, 1, "generate")
    assert [(row["source"], row["target"]) for row in written.train] == [("1", "a b"), ("0", "c")]


def test_names_of_classes_and_of_tags() -> None:
    names = datasets.ClassLabel(names=["O", "B-PER"])
    text = datasets.Value("string")
    table = datasets.Dataset.from_dict(
        {"tokens": [["Ada", "sang"]], "tags": [[1, 0]], "text": ["x"], "label": [1]},
        features=datasets.Features({"tokens": [text], "tags": [names], "text": text, "label": names}),
    )
    tagged = hub.column_pairs("here", hub.Split(table, "key"), "tokens", "tags", request_of("tag"))
    assert list(tagged.read()) == [("Ada sang", "B-PER O")]
    assert list(hub.column_pairs("here", hub.Split(table, "key"), "text", "label", request_of("classify")).read()) == [
        ("x", "B-PER")
    ]


def test_names_that_people_use_are_recognised_and_said(folder: Path) -> None:
    data = write(
        folder, train=[{"idx": 0, "sentence": "a b", "sentiment": 1}, {"idx": 1, "sentence": "c", "sentiment": 0}]
    )
    corpus = load_corpus(data, 1, "classify")
    assert {(row["source"], row["target"]) for row in [*corpus.train, *corpus.validation]} == {("a b", "1"), ("c", "0")}
    assert any("its column 'sentence' is the text, and 'sentiment' the label" in note for note in corpus.notes)


def test_columns_that_are_not_there(folder: Path) -> None:
    data = write(folder, train=[{"one": "a", "two": 1}])
    with pytest.raises(UserError, match=r"has the columns one, two, but not text; name it with data.text="):
        load_corpus(data, 1, "classify")
    table = datasets.Dataset.from_dict({"text": [["a", "b"]], "label": ["x"]})
    with pytest.raises(UserError, match="here: row 1: no text with its label"):
        list(hub.column_pairs("here", hub.Split(table, "key"), "text", "label", request_of("classify")).read())

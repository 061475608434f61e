"""A column of 0 and 1 for each label: recognised wherever it stands, and what is then advised works."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from grids import thinned

from s2s.config.schema import DataConfig
from s2s.data.corpora import hub
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.in_memory import in_memory
from s2s.data.corpora.indicators import indicators
from s2s.data.corpora.load import load_corpus, request_of
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")
pandas = pytest.importorskip("pandas")
pytestmark = pytest.mark.usefixtures("cache")
TEXTS = [f'a "{number}"; it\'s\nlong, {"x" * number}' for number in range(12)]
LABELS = {"rude": [0, 1] * 6, "it's bad": [0, 0, 1] * 4, "threat": [0] * 11 + [1]}
TABLE = pandas.DataFrame({"id": range(100, 112), "comment_text": TEXTS, **LABELS})
JOINED = ["|".join(name for name in LABELS if LABELS[name][row]) for row in range(12)]
EXPECTED = sorted((text.replace("\n", " "), label or "|") for text, label in zip(TEXTS, JOINED, strict=True))
SAID = "has no column of labels, but 3 columns of 0 and 1, one for each label (rude, it's bad, threat); make"


def pairs(corpus: Corpus) -> list[tuple[str, str]]:
    return sorted((row["source"], row["target"]) for row in [*corpus.train, *corpus.validation])


def refused(data: DataConfig) -> str:
    with pytest.raises(UserError) as caught:
        load_corpus(data, 1, "classify")
    assert SAID in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("kind", thinned(["csv", "semicolons", "jsonl"], 3))
def test_the_command_for_a_file_works(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"my train.{'jsonl' if kind == 'jsonl' else 'csv'}"
    if kind == "jsonl":
        TABLE.to_json(path, orient="records", lines=True)
    else:
        TABLE.to_csv(path, index=False, sep="," if kind == "csv" else ";")
    said = refused(DataConfig(corpus="files", train=str(path), text=None if kind == "csv" else "comment_text"))
    found = re.search("in each file:  (.*)  and train with (.*)", said)
    assert found is not None
    command, options = shlex.split(found[1]), shlex.split(found[2])
    assert command[:2] == ["python", "-c"]
    subprocess.run([sys.executable, *command[1:]], check=True)
    values: dict[str, Any] = dict(option.removeprefix("data.").split("=", 1) for option in options)
    assert pairs(load_corpus(DataConfig(corpus="files", **values), 1, "classify")) == EXPECTED


def test_the_columns_of_tables_in_memory() -> None:
    table, dataset = TABLE.copy(), datasets.Dataset.from_pandas(TABLE.drop(columns="id"))
    made: list[str] = []
    for given in (table, dataset):
        examples = in_memory(given)
        said = refused(DataConfig(corpus="memory", digest=examples.digest))
        made.append(said.partition("of lists of them:  ")[2])
    exec(made[0], {"table": table})
    for given in (table, eval(made[1], {"dataset": dataset})):
        examples = in_memory(given)
        data = DataConfig(corpus="memory", digest=examples.digest)
        assert pairs(load_corpus(data, 1, "classify")) == EXPECTED


def test_a_dataset_of_the_hub() -> None:
    split = hub.Split(datasets.Dataset.from_pandas(TABLE), "key")
    with pytest.raises(UserError, match=re.escape(SAID)):
        hub.column_pairs("here", split, "comment_text", "label", request_of("classify"))
    with pytest.raises(UserError, match=r"but not label; name it with data.label="):
        hub.column_pairs("here", split, "comment_text", "label", request_of("regress"))


def test_what_is_no_such_table() -> None:
    assert indicators({"a": [0, 1], "b": ["1", "0"], "c": [0, 2]}) == ["a", "b"]
    assert indicators({"a": [True, False], "b": [False, False], "c": [0, 0]}) == ["a", "b"]
    others: list[dict[str, list[int]]] = [
        {"a": [0, 1]},
        {"a": [0], "b": [0]},
        {"1": [0, 1], "0": [1, 0]},
        {"a": [], "b": []},
    ]
    for columns in others:
        assert indicators(columns) == []

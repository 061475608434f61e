"""Files of every kind that a corpus may be, whatever is in them: examples, or one clear line and exit code 2."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hostile import outcome
from hypothesis import strategies as st
from omegaconf import DictConfig, OmegaConf
from test_hostile import sizes, tried
from test_shapes import CONF

from s2s.config.load import parse
from s2s.config.schema import DataConfig
from s2s.data.batching import collate_of
from s2s.data.corpora.load import load_corpus
from s2s.data.stream import Place, Stream
from s2s.errors import UserError
from s2s.tasks.base import task_of

KINDS = {
    "classify": ("tsv", "csv", "jsonl", "npy"),
    "regress": ("tsv", "csv", "jsonl", "npy"),
    "tag": ("tsv", "conllu", "jsonl"),
    "generate": ("txt", "tsv", "csv"),
    "forecast": ("csv", "npy", "parquet"),
}
RECORDS = [{"text": "a", "label": "x"}, {"text": "b", "label": 2}, {"words": ["a", "b c"], "tags": ["X", "Y"]}]
RECORDS += [{"words": ["a"], "tags": []}, {"text": float("nan")}]
NPY = b"\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}"
PARTS = [
    b"\n",
    b"\n",
    b"\t",
    b",",
    b'"',
    b'""',
    b" ",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"a",
    b"b c",
    b"\xc3\xa9",
]
PARTS += [
    b"text,label\n",
    b"a,x\n",
    b"b,y\n",
    b"x\ta\n",
    b"y\tb c\n",
    b"1.5\ta\n",
    b"-2\tb\n",
    b"1,2\n",
    b"nan",
    b"1e999",
]
PARTS += [
    b"\t".join([b"1", b"a", b"_", b"X"] + [b"_"] * 6) + b"\n",
    b"# text\n",
    b"9" * 400,
    b"x" * 200_000,
    b"[" * 30_000,
]
PARTS += [NPY, b"PK\x03\x04", *(json.dumps(record).encode() + b"\n" for record in RECORDS)]
CONTENT = st.lists(st.sampled_from(PARTS) | st.binary(max_size=6), max_size=12).map(b"".join)
CASES = st.sampled_from([(task, ending) for task, endings in KINDS.items() for ending in endings])


def examples(path: Path, task: str) -> int:
    """The first two batches of what is read, encoded as training does."""
    group = OmegaConf.load(CONF / "task" / f"{task}.yaml")
    assert isinstance(group, DictConfig)
    group.pop("defaults")
    window = 2 if task == "forecast" else None
    given: dict[str, Any] = {"data": {"corpus": "files", "train": str(path), "window": window, "horizon": window}}
    if path.suffix == ".npy":
        given["model"] = {"encoding": "features"}
    elif task != "forecast":
        given["tokenizer"] = {"kind": "char", "size": None}
    config = parse(OmegaConf.merge(group, given))  # type: ignore[arg-type]  # a ListConfig of lists alone
    corpus = load_corpus(config.data, 1, task)
    codecs = task_of(config).codecs(config, corpus)
    options: dict[str, Any] = {
        "budget": 200,
        "max_length": 50,
        "sampling": 0.0,
        "seed": 1,
        "collate": collate_of(codecs),
    }
    stream = Stream(corpus.train, codecs, **options)
    if stream.load(0, 0).batches:
        list(islice(stream.run(Place()), 2))
    return 0


GOOD = {
    ("classify", "tsv"): "x\ta b\ny\tc\n",
    ("classify", "csv"): "text,label\na,x\nb,y\nc,y\n",
    ("regress", "tsv"): "1.5\ta\n-2\tb\n",
    ("tag", "tsv"): "a\tX\nb\tY\n\nc\tX\n\n",
    ("generate", "txt"): "a b\nc\nd\n",
    ("forecast", "csv"): "".join(f"{number}\n" for number in range(60)),
}


@pytest.mark.parametrize(("task", "ending"), GOOD)
def test_what_is_right_is_read(task: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"good.{ending}"
    path.write_text(GOOD[task, ending], encoding="utf-8")
    assert examples(path, task) == 0


@sizes(8, 400)
def test_any_bytes_in_any_kind_of_file(count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", str(tmp_path / "cache"))

    def check(given: tuple[tuple[str, str], bytes, bytes]) -> None:
        (task, ending), content, beside = given
        path = tmp_path / f"odd.{ending}"
        path.write_bytes(content)
        path.with_suffix(".txt").write_bytes(content if ending == "txt" else beside)

        def called() -> int:
            try:
                return examples(path, task)
            except UserError as error:
                print(f"s2s: {error}", file=sys.stderr)
                return 2

        found = outcome(called)
        assert found.code in (0, 2) and found.good, (task, ending, content[:300], found)

    tried(count, st.tuples(CASES, CONTENT, CONTENT), check)


def test_a_text_of_a_megabyte_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\n" + "x" * 1_000_000 + ",a\nshort,b\nmore,a\n", encoding="utf-8")
    corpus = load_corpus(DataConfig(corpus="files", train=str(path)), 1, "classify")
    assert sorted(len(row["source"]) for row in [*corpus.train, *corpus.validation]) == [4, 5, 1_000_000]

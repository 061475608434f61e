"""Several labels a text: separated in cells, as lists, and in memory; and which column holds them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora import hub
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.in_memory import in_memory
from s2s.data.corpora.load import load_corpus, request_of
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")
pandas = pytest.importorskip("pandas")
pytestmark = pytest.mark.usefixtures("cache")
TEXTS = [f"text {number}" for number in range(6)]
LISTS = [["b", "a"], [], ["c"], ["a"], [], ["a", "c"]]
JOINED = ["b|a", "|", "c", "a", "|", "a|c"]


def loaded(data: DataConfig, task: str = "classify") -> Corpus:
    return load_corpus(data, 1, task)


def pairs(corpus: Corpus) -> list[tuple[str, str]]:
    rows = [*corpus.train, *corpus.validation]
    return sorted((row["source"], row["target"]) for row in rows)


def write(path: Path, lines: list[str]) -> str:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


EXPECTED = sorted(zip(TEXTS, JOINED, strict=True))


def test_cells_with_a_separator(tmp_path: Path) -> None:
    cells = ["b; a", "", "c", " a ", "", "a;c"]
    csv = write(tmp_path / "a.csv", ["text,label", *(f"{t},{c}" for t, c in zip(TEXTS, cells, strict=True)), ",a"])
    tsv = write(tmp_path / "a.tsv", [f"{c}\t{t}" for t, c in zip(TEXTS, cells, strict=True)])
    wanted = [(text, {"|": ";"}.get(label, label)) for text, label in zip(TEXTS, cells, strict=True)]
    wanted = [(text, label.strip() or ";") for text, label in wanted]
    for path in (csv, tsv):
        corpus = loaded(DataConfig(corpus="files", train=path, label_separator=";"))
        assert pairs(corpus) == sorted(wanted) and not corpus.settled
        assert corpus.dropped["train"] == (path == csv)  # a blank text is none
        left_out = loaded(DataConfig(corpus="files", train=path))
        assert left_out.dropped["train"] == 2 + (path == csv)  # without a separator an empty label is missing


def test_lists_in_jsonl_are_recognised_and_said(tmp_path: Path) -> None:
    rows = [json.dumps({"text": t, "labels": names}) for t, names in zip(TEXTS, LISTS, strict=True)]
    path = write(tmp_path / "a.jsonl", rows)
    corpus = loaded(DataConfig(corpus="files", train=path))
    assert pairs(corpus) == EXPECTED and corpus.settled == {"data.label_separator": "|"}
    assert any("its labels are lists: a text has any number of labels" in note for note in corpus.notes)
    assert pairs(loaded(DataConfig(corpus="files", train=path, label_separator=";")))[0] == ("text 0", "b;a")
    with pytest.raises(UserError, match=r"line 1: has the label 'a', which holds 'a'; set data.label_separator to an"):
        loaded(DataConfig(corpus="files", train=path, label_separator="a"))
    with pytest.raises(UserError, match=r"line 1: has no such values"):  # of numbers, and of labels as sources, one
        loaded(DataConfig(corpus="files", train=path), "regress")
    mixed = write(
        tmp_path / "b.jsonl", [rows[1], json.dumps({"text": "x", "label": "a"}), '{"text": "y", "labels": 0}']
    )
    assert pairs(loaded(DataConfig(corpus="files", train=mixed))) == [("text 1", "|"), ("x", "a"), ("y", "0")]


def test_missing_values_in_jsonl(tmp_path: Path) -> None:
    """As pandas writes them: of lists null is no label, else the example is left out; lists are found behind them."""
    null, text, lists = (
        '{"text": "x", "labels": null}',
        '{"text": "y", "labels": "c"}',
        '{"text": "z", "labels": ["a"]}',
    )
    for first in (null, text):
        corpus = loaded(DataConfig(corpus="files", train=write(tmp_path / "a.jsonl", [first, lists, null])))
        assert corpus.settled == {"data.label_separator": "|"} and not corpus.dropped.get("train")
        assert ("x", "|") in pairs(corpus) and ("z", "a") in pairs(corpus)
    rows = [null, text, '{"text": null, "labels": "c"}', text]
    corpus = loaded(DataConfig(corpus="files", train=write(tmp_path / "b.jsonl", rows)))
    assert corpus.dropped["train"] == 2 and {*pairs(corpus)} == {("y", "c")}


def test_in_memory() -> None:
    frame = pandas.DataFrame({"text": TEXTS, "label": LISTS})
    table = datasets.Dataset.from_dict({"text": TEXTS, "label": LISTS})
    for examples in (list(zip(TEXTS, LISTS, strict=True)), frame, table):
        held = in_memory(examples)
        corpus = loaded(DataConfig(corpus="memory", digest=held.digest))
        assert pairs(corpus) == EXPECTED and corpus.settled == {"data.label_separator": "|"}
    text = in_memory(pandas.DataFrame({"text": TEXTS, "label": ["b;a", None, "c", "a", "", "a;c"]}))
    split = loaded(DataConfig(corpus="memory", digest=text.digest, label_separator=";"))
    assert [label for _, label in pairs(split)] == ["b;a", ";", "c", "a", ";", "a;c"]
    bad = in_memory([("x", ["a|b"]), ("y", ["c"])])
    with pytest.raises(UserError, match=r"row 1: the target is .*; give a label or a list of labels without '\|'"):
        loaded(DataConfig(corpus="memory", digest=bad.digest))


def test_names_of_classes_in_lists() -> None:
    kinds = datasets.Features({"text": datasets.Value("string"), "label": [datasets.ClassLabel(names=["no", "yes"])]})
    table = datasets.Dataset.from_dict({"text": ["x", "y"], "label": [[1, 0], []]}, features=kinds)
    found = hub.column_pairs("here", hub.Split(table, "key"), "text", "label", request_of("classify"))
    assert list(found.read()) == [("x", "yes|no"), ("y", "|")] and found.settled == {"data.label_separator": "|"}


SENTENCES = [f"a sentence with number {number}" for number in range(30)]


def notes(path: str, **options: Any) -> tuple[list[tuple[str, str]], str, dict[str, Any]]:
    data = DataConfig(corpus="files", **options)
    file = open_format("data.train", path, data, ("labelled",), several=True)
    return list(file.rows()), " ".join(file.notes), file.settled


def test_a_label_behind_the_text_is_guessed_and_said(tmp_path: Path) -> None:
    rows = [(text, "yes" if number % 3 else "no") for number, text in enumerate(SENTENCES)]
    behind = write(tmp_path / "a.tsv", [f"{text}\t{label}" for text, label in rows])
    found, said, settled = notes(behind)
    assert found == rows and settled == {"data.text": "1", "data.label": "2"}
    assert (
        "its second column is read as the label, as it has 2 different values in 30 rows; if that is the text" in said
    )
    assert notes(behind, text="2", label="1")[0] == [(label, text) for text, label in rows]
    before = write(tmp_path / "b.tsv", [f"{label}\t{text}" for text, label in rows])
    assert notes(before) == (rows, "", {})
    unsure = write(tmp_path / "c.tsv", [f"{text}\tanswer {text}" for text, _ in rows])
    assert "warning" in notes(unsure)[1] and "if it is the second, add data.text=1 data.label=2" in notes(unsure)[1]
    assert notes(unsure, text="1", label="2")[1] == ""
    few = write(tmp_path / "d.tsv", [f"{text}\t{label}" for text, label in rows[:5]])
    corpus = loaded(DataConfig(corpus="files", train=behind, validation=few))
    assert corpus.validation["target"][:] == [label for _, label in rows[:5]]  # as in the training file
    assert corpus.settled == {"data.text": "1", "data.label": "2"}
    csv = write(tmp_path / "e.csv", ["id,text,label", "1,a sentence,yes"])
    with pytest.raises(
        UserError, match=r"e.csv: is of another kind than data.train=.*a.tsv, whose columns have no names"
    ):
        loaded(DataConfig(corpus="files", train=behind, validation=csv))


@pytest.mark.parametrize(
    ("train", "validation"), [("a.tsv", "b.tsv"), ("x.train.tsv", "x.dev.tsv"), ("a.tsv", "b.tsv.gz")]
)
def test_files_of_one_format_are_of_one_kind_whatever_their_names(
    train: str, validation: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the folder that one is in, too."""
    monkeypatch.chdir(tmp_path)
    lines = [f"{text}\t{'yes' if number % 3 else 'no'}" for number, text in enumerate(SENTENCES)]
    Path(train).write_text("\n".join(lines), encoding="utf-8")
    few = "\n".join(lines[:4]).encode()
    Path(validation).write_bytes(gzip.compress(few) if validation.endswith(".gz") else few)
    corpus = loaded(DataConfig(corpus="files", train=train, validation=validation))
    assert corpus.validation["target"][:] == ["no", "yes", "yes", "no"]

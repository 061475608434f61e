"""Examples in memory: by the same rules as files, told apart by all that is in them, and not kept."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
from corpora import pairs_of

from s2s.config.schema import DataConfig
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.in_memory import Examples, in_memory
from s2s.data.corpora.load import load_corpus
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")
pandas = pytest.importorskip("pandas")
pytestmark = pytest.mark.usefixtures("cache")
PAIRS = [(f"one {n}", f"eins {n}") for n in range(30)]
Dataset = datasets.Dataset


def loaded(examples: Examples, task: str = "translate", **options: Any) -> Corpus:
    given: dict[str, Any] = {name.removeprefix("data."): value for name, value in examples.options.items()}
    return load_corpus(DataConfig(**given, **options), 1, task)


def rows(examples: Examples, task: str = "translate", **options: Any) -> list[Any]:
    """All examples, in the order given."""
    corpus = loaded(examples, task, **options)
    return pairs_of(corpus.train)


def refused(data: Any, task: str = "translate", **options: Any) -> str:
    with pytest.raises(UserError) as caught:
        loaded(in_memory(data, data), task, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def frame(pairs: Sequence[Any], *names: str) -> Any:
    return pandas.DataFrame(pairs, columns=list(names))


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (PAIRS, {}),
        (tuple(map(list, PAIRS)), {}),
        (iter(PAIRS), {}),
        (frame(PAIRS, "en", "de"), {}),
        (frame(PAIRS, "English", "German"), {}),
        (frame([(b, a) for a, b in PAIRS], "target", "source"), {}),
        (frame(PAIRS, "x", "y"), {}),
        (frame([(b, a) for a, b in PAIRS], "Swahili", "English"), {"target": "swh"}),
        (frame([(b, a) for a, b in PAIRS], "Dagbanli", "English"), {"target": "dag"}),
        (frame([(1, *pair) for pair in PAIRS], "id", "x", "y"), {"columns": ["x", "y"]}),
        (frame([(1, *pair) for pair in PAIRS], "id", "x", "y"), {"columns": ["2", "3"]}),
        (Dataset.from_dict({"translation": [{"de": b, "en": a} for a, b in PAIRS]}), {}),
        (Dataset.from_dict({"translation": [{"deu": b, "en": a} for a, b in PAIRS]}), {"columns": ["en", "deu"]}),
        (Dataset.from_list([{"en": a, "de": b, "n": 1} for a, b in PAIRS]), {}),
        (Dataset.from_list([{"q": a, "a": b, "n": 1} for a, b in PAIRS]), {"columns": ["q", "a"]}),
    ],
)
def test_pairs(data: Any, options: dict[str, Any]) -> None:
    examples = in_memory(data, PAIRS[:3] if "columns" not in options else data)
    assert rows(examples, **options) == PAIRS


INFLECTIONS = [("walk", "V;PST", "walked"), ("be", "V;\tPST\n", "was"), ("ask", "", "ask")]


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        (INFLECTIONS, ["1", "3", "2"]),
        ([(form, lemma, tags, 1) for lemma, tags, form in INFLECTIONS], ["2", "1", "3"]),
        (frame(INFLECTIONS, "lemma", "tags", "form"), ["lemma", "form", "tags"]),
        (frame(INFLECTIONS, "lemma", "tags", "form").replace("", None), ["1", "3", "2"]),
        (Dataset.from_pandas(frame(INFLECTIONS, "a", "b", "c")), ["a", "c", "b"]),
    ],
)
def test_columns_of_features(data: Any, columns: list[str]) -> None:
    expected = [("walk\tV;PST", "walked"), ("be\tV; PST", "was"), ("ask\t", "ask")]
    assert rows(in_memory(data, data), columns=columns) == expected


def test_features_that_are_read_as_text_are_said() -> None:
    joined = [(f"{lemma}\t{tags}", form) for lemma, tags, form in INFLECTIONS]
    (note,) = [note for note in loaded(in_memory(joined, joined[:2])).notes if "data:" in note]
    assert note.startswith("warning: data: every source holds a tab") and note.endswith("by data.columns=[1,2,3]")
    some = [*joined, ("a", "b")]
    assert not [note for note in loaded(in_memory(some, some)).notes if "tab" in note]


def test_splits_and_what_is_held_out() -> None:
    corpus = loaded(in_memory(PAIRS, PAIRS[:2], PAIRS[2:3]))
    assert (len(corpus.train), pairs_of(corpus.validation), pairs_of(corpus.test)) == (30, PAIRS[:2], PAIRS[2:3])
    whole = datasets.DatasetDict(
        {
            name: Dataset.from_list([{"en": a, "de": b} for a, b in part])
            for name, part in {"train": PAIRS, "dev": PAIRS[:2]}.items()
        }
    )
    corpus = loaded(in_memory(whole))
    assert pairs_of(corpus.train) == PAIRS and pairs_of(corpus.validation) == PAIRS[:2] and corpus.test is None
    alone = in_memory(PAIRS)  # somebody has to hold it
    corpus = loaded(alone)
    assert corpus.held_out and sorted(pairs_of(corpus.train) + pairs_of(corpus.validation)) == sorted(PAIRS)
    with pytest.raises(UserError, match="validation: given twice, by itself and in data"):
        in_memory(whole, PAIRS)


def test_the_rules_of_files() -> None:
    given = [("A\nb\r\nc", "D"), ("", "x"), ("y", " \u3000"), ("e\ud83d", "f")]
    examples = in_memory(given, given)
    assert rows(examples, lowercase=True) == [("a b c", "d"), ("e\ufffd", "f")]
    assert loaded(examples).dropped == {"train": 2, "validation": 2}
    missing = frame([("a", None), (float("nan"), "b"), (pandas.NA, "c"), ("d", "e")], "en", "de")
    examples = in_memory(missing, missing)
    assert rows(examples) == [("d", "e")] and loaded(examples).dropped["train"] == 3


@pytest.mark.parametrize(
    ("task", "data", "expected"),
    [
        ("classify", [("a film", "pos"), ("b", 3)], [("a film", "pos"), ("b", "3")]),
        ("regress", [("a film", 1.5), ("b", numpy.float32(2))], [("a film", "1.5"), ("b", "2.0")]),
        ("tag", [(["a", "b c"], ["X", "Y"]), ("d  e", "X Y")], [("a b\u00a0c", "X Y"), ("d e", "X Y")]),
        ("classify", [([1, 2.5], "x"), (numpy.array([3, 4]), "y")], [([1, 2.5], "x"), ([3, 4], "y")]),
        ("generate", ["a line", "another"], [("", "a line"), ("", "another")]),
        ("generate", [("G 3/4", "G2 B2"), ("C", "C2")], [("G 3/4", "G2 B2"), ("C", "C2")]),
        ("classify", frame([("a", "x"), ("b", "y")], "text", "label"), [("a", "x"), ("b", "y")]),
        ("generate", frame([("a", "x"), ("b", "y")], "text", "label"), [("x", "a"), ("y", "b")]),
        ("generate", frame([("a",), ("b",)], "text"), [("", "a"), ("", "b")]),
        ("tag", Dataset.from_dict({"tokens": [["a", "b"]], "tags": [["X", "Y"]]}), [("a b", "X Y")]),
    ],
)
def test_other_tasks(task: str, data: Any, expected: list[tuple[Any, Any]]) -> None:
    assert rows(in_memory(data, data), task) == expected


def test_classes_by_their_names() -> None:
    names = datasets.ClassLabel(names=["neg", "pos"])
    features = datasets.Features({"text": datasets.Value("string"), "label": names})
    table = Dataset.from_dict({"text": ["a", "b"], "label": [1, 0]}, features=features)
    assert rows(in_memory(table, table), "classify") == [("a", "pos"), ("b", "neg")]


@pytest.mark.parametrize(
    "series",
    [list(range(100)), numpy.arange(100), [[n] for n in range(100)], frame([(n,) for n in range(100)], "load")],
)
def test_series(series: Any) -> None:
    corpus = loaded(examples := in_memory(series), "forecast", window=3, horizon=2)
    assert corpus.test is not None and examples
    assert [len(corpus.train), len(corpus.validation), len(corpus.test)] == [76, 6, 6]
    assert numpy.asarray(corpus.test[0]["source"]).tolist() == [[90], [91], [92]]
    assert corpus.test[0]["target"].tolist() == [[93, 94]]


@pytest.mark.parametrize(
    ("data", "task", "options", "said"),
    [
        ([("a", "b"), ("c", None)], "translate", {}, "data: row 2: the target is None; give text"),
        ([("a", "b"), (b"c", "d")], "translate", {}, "data: row 2: the source is bytes, which are no text"),
        ([("a", 3)], "translate", {}, "data: row 1: the target is a number, 3; give text"),
        (
            [("a", "b", "c")],
            "translate",
            {},
            "data: row 1: has 3 values; give source and target, or name them, and what are features of the source, by data.columns=[1,2,3]",
        ),
        (
            [("a", "b", "c"), ("a", "b")],
            "translate",
            {"columns": ["1", "2", "3"]},
            "data: row 2: has 2 values; give 3 values, as the first row has",
        ),
        (
            [("a", "b", "c")],
            "translate",
            {"columns": ["1", "2", "4"]},
            "data: has no column 4, only 3; count from 1, in data.columns",
        ),
        ([("a", "b", "c")], "translate", {"columns": ["1", "form"]}, "data: has no column form, only 3"),
        (
            [("a", "b", None)],
            "translate",
            {"columns": ["1", "2", "3"]},
            "data: row 1: the feature is None; give text, features apart by ;",
        ),
        ([("a", "b", "c")], "classify", {}, "data: row 1: has 3 values; give source and target"),
        (["ab"], "translate", {}, "data: row 1: is of type str; give source and target"),
        ([("a", "b"), 5], "translate", {}, "data: row 2: is a number, 5; give source and target"),
        (
            [("a", {"b": 1})],
            "classify",
            {},
            "data: row 1: the target is of type dict; give text, or a label, which may be",
        ),
        ([(["a"], "b")], "classify", {}, "data: row 1: the source is of type list; give a vector of finite numbers"),
        ([([1.0, float("nan")], "b")], "classify", {}, "give a vector of finite numbers"),
        ([(["a", "b"], ["X"])], "tag", {}, "data: row 1: has 2 words but 1 tags; give one for each word"),
        (["a", 3], "generate", {}, "data: row 2: the text is a number, 3; give text"),
        ([("a", " "), ("", "b")], "translate", {}, "data: has no sentence pairs"),
        (PAIRS, "classify", {"text": "1"}, "data.text: has no effect on a list, which has no columns"),
        (frame([(1, 2, 3)], "a", "b", "c"), "translate", {}, "data: has the columns a, b, c; name those of source and"),
        (
            frame(PAIRS, "en", "de"),
            "translate",
            {"columns": ["en", "fr"]},
            "has the columns en, de, but not fr; name it with",
        ),
        (
            frame([("a", 3), ("b", "c")], "en", "de"),
            "translate",
            {},
            "data: row 1: the target is a number, 3; give text",
        ),
        (frame(PAIRS, "x", "y"), "classify", {}, "data: has the columns x, y, but not text; name it with data.text"),
        ([[1], [2, 3]], "forecast", {}, "data: is no series of numbers"),
        (frame([("x",)], "a"), "forecast", {}, "data: row 1: 'x' in the column a is no number"),
    ],
)
def test_mistakes(data: Any, task: str, options: dict[str, Any], said: str) -> None:
    assert said in refused(data, task, **options)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "data: is None; give a list of pairs, or a table"),
        (b"x", "data: is bytes"),
        (3, "data: is a number, 3"),
        ({1, 2}, "data: is of type set"),
        ([], "data: is empty; give examples"),
        ({"dev": PAIRS}, "data: has no split train, only dev; give one"),
        (frame([(1, 2)], "a", "a"), "data: has two columns called 'a'; rename one of them"),
        (
            Dataset.from_list([{"a": 1}]).to_iterable_dataset(),
            "data: is a stream of datasets, which can be read only once",
        ),
    ],
)
def test_what_is_neither_list_nor_table(data: Any, said: str) -> None:
    with pytest.raises(UserError) as caught:
        in_memory(data)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("name", ["sales", None])
@pytest.mark.parametrize("periods", [False, True])
def test_a_series_of_pandas_keeps_its_times(name: str | None, periods: bool) -> None:
    def examples(start: str) -> Any:
        days = pandas.date_range(start, periods=40, freq="D").delete([5, 6])
        index = days.to_period("D") if periods else days
        return in_memory(pandas.Series(numpy.arange(38.0), index=index, name=name))

    held = examples("2024-01-01")
    (one,) = loaded(held, "forecast", window=3, horizon=2, held=0.1, target="all").train.series
    assert len(one) == 40 and numpy.flatnonzero(numpy.isnan(one.values)).tolist() == [5, 6]
    assert one.times is not None and str(one.times[0]).startswith("2024-01-01") and one.targets == (name or "value",)
    assert examples("2024-01-01").digest == held.digest != examples("2024-01-02").digest


def test_the_digest_is_of_everything() -> None:
    table = frame([(1, *pair) for pair in PAIRS], "id", "en", "de")
    other = table.copy()
    other.loc[17, "id"] = 2
    renamed = table.rename(columns={"id": "number"})
    different = [
        PAIRS,
        PAIRS[:-1],
        [*PAIRS[:-1], ("one 29", "eins 29!")],
        PAIRS[::-1],
        [(a + b[:1], b[1:]) for a, b in PAIRS],
        table,
        other,
        renamed,
        [(numpy.ones(2), "a"), (numpy.ones(2), "b")],
        [(numpy.ones(2), "a"), (numpy.ones(3), "b")],
        numpy.arange(100.0),
        numpy.arange(100),
    ]
    digests = [in_memory(data).digest for data in different]
    digests += [in_memory(PAIRS, PAIRS[:2]).digest, in_memory(PAIRS, None, PAIRS[:2]).digest]
    assert len({*digests}) == len(digests)
    assert in_memory(Dataset.from_pandas(table)).digest == in_memory(table).digest
    assert in_memory(iter(PAIRS)).digest == in_memory([list(pair) for pair in PAIRS]).digest == digests[0]
    code = f"from s2s.data.corpora.in_memory import in_memory; print(in_memory({PAIRS!r}).digest)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == digests[0]
    words = [["a", "b"], ["c"]]
    arrays = [numpy.array(one, object) for one in words]
    copies = [numpy.array(["".join(list(word)) for word in one], object) for one in words]
    labels = [["x"], ["y", "z"]]
    assert (
        in_memory(list(zip(arrays, labels, strict=True))).digest
        == in_memory(list(zip(copies, labels, strict=True))).digest
    )
    assert (
        in_memory([(arrays[0], ["x"]), (arrays[1], ["z"])]).digest
        != in_memory([(arrays[0], ["x"]), (arrays[0], ["z"])]).digest
    )
    sets = "[('a', {'one', 'two', 'three', 'four'}), ('b', set())]"
    code = f"from s2s.data.corpora.in_memory import in_memory; print(in_memory({sets}).digest)"
    every = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(every) == 1


def test_nobody_keeps_them(tmp_path: Path) -> None:
    examples = in_memory([(f"a{n}", f"b{n}") for n in range(5)])
    data = replace(DataConfig(), corpus="memory", digest=examples.digest)
    assert len(load_corpus(data, 1).train) == 4
    again = in_memory([(f"a{n}", f"b{n}") for n in range(5)])
    assert again is examples  # what is equal is held once
    del examples, again
    gc.collect()
    with pytest.raises(
        UserError, match=r"^data=memory: the run's examples were in the memory of the program .* not kept"
    ):
        load_corpus(data, 1)
    assert not list(tmp_path.rglob("*.arrow"))

"""`s2s.train` on examples in memory: the bytes of a run on files, continued by the same call and by no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from calls import SHORT, outcome, tiny

import s2s
from s2s.api.data import data_of
from s2s.errors import UserError

ROOT = Path(__file__).parents[2]


def pairs(path: Path) -> list[tuple[str, ...]]:
    return [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").split("\n") if line]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> s2s.Run:
    return s2s.train(**tiny(tmp_path_factory.mktemp("files")))


def in_memory(folder: Path, **more: Any) -> dict[str, Any]:
    """The call of `tiny` with the contents of its files."""
    keywords = tiny(folder)
    return {**keywords, "data": pairs(keywords["data"]), "validation": pairs(keywords["validation"]), **more}


def test_the_same_bytes_as_from_files(tmp_path: Path, files: s2s.Run) -> None:
    run = s2s.train(**in_memory(tmp_path))
    assert outcome(run.folder) == outcome(files.folder)
    assert run.config.data.corpus == "memory" and run.config.data.train is None
    card = (run.folder / "README.md").read_text(encoding="utf-8")
    assert "s2s.train(data=…, validation=…, runs=" in card


@pytest.mark.parametrize("kind", ["frame", "dataset", "splits"])
def test_tables_too(kind: str, tmp_path: Path, files: s2s.Run) -> None:
    pandas, datasets = pytest.importorskip("pandas"), pytest.importorskip("datasets")
    keywords = in_memory(tmp_path)
    train, validation = (
        [dict(zip(("en", "de"), pair, strict=True)) for pair in keywords[name]] for name in ("data", "validation")
    )
    given = {
        "frame": {"data": pandas.DataFrame(train), "validation": pandas.DataFrame(validation)},
        "dataset": {"data": datasets.Dataset.from_list(train), "validation": datasets.Dataset.from_list(validation)},
        "splits": {
            "data": datasets.DatasetDict(
                train=datasets.Dataset.from_list(train), validation=datasets.Dataset.from_list(validation)
            ),
            "validation": None,
        },
    }[kind]
    assert outcome(s2s.train(**{**keywords, **given}).folder) == outcome(files.folder)


@pytest.mark.slow
def test_the_same_call_goes_on_and_another_one_is_refused(tmp_path: Path, files: s2s.Run) -> None:
    keywords = in_memory(tmp_path)
    assert not s2s.train(**keywords, on_update=lambda step, values: step < 4).finished
    other = [*keywords["data"][:-1], ("other", "words")]
    with pytest.raises(UserError, match="was trained with other examples in memory; give the same ones"):
        s2s.train(**{**keywords, "data": other})
    with pytest.raises(UserError, match=r"^data\.corpus=files: .* was trained with data\.corpus=memory"):
        s2s.train(**tiny(tmp_path))
    assert outcome(s2s.train(**keywords).folder) == outcome(files.folder)


def test_options_beside_a_table(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"body": ["a nice day", "a bad day"] * 8, "stars": [1, 0] * 8})
    data = {"train": frame, "text": "body", "label": "stars"}
    run = s2s.train(task="classify", data=data, runs=tmp_path, **SHORT)
    assert type(run.predictor) is s2s.Predictor and run.predictor.predict("a day").names == ("0", "1")
    assert run.evaluate(["a day"], [1]).examples == 1


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"data": 5}, "data: is a number, 5; give a list of pairs, or a table"),
        ({"data": b"x"}, "data: is bytes"),
        ({"data": []}, "data: is empty; give examples"),
        ({"data": [("a", "b")], "validation": "x"}, "data.validation=x: is a file, and other examples are in memory"),
        ({"data": "phrasebook", "test": [("a", "b")]}, "data=phrasebook: has examples of its own, and others are"),
        (
            {"data": {"corpora": [{"train": "x"}]}, "validation": [("a", "b")]},
            "validation: is in memory, and data.corpora",
        ),
        (
            {"data": {"corpora": [{"train": "x"}, {"train": [("a", "b")]}]}},
            r"data.corpora\[1\].train: is of type list; several corpora are files; give paths$",
        ),
        ({"data": {"train": [("a", "b")]}, "data.train": "x"}, "data.train=x: has no effect with data=memory"),
    ],
)
def test_what_cannot_be(keywords: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=f"^{message}"):
        s2s.train(**keywords)


def test_a_mapping_of_splits_or_of_options() -> None:
    examples = [("a", "b")]
    both = data_of({"train": examples, "validation": examples, "lowercase": True}, None, None)
    assert both.corpus == "files" and both.options["data.lowercase"] is True
    assert both.options["data.digest"] == data_of(examples, examples, None).options["data.digest"]
    assert data_of(examples, None, None).options["data.digest"] != both.options["data.digest"]


@pytest.mark.slow
def test_commands_say_that_the_examples_were_in_memory(tmp_path: Path) -> None:
    run = s2s.train(**in_memory(tmp_path, test=[("a", "b")]))
    for more in (["evaluate"], ["distill", "-o", "x"]):
        line = [sys.executable, "-m", "s2s", more[0], "-m", str(run.folder), *more[1:]]
        done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == 2 and "were in the memory of the program that trained it" in done.stderr, done.stderr
        assert done.stderr.count("\n") == 1

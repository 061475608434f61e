"""Which format a file has, by its suffix or by name; and a format of the user's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from options import nested
from training import command

from s2s.config.corpora import Shape
from s2s.config.formats import FORMATS, format_of
from s2s.config.load import parse
from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.formats.choose import open_format
from s2s.data.corpora.load import load_corpus
from s2s.errors import UserError

ROOT = Path(__file__).parents[4]
OWN = '''
from s2s.data.corpora.formats.base import Format


class Arrows(Format):
    """``source => target`` on each line."""

    suffixes = (".arrows",)
    shapes = ("pairs",)

    def rows(self):
        for number, line in self.lines():
            source, arrow, target = line.partition(" => ")
            if not arrow:
                raise self.wrong(number, "has no =>")
            yield source, target
'''


@pytest.mark.parametrize("name", FORMATS.names)
def test_a_row_says_what_its_class_is(name: str) -> None:
    facts, made = FORMATS.facts(name), FORMATS.load(name)
    assert issubclass(made, Format)
    assert (facts.suffixes, facts.shapes) == (made.suffixes, made.shapes)
    assert {*facts.otherwise} <= {*facts.shapes} <= {*map(str, Shape)}


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_has_one_format_for_unknown_suffixes_but_vectors(shape: Shape) -> None:
    count = sum(shape in FORMATS.facts(name).otherwise for name in FORMATS.names)
    assert count == (shape is not Shape.vectors)


@pytest.mark.parametrize(
    ("path", "shapes", "expected"),
    [
        ("a", ("pairs",), ("text", "pairs")),
        ("a.csv.gz", ("pairs",), ("csv", "pairs")),
        ("a.tsv", ("tagged",), ("words", "tagged")),
        ("a.xyz", ("tagged",), ("words", "tagged")),
        ("a.jsonl", ("tagged",), ("jsonl", "tagged")),
        ("a.txt", ("text", "labelled", "vectors"), ("plain", "text")),
        ("a.tsv", ("text", "labelled", "vectors"), ("tsv", "labelled")),
        ("a.npy", ("labelled", "vectors"), ("npy", "vectors")),
        ("a.npy", ("series",), ("npy", "series")),
        ("a.dat", ("series",), ("csv", "series")),
        ("a.dat", ("labelled", "vectors"), ("tsv", "labelled")),
    ],
)
def test_by_suffix(path: str, shapes: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert format_of("data.train", path, shapes) == expected


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"data.train": "a.tmx", "task": "tag"},
            "data.train=a.tmx: holds pairs of texts by its name, where tagged words",
        ),
        ({"data.format": "tmx", "task": "tag"}, "data.format=tmx: holds no tagged words; use jsonl or words or conllu"),
        ({"data.format": "tvs"}, "data.format=tvs: no such file format; did you mean tsv? choose from text, tsv,"),
        ({"data.format": "gone:Format"}, "gone:Format: the file format's module gone is not there"),
        ({"data.columns": ["1"]}, "data.columns=[1]: name two different columns, of the source and of the target"),
        ({"data.columns": ["1", "1"]}, "data.columns=[1,1]: name two different columns"),
        ({"data.columns": ["1", "\n"]}, "data.columns=[1,\\n]: holds characters that no text or path should"),
        ({"data.columns": [1, 2], "data.format": "text"}, "data.columns=[1,2]: has no effect with data.format=text"),
        (
            {"data.columns": [1, 2], "task": "classify"},
            "data.columns=[1,2]: has no effect with this task; name the columns",
        ),
        (
            {"data.corpus": "phrasebook", "data.train": None, "data.format": "csv"},
            "data.format=csv: has no effect with data=",
        ),
        (
            {
                "data.corpus": "digits",
                "data.train": None,
                "data.text": "x",
                "task": "classify",
                "model.encoding": "features",
            },
            "data.text=x: has no effect with data=digits; it belongs to data=files",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_before_it_is_looked_at(changes: dict[str, Any], said: str) -> None:
    task: dict[str, Any] = {"train.metric": "loss"} if "task" in changes else {}
    task |= {"model.pooling": "none"} if changes.get("task") == "tag" else {}
    with pytest.raises(UserError) as caught:
        parse(nested({"data.corpus": "files", "data.train": "a", **task, **changes}))
    assert said in str(caught.value)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "myformats.py").write_text(OWN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "myformats", raising=False)
    return tmp_path


@pytest.mark.usefixtures("cache")
def test_a_format_of_the_users_own(own: Path) -> None:
    path = own / "a.arrows"
    path.write_text("a => b\nc => d\n => e\n")
    data = DataConfig(corpus="files", train=str(path), format="myformats:Arrows")
    corpus = load_corpus(data, 1)
    assert {(row["source"], row["target"]) for row in [*corpus.train, *corpus.validation]} == {("a", "b"), ("c", "d")}
    assert corpus.dropped == {"train": 1}
    key = open_format("data.train", str(path), data, ("pairs",)).key
    path.write_text("a => b\nc - d\n")
    with pytest.raises(UserError, match=r"a.arrows: line 2: has no =>"):
        load_corpus(data, 1)
    path.write_text("a => b\nc => d\n => e\n")
    (own / "myformats.py").write_text(OWN + "\n")
    assert open_format("data.train", str(path), data, ("pairs",)).key != key  # its code is part of what was read
    (own / "myformats.py").write_text(OWN.replace("(Format)", ""))
    del sys.modules["myformats"]
    with pytest.raises(UserError, match=r"is not a subclass of s2s.data.corpora.formats.base.Format; make it one"):
        load_corpus(data, 1)


@pytest.mark.slow
def test_a_format_of_the_users_own_is_trained_from_the_command_line(own: Path) -> None:
    options = command(own, "data.format=myformats:Arrows", "train.steps=2", "train.validate_every=2")
    for split in ("train", "validation"):
        tsv = (own / f"{split}.tsv").read_text(encoding="utf-8")
        (own / f"{split}.arrows").write_text(tsv.replace("\t", " => "), encoding="utf-8")
    options = [option.replace(".tsv", ".arrows") for option in options]
    train = [sys.executable, str(ROOT / "scripts" / "train.py"), *options]
    done = subprocess.run(train, capture_output=True, text=True, cwd=own)
    assert done.returncode == 0, done.stderr
    assert (own / "runs" / "tiny-1" / "model.safetensors").is_file()
    again = subprocess.run(train, capture_output=True, text=True, cwd=own)
    assert again.returncode == 0 and "finished after 2 steps" in again.stderr, again.stderr
    (own / "validation.arrows").write_text("a => b\nc\n", encoding="utf-8")
    renamed = [option.replace("name=tiny", "name=other") for option in train]
    done = subprocess.run(renamed, capture_output=True, text=True, cwd=own)
    assert done.returncode == 2 and done.stderr.endswith("validation.arrows: line 2: has no =>\n"), done.stderr

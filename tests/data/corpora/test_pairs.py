"""What cannot be read as a corpus is refused in one line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpora import PAIRS, load, pairs_of, refused, write_pairs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.choose import open_format
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")
pytestmark = pytest.mark.usefixtures("cache")
MULTI30K = Path(__file__).parents[4] / "shared" / "data" / "multi30k"


def test_missing_files(tmp_path: Path) -> None:
    prefix = tmp_path / "train"
    tried = f"data.train={prefix}: found neither {prefix}.en nor {prefix}.en.gz; data.train is a prefix .PREFIX.en and"
    refused(tried, train=prefix)
    (tmp_path / "train.en").write_text("a\n")
    (tmp_path / "train.tsv").write_text("a\n")
    (tmp_path / "train.pt_BR.gz").write_text("a\n")
    beside = f"but {prefix}.en, {prefix}.pt_BR.gz; a language is called by the end of its file's name$"
    refused(f"found neither {prefix}.de nor {prefix}.de.gz, {beside}", train=prefix)
    refused(f"give the prefix of the two files: data.train={prefix}$", train=f"{prefix}.en")
    refused("data.train=.*gone.tsv: no such file; data.train is a prefix", train=tmp_path / "gone.tsv")
    refused("data.train=.*gone.jsonl.gz: no such file", train=tmp_path / "gone.jsonl.gz")
    good = write_pairs(tmp_path, PAIRS, "tsv", "good")
    refused("data.validation=.*: found neither", train=good, validation=tmp_path / "gone")
    refused("data.test=.*: no such file; data.test is", train=good, test=tmp_path / "gone.tsv")
    refused("data.train: is missing; data=files needs", train=None)


def test_tables_of_which_one_names_its_columns_target_first(tmp_path: Path) -> None:
    """As ``head`` and ``tail`` divide a table: only the first part has the names, in the order of both."""
    titled, bare = tmp_path / "d.tsv", tmp_path / "t.tsv"
    titled.write_text("yo\ten\nb\ta\n")
    bare.write_text("d\tc\n")
    languages = {"source": "en", "target": "yo"}
    said = r"d.tsv: names its columns \(yo, en\), target first, and data.{}=.*t.tsv does not; say data.columns=\[2,1\]"
    refused(said.format("train"), train=bare, validation=titled, **languages)
    refused(said.format("validation"), train=titled, validation=bare, **languages)
    refused(said.format("test"), train=titled, validation=titled, test=bare, **languages)
    corpus = load(train=bare, validation=titled, columns=["2", "1"], **languages)
    assert pairs_of(corpus.train) == [("c", "d")] and pairs_of(corpus.validation) == [("a", "b")]
    titled.write_text("en\tyo\na\tb\n")  # read as a file without names is
    assert pairs_of(load(train=bare, validation=titled, **languages).train) == [("d", "c")]
    titled.write_text("id\tyo\ten\n1\tb\ta\n")  # no part of the other file
    assert pairs_of(load(train=bare, validation=titled, **languages).validation) == [("a", "b")]


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder.tsv").mkdir()
    refused("folder.tsv: is a directory; name a file in it", train=tmp_path / "folder.tsv")
    os.mkfifo(tmp_path / "pipe.tsv")
    refused("pipe.tsv: is not a regular file .*save it to a file first", train=tmp_path / "pipe.tsv")
    refused("cannot be opened: .*check the path", train="a\0b.tsv")
    (tmp_path / "loop.tsv").symlink_to(tmp_path / "loop.tsv")
    refused("cannot be opened: .*check the path", train=tmp_path / "loop.tsv")
    refused("no such file", train=write_pairs(tmp_path, PAIRS, "tsv") / "below.tsv")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_bytes(b"a\t1\ncaf\xe9\t2\n")
    refused(r"train.tsv: line 2: byte 4 \(0xE9\) is not valid UTF-8; convert .* iconv", train=tmp_path / "train.tsv")
    (tmp_path / "train.tsv.gz").write_bytes(b"no gzip")
    refused("train.tsv.gz: line 1: damaged gzip data", train=tmp_path / "train.tsv.gz")


@pytest.mark.parametrize(("line", "found"), [("no tab here", "no tab"), ("a\tb\tc", "2 tabs")])
def test_lines_that_are_no_tsv(tmp_path: Path, line: str, found: str) -> None:
    (tmp_path / "train.tsv").write_text(f"a\tb\n\n{line}\n")
    refused(f"train.tsv: line 3: has {found}; each line must be: source, one tab, target", train=tmp_path / "train.tsv")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("not json", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("1" * 10_000, "is not JSON"),
        ("[1]", "has no text 'translation'"),
        ('{"en": "a", "de": "b"}', "has no text 'translation'"),
        ('{"translation": "a"}', "has no text 'translation'"),
        ('{"translation": {"en": "a"}}', "has no text 'translation.de'"),
        ('{"translation": {"en": null, "de": "b"}}', "has no text 'translation.en'"),
        ('{"translation": {"en": "a", "de": 5}}', "has no text 'translation.de'"),
    ],
)
def test_lines_that_are_no_translation(tmp_path: Path, line: str, message: str) -> None:
    good = '{"translation": {"en": "a", "de": "b"}}'
    (tmp_path / "train.jsonl").write_text(f"{good}\n\n{line}\n")
    refused(f"train.jsonl: line 3: {message}; each line must be ", train=tmp_path / "train.jsonl")


def test_json_with_line_ends_and_half_a_character(tmp_path: Path) -> None:
    line = '{"translation": {"en": "a\\r\\nb\\nc\\ud83d", "de": "\\ud83d\\ude00"}}\n'
    (tmp_path / "train.jsonl").write_text(line * 2)
    assert pairs_of(load(train=tmp_path / "train.jsonl").train) == [("a b c\ufffd", "😀")]


def test_nothing_left(tmp_path: Path) -> None:
    for name, text in (("empty", ""), ("blank", "\n\t\n \t\u3000\n"), ("onesided", "a\t\n")):
        (tmp_path / f"{name}.tsv").write_text(text)
        refused(f"data.train=.*{name}.tsv: has no sentence pairs", train=tmp_path / f"{name}.tsv")
    (tmp_path / "one.tsv").write_text("a\tb\n")
    refused("has one sentence pair only; at least two are needed", train=tmp_path / "one.tsv")
    corpus = load(train=tmp_path / "one.tsv", validation=tmp_path / "one.tsv")
    assert len(corpus.train) == len(corpus.validation) == 1


@given(data=st.binary(max_size=60), ending=st.sampled_from([".tsv", ".jsonl", ".tsv.gz", ".csv", ".tmx", ".txt", ""]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, ending: str) -> None:
    """Without the cache, which makes it slow: the readers raise nothing but a UserError of one line."""
    path = tmp_path / f"fuzz{ending}"
    for file in [path] if ending else [tmp_path / "fuzz.en", tmp_path / "fuzz.de"]:
        file.write_bytes(data)
    try:
        found = list(open_format("data.train", str(path), DataConfig(), ("pairs",)).rows())
    except UserError as error:
        assert "\n" not in str(error)
    else:
        assert all(isinstance(text, str) and "\n" not in text for pair in found for text in pair)


def test_a_reader_closes_its_files(tmp_path: Path) -> None:
    write_pairs(tmp_path, PAIRS, "aligned")
    reading = open_format("data.train", str(tmp_path / "train"), DataConfig(), ("pairs",)).rows()
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert not [link for link in os.listdir("/proc/self/fd") if str(tmp_path) in target_of(link)]


def target_of(descriptor: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return ""


def test_errors_come_without_torch_and_soon(tmp_path: Path) -> None:
    code = (
        "import sys; from s2s.config.schema import *; from s2s.data.corpora.load import load_corpus\n"
        "try: load_corpus(DataConfig(corpus='files', train=sys.argv[1]), 1)\n"
        "except ValueError as error: print(error, {'torch', 'datasets', 'hydra'} & set(sys.modules))"
    )
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "gone")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert "found neither" in done.stdout and done.stdout.endswith("set()\n") and done.stderr == ""
    assert time.monotonic() - started < 5  # 0.3 seconds on an idle machine

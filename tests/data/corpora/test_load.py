"""Corpora from every source: what comes in, and what is left out."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpora import PAIRS, everything, load, pairs_of, write_pairs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from s2s.config.schema import DataConfig
from s2s.data.corpora import corpus as corpus_module
from s2s.data.corpora import table as table_module
from s2s.data.corpora.load import load_corpus
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")
pytestmark = pytest.mark.usefixtures("cache")
MULTI30K = Path(__file__).parents[4] / "shared" / "data" / "multi30k"


@pytest.mark.parametrize("form", ["aligned", "tsv", "jsonl"])
@pytest.mark.parametrize("compress", [False, True])
def test_every_form_gives_the_same_pairs(tmp_path: Path, form: str, compress: bool) -> None:
    train = write_pairs(tmp_path, PAIRS, form, compress=compress)
    validation = write_pairs(tmp_path, PAIRS[:4], form, "dev")
    corpus = load(train=train, validation=validation)
    # In JSON a line end inside a text is possible; it becomes a space.
    expected = [(s.replace("\r", " "), t.replace("\r", " ")) for s, t in PAIRS] if form == "jsonl" else PAIRS
    assert pairs_of(corpus.train) == expected
    assert pairs_of(corpus.validation) == expected[:4]
    assert corpus.test is None and not corpus.held_out
    assert corpus.train.column_names == ["source", "target"]
    assert corpus.dropped == {"train": 0, "validation": 0}
    assert len(corpus.maps) == 2 and not any(file.closed for file in corpus.maps)  # mapped, not held in memory


@pytest.mark.parametrize("form", ["aligned", "tsv", "jsonl"])
@given(
    sides=st.lists(
        st.tuples(*[st.text(st.characters(exclude_characters="\n\t", exclude_categories=["Cs"]), max_size=6)] * 2),
        min_size=3,
        max_size=12,
    ),
    lowercase=st.booleans(),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_shifts_and_blanks_go_together(
    tmp_path: Path, form: str, sides: list[tuple[str, str]], lowercase: bool
) -> None:
    """Against plain lists: whatever is blank, the pairs that stay are whole and in order, and all are accounted for."""
    sides = [("first", "erstes"), *((s.rstrip("\r"), t.rstrip("\r")) for s, t in sides), ("last", "letztes")]
    sides = [(s.lstrip("\ufeff"), t.lstrip("\ufeff")) for s, t in sides]
    corpus = load(train=write_pairs(tmp_path, sides, form), lowercase=lowercase)
    clean = (lambda text: text.replace("\r", " ")) if form == "jsonl" else (lambda text: text)
    kept = [(clean(s), clean(t)) for s, t in sides if s.strip() and t.strip()]
    kept = [(s.lower(), t.lower()) for s, t in kept] if lowercase else kept
    found = everything(corpus)
    assert sorted(found) == sorted(kept)
    assert [pair for pair in kept if pair in pairs_of(corpus.train)] != [] or len(kept) < 2
    assert corpus.dropped["train"] == len(sides) - len(kept)


@pytest.mark.parametrize("blank", [("", "x"), ("x", ""), ("", ""), (" \u3000\u2028", "x")])
@pytest.mark.parametrize("place", [0, 1, 3])
def test_blank_pairs_are_dropped_together_and_counted(tmp_path: Path, blank: tuple[str, str], place: int) -> None:
    sides = [("a", "1"), ("b", "2"), ("c", "3")]
    sides[place:place] = [blank, blank]
    dev = write_pairs(tmp_path, [("d", "4")], "aligned", "dev")
    corpus = load(train=write_pairs(tmp_path, sides, "tsv"), validation=dev, test=dev)
    assert pairs_of(corpus.train) == [("a", "1"), ("b", "2"), ("c", "3")]
    assert corpus.dropped == {"train": 2, "validation": 0, "test": 0}
    assert corpus.test is not None and pairs_of(corpus.test) == [("d", "4")]


@pytest.mark.parametrize(
    ("counts", "text"), [((3, 2), "3 lines but .* 2"), ((0, 1), "0 lines but .* 1"), ((5, 1200), "5 .* 1,200")]
)
def test_files_of_different_lengths_stop_with_both_counts(tmp_path: Path, counts: tuple[int, int], text: str) -> None:
    for language, count in zip(("en", "de"), counts, strict=True):
        (tmp_path / f"train.{language}").write_text("x\n" * count)
    with pytest.raises(UserError, match=f"data.train=.*train.en has {text}.*line n of one must translate line n"):
        load(train=tmp_path / "train")


def test_line_ends_of_all_kinds(tmp_path: Path) -> None:
    (tmp_path / "train.en").write_bytes(b"\xef\xbb\xbfa\r\nb\r\nc")
    (tmp_path / "train.de").write_bytes(b"1\n2\n3\n")
    found = load(train=tmp_path / "train")
    assert sorted(everything(found)) == [("a", "1"), ("b", "2"), ("c", "3")]


# Held-out pairs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "expected"), [(2, 1), (30, 1), (100, 5), (1000, 50)])
def test_validation_is_held_out_of_train(tmp_path: Path, count: int, expected: int) -> None:
    sides = [(f"s{number}", f"t{number}") for number in range(count)]
    path = write_pairs(tmp_path, sides, "tsv")
    config = DataConfig(corpus="files", train=str(path))
    first, again, other = (load_corpus(config, seed) for seed in (1, 1, 2))
    train, validation = pairs_of(first.train), pairs_of(first.validation)
    assert first.held_out and len(validation) == expected
    assert sorted(train + validation) == sorted(sides) and not {*train} & {*validation}
    assert pairs_of(again.validation) == validation
    assert count < 100 or pairs_of(other.validation) != validation
    assert first.dropped == {"train": 0}


@pytest.mark.slow
def test_at_most_a_thousand_are_held_out(tmp_path: Path) -> None:
    path = write_pairs(tmp_path, [(f"s{number}", f"t{number}") for number in range(30_000)], "tsv")
    corpus = load(train=path)
    assert (len(corpus.train), len(corpus.validation)) == (29_000, 1000)


# Caching -------------------------------------------------------------------------------------------------------------


def test_a_corpus_is_read_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_pairs(tmp_path, [("A", "1"), ("B", "2"), ("", "")], "aligned")
    reads = []
    rows = table_module.rows

    def counted(*args: Any, **options: Any) -> Iterator[dict[str, str | int]]:
        reads.append(1)
        return rows(*args, **options)

    monkeypatch.setattr(table_module, "rows", counted)
    for _ in range(2):
        assert load(train=path).dropped == {"train": 1}  # the count outlives the cache
    assert len(reads) == 1
    assert {source for source, _ in everything(load(train=path, lowercase=True))} == {"a", "b"}
    assert len(reads) == 2
    assert sorted(everything(load(train=path, source="de", target="en"))) == [("1", "A"), ("2", "B")]
    (tmp_path / "train.de").write_text("1\n9\n\n")
    os.utime(tmp_path / "train.de", ns=(1, 1))
    assert sorted(everything(load(train=path))) == [("A", "1"), ("B", "9")]


def test_a_failed_reading_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "train.tsv"
    path.write_text("a\t1\nb\t2\nbroken\n")
    for _ in range(2):
        with pytest.raises(UserError, match="line 3: has no tab"):
            load(train=path)
    path.write_text("a\t1\nb\t2\nc\t3\n")
    assert len(load(train=path).train) == 2


def test_a_cache_that_cannot_be_written(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    path = write_pairs(tmp_path, PAIRS, "tsv")
    with pytest.raises(UserError, match=r"data.train=.*: cannot be cached in .*; make room there, or set HF_HOME"):
        load(train=path)


def test_reading_is_quiet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    load(train=write_pairs(tmp_path, PAIRS, "tsv"))
    assert capfd.readouterr() == ("", "")
    assert not datasets.are_progress_bars_disabled()


@pytest.mark.slow
def test_memory_stays_flat_on_a_large_file(tmp_path: Path) -> None:
    """50 MB of text: neither reading nor indexing holds it in memory."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefgh", k=7)) for _ in range(1000)]
    with (tmp_path / "train.tsv").open("w") as stream:
        for _ in range(150_000):
            stream.write(" ".join(chance.choices(words, k=20)) + "\t" + " ".join(chance.choices(words, k=20)) + "\n")
    code = (
        "import resource, sys, datasets; from s2s.config.schema import *; from s2s.data.corpora.load import load_corpus;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "c = load_corpus(DataConfig(corpus='files', train=sys.argv[1]), 1);"
        "print(len(c.train), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    environment = os.environ | {"HF_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", code, str(tmp_path / "train.tsv")]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, env=environment)
    rows, grown = map(int, done.stdout.split())
    assert rows == 149_000 and grown < 100


def test_lines_for_the_tokenizer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dev = write_pairs(tmp_path, [("d", "4")], "tsv", "dev")
    corpus = load(train=write_pairs(tmp_path, [(f"s{n}", f"t{n}") for n in range(10)], "tsv"), validation=dev)
    assert sorted(corpus.lines(["source", "target"])) == sorted(f"{side}{n}" for side in "st" for n in range(10))
    assert list(corpus.lines(["target"])) == [f"t{n}" for n in range(10)]
    monkeypatch.setattr(corpus_module, "SAMPLE", 4)
    monkeypatch.setattr(corpus_module, "PART", 1)
    assert list(corpus.lines(["source"])) == ["s0", "s3", "s6", "s9"]


def test_the_phrasebook() -> None:
    corpus = load(corpus="phrasebook", source="de", target="bn", size=700)
    assert corpus.test is not None
    assert [len(table) for table in (corpus.train, corpus.validation, corpus.test)] == [700, 500, 500]
    assert not {*pairs_of(corpus.train)} & {*pairs_of(corpus.test)}
    lower = load(corpus="phrasebook", source="de", target="bn", size=700, lowercase=True)
    assert list(lower.train["source"]) == [text.lower() for text in corpus.train["source"]]

"""Nothing goes on with something else than it was begun with: trainings, and tables of examples in the cache.

Of outputs `tests/commands/test_resumed_input.py` says the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
from corpora import load, pairs_of, write_pairs
from training import train

from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.formats.base import EDGE
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.corpora.table import Digest, digest_of
from s2s.errors import UserError
from s2s.training.state import SAMPLE, sampled

ROWS = 2 * SAMPLE
UNSAMPLED = 1001
"""A row that is not among the `SAMPLE` ones that earlier releases looked at."""


def corpus_of(tmp_path: Path, changed: int | None = None) -> Path:
    """A training file of `ROWS` pairs, of which one may be another."""
    rows = pairs("en", "de", "train", ROWS, 1)
    if changed is not None:
        rows[changed] = (rows[changed][0], "Etwas anderes .")
    path = tmp_path / "all.tsv"
    path.write_text("".join(f"{source}\t{target}\n" for source, target in rows), encoding="utf-8", newline="\n")
    return path


@pytest.mark.slow
@pytest.mark.usefixtures("cache")
def test_a_training_does_not_go_on_with_one_other_example(tmp_path: Path) -> None:
    assert UNSAMPLED not in numpy.linspace(0, ROWS - 1, SAMPLE, dtype=numpy.int64)
    options = [f"data.train={corpus_of(tmp_path)}", "train.validate_every=2"]
    train(tmp_path, *options, "train.steps=2")
    corpus_of(tmp_path, changed=UNSAMPLED)
    with pytest.raises(
        UserError, match=r"the train set of .*tiny-1 was 2,000 examples with the digest [0-9a-f]{16}, but is"
    ):
        train(tmp_path, *options, "train.steps=4")
    corpus_of(tmp_path)
    train(tmp_path, *options, "train.steps=4")


@pytest.mark.slow
@pytest.mark.usefixtures("cache")
def test_a_training_of_an_earlier_release_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its checkpoint knows 1,000 examples of each set; the next one knows all."""
    options = [f"data.train={corpus_of(tmp_path)}", "train.validate_every=2"]
    with monkeypatch.context() as patch:
        patch.setattr(Corpus, "identity", lambda corpus, split: sampled(getattr(corpus, split)))
        train(tmp_path, *options, "train.steps=2")
    corpus_of(tmp_path, changed=0)
    with pytest.raises(UserError, match="the train set of"):
        train(tmp_path, *options, "train.steps=4")
    corpus_of(tmp_path)
    train(tmp_path, *options, "train.steps=4")
    corpus_of(tmp_path, changed=UNSAMPLED)
    with pytest.raises(UserError, match="the train set of"):
        train(tmp_path, *options, "train.steps=6")


@pytest.mark.usefixtures("cache")
def test_the_digest_of_what_is_cached_is_that_of_its_pairs(tmp_path: Path) -> None:
    rows = [(f"s{number}", f"t{number}") for number in range(30)]
    path = write_pairs(tmp_path, rows, "tsv")
    for _ in range(2):  # written, then cached
        corpus = load(train=path, validation=path)
        digest = Digest()
        for pair in pairs_of(corpus.train):
            digest.add(*pair)
        assert corpus.digests == {"train": digest.text, "validation": digest.text}
        assert digest_of(corpus.train) == digest.text
        assert corpus.identity("train") == f"30 examples with the digest {digest.text}"
    held_out = load(train=path)
    assert held_out.identity("validation") == f"1 examples with the digest {digest.text}"


def test_pairs_that_differ_have_other_digests() -> None:
    def of(*sides: object) -> str:
        digest = Digest()
        digest.add(*sides)
        return digest.text

    vector = numpy.arange(6, dtype=numpy.float32)
    values = [
        ("ab", "c"),
        ("a", "bc"),
        ("", "abc"),
        (vector, "c"),
        (vector.reshape(2, 3), "c"),
        (vector + 1, "c"),
        (6, "c"),
    ]
    assert len({of(*sides) for sides in values}) == len(values)


@pytest.mark.slow
@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("where", ["head", "tail", "time", "inode"])
def test_a_cache_is_of_this_state_of_the_file(where: str, tmp_path: Path) -> None:
    """Size and time are the same as before, but for one nanosecond of the latter where that is what differs."""
    rows = [(f"source {number:06d}", f"target {number:06d}") for number in range(2 * EDGE // 20)]
    path = tmp_path / "train.tsv"
    path.write_text("".join(f"{source}\t{target}\n" for source, target in rows), encoding="utf-8", newline="\n")
    load(train=str(path))
    status, content = path.stat(), path.read_bytes()
    row = {"head": 0, "tail": len(rows) - 1}.get(where, len(rows) // 2)
    other = content.replace(b"target %06d" % row, b"OTHERS %06d" % row)
    assert len(other) == len(content) and other != content
    if where == "inode":
        path.rename(tmp_path / "before.tsv")
    with open(path, "r+b" if path.exists() else "xb") as file:
        file.write(other)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + (where == "time")))
    assert (path.stat().st_ino == status.st_ino) == (where != "inode")
    corpus = load(train=str(path))
    written = {pair for split in (corpus.train, corpus.validation) for pair in pairs_of(split)}
    assert (f"source {row:06d}", f"OTHERS {row:06d}") in written


@pytest.mark.usefixtures("cache")
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from s2s.data.corpora.formats.tsv import Tsv

    path, rows = Path(write_pairs(tmp_path, [("a", "b"), ("c", "d")], "tsv")), Tsv.rows

    def growing(form: Tsv) -> Iterator[tuple[str, str]]:
        yield from rows(form)
        with open(path, "ab") as file:
            file.write(b"e\tf\n")

    monkeypatch.setattr(Tsv, "rows", growing)
    with pytest.raises(UserError, match=r"data.train=.* has changed while it was read; start again when it is written"):
        load(train=str(path))

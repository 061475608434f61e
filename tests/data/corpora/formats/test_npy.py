"""Arrays beside labels, and as a series; whatever else is in such a file is refused, and never a pickle loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.npy import read_vectors
from s2s.data.corpora.load import load_corpus
from s2s.errors import UserError

datasets = pytest.importorskip("datasets")


def test_vectors_beside_labels(tmp_path: Path) -> None:
    numpy.save(tmp_path / "a.npy", numpy.arange(6.0).reshape(3, 2))
    (tmp_path / "a.txt").write_text("x\ny\nx\n", encoding="utf-8")
    data = DataConfig(corpus="files", train=str(tmp_path / "a.npy"))
    corpus = load_corpus(data, 1, "classify")
    rows = sorted((row["source"], row["target"]) for row in [*corpus.train, *corpus.validation])
    assert rows == [([0.0, 1.0], "x"), ([2.0, 3.0], "y"), ([4.0, 5.0], "x")] and corpus.held_out
    (tmp_path / "a.txt").write_text("x\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"a.npy has 3 rows but .*a.txt has 1 lines"):
        load_corpus(data, 1, "classify")


MAGIC = b"\x93NUMPY\x01\x00"


def npy(header: bytes, data: bytes = b"") -> bytes:
    return MAGIC + len(header).to_bytes(2, "little") + header + data


def zipped(path: Path) -> None:
    with open(path, "wb") as file:
        numpy.savez(file, a=numpy.ones(3))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        MAGIC,
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,)}", bytes(8)),
        npy(b"{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", bytes(8)),
        npy(b"{'descr': [('a', '<f4'), ('b', 'O')], 'fortran_order': False, 'shape': (1,)}", bytes(12)),
        npy(b"{'descr': '<f4'"),
        npy(b"((((["),
        npy(b"  {\n 1L"),
        npy(b"["),
        npy(b"{1: 2}"),
        zipped,
        lambda path: numpy.save(path, numpy.array(["a", "b"])),
    ],
)
def test_arrays_that_are_none(content: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)
    with pytest.raises(UserError, match=r"a.npy: not an array of numbers; give a file that numpy.save wrote"):
        read_vectors("data.train", str(path))


def test_a_pickle_is_never_loaded(tmp_path: Path) -> None:
    numpy.save(tmp_path / "a.npy", numpy.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(UserError, match="not an array of numbers"):
        read_vectors("data.train", str(tmp_path / "a.npy"))

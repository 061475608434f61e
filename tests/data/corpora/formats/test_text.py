"""Two texts under the names that tools give them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from corpora import mistake, opened, read


@pytest.mark.parametrize(
    ("files", "given"),
    [
        (("train.en", "train.de"), "train"),
        (("train.en.gz", "train.de"), "train"),
        (("src-train.txt", "tgt-train.txt"), "train"),
        (("src-train.txt.gz", "tgt-train.txt.gz"), "train"),
        (("src-train.txt", "tgt-train.txt"), "src-train.txt"),
        (("train.src", "train.tgt"), "train"),
    ],
)
def test_names_of_the_two_files(files: tuple[str, str], given: str, tmp_path: Path) -> None:
    for file, content in zip(files, (b"a\tx\nb\ty\n", b"c\td\nd\te\n"), strict=True):
        (tmp_path / file).write_bytes(gzip.compress(content) if file.endswith(".gz") else content)
    found = opened(tmp_path / given)
    assert list(found.rows()) == [("a\tx", "c\td"), ("b\ty", "d\te")]
    told = [f"data.train={tmp_path / given}: source and target are {tmp_path / files[0]} and {tmp_path / files[1]}"]
    assert found.notes == ([] if files[0].startswith("train.en") else told)


def test_our_own_names_come_first(tmp_path: Path) -> None:
    for file in ("train.en", "train.de", "src-train.txt", "tgt-train.txt"):
        (tmp_path / file).write_text(f"{file}\n")
    assert list(opened(tmp_path / "train").rows()) == [("train.en", "train.de")]


def test_a_file_of_lines_with_tabs_is_tsv(tmp_path: Path) -> None:
    path = tmp_path / "deu.txt"
    assert read(path, "a\tb\nc\td\n") == [("a", "b"), ("c", "d")]
    assert opened(path).notes == [f"data.train={path}: every line has a tab, so it is read as TSV"]
    assert "has 3 columns" in mistake(path, "a\tb\tc\nd\te\tf\n")
    assert read(path, "a\tb\tc\nd\te\tf\n", columns=["1", "2"]) == [("a", "b"), ("d", "e")]
    assert f"data.train={path}: found neither {path}.en nor" in mistake(path, "a\tb\nno tab\n")
    assert read(path, "a\tb\nc\td\n", format="tsv") == [("a", "b"), ("c", "d")]


def test_columns_have_no_effect_on_two_files(tmp_path: Path) -> None:
    (tmp_path / "train.de").write_text("b\n")
    (tmp_path / "train.en").write_text("a\n")
    with pytest.raises(ValueError, match=r"data.columns=\[1,2\]: has no effect on .*train, which has no columns"):
        opened(tmp_path / "train", columns=["1", "2"])

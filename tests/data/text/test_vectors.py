"""Word vectors from a text file reach the pieces that are words of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from s2s.data.text.tokenizer import Tokenizer
from s2s.data.text.vectors import read_vectors
from s2s.errors import UserError

TOKENIZER = Tokenizer.train(["the Cat sat", "the Cat sat"], kind="word", size=None, coverage=None)
GLOVE = "the 1 2\ncat 3 4\nCAT 9 9\nother 5 6\n"


@pytest.mark.parametrize("content", [GLOVE, "4 2\n" + GLOVE, GLOVE.replace("\n", " \n")])
def test_both_formats(content: str, tmp_path: Path) -> None:
    path = tmp_path / "v.txt"
    path.write_text(content, encoding="utf-8")
    vectors, found = read_vectors(str(path), TOKENIZER, 2)
    rows = dict(zip(TOKENIZER.names(range(TOKENIZER.size)), vectors.tolist(), strict=True))
    assert rows["▁the"] == [1, 2] and rows["▁Cat"] == [3, 4] and rows["▁sat"] == [0, 0] and found == 2


def test_the_exact_spelling_wins(tmp_path: Path) -> None:
    path = tmp_path / "v.txt"
    for content in ("cat 3 4\nCat 7 8\n", "Cat 7 8\ncat 3 4\n"):
        path.write_text(content, encoding="utf-8")
        vectors, _ = read_vectors(str(path), TOKENIZER, 2)
        assert [7, 8] in vectors.tolist()


def test_a_word_may_hold_spaces(tmp_path: Path) -> None:
    """As some of glove.840B's; but not in the first lines, which say the width."""
    path = tmp_path / "v.txt"
    path.write_text("4 2\ndog 1 2\n. . . 5 6\nat the 7 8\nthe 3 4\n", encoding="utf-8")
    vectors, found = read_vectors(str(path), TOKENIZER, 2)
    assert [3, 4] in vectors.tolist() and [7, 8] not in vectors.tolist() and found == 1
    path.write_text("the cat 1 2\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"line 1: 3 numbers where model.embedding=2; set model.embedding=3"):
        read_vectors(str(path), TOKENIZER, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("the 1 2 3\n", "line 1: 3 numbers where model.embedding=2; set model.embedding=3"),
        ("the dog runs home\n", "line 1: is not a word and its numbers; give vectors as word2vec or GloVe write them"),
        ("the 1 2\na 1 2\nb 1 2\nc 1\n", "line 4: 1 numbers where model.embedding=2; repair the file"),
        ("the 1 x\n", "line 1: 'the' is not followed by finite numbers"),
        ("a 1 2\nthe 1 nan\n", "line 2: 'the' is not followed by finite numbers"),
        ("the 1 1e99\n", "line 1: 'the' is not followed by finite numbers"),
        ("dog 1 2\n", "has none of the .* words; use vectors of the same language"),
        ("", "has none"),
    ],
)
def test_mistakes(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "v.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=said):
        read_vectors(str(path), TOKENIZER, 2)

"""Words in columns, in the forms in which people keep them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from s2s.config.schema import DataConfig
from s2s.data.corpora.columns import layout_of, replaced
from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.formats.choose import open_format
from s2s.errors import UserError

CONLL_2003 = """-DOCSTART- -X- -X- O

EU NNP B-NP B-ORG
rejects VBZ B-VP O

Peter NNP B-NP B-PER
# NN I-NP O
"""
COMMENTED = "# newdoc\n# sent_id = 1\nEU  B-ORG\nis O\n#1 O\n# O\n\n\n#go O\n"


def opened(path: Path, content: str, **options: Any) -> Format:
    path.write_bytes(content.encode())
    return open_format("data.train", str(path), DataConfig(corpus="files", **options), ("tagged",))


def test_four_columns(tmp_path: Path) -> None:
    for content in (CONLL_2003, CONLL_2003.replace("\n", "\r\n"), "\ufeff" + CONLL_2003, CONLL_2003.replace(" ", "\t")):
        file = opened(tmp_path / "eng.train", content)
        assert list(file.rows()) == [("EU rejects", "B-ORG O"), ("Peter #", "B-PER O")]
        assert "4 columns, divided by" in file.notes[0] and "1 lines -DOCSTART- are left out" in file.notes[0]
    chosen = opened(tmp_path / "eng.train", CONLL_2003, columns=["1", "2"])
    assert list(chosen.rows())[1] == ("Peter #", "NNP NN")


@pytest.mark.parametrize("first", ["-DOCSTART- -X- O O", "-DOCSTART-", "-DOCSTART-\tO", " -DOCSTART- O"])
def test_documents_begin_alike_whatever_divides_columns(first: str, tmp_path: Path) -> None:
    for separator in ("\t", " "):
        file = opened(tmp_path / "a.conll", f"{first}\n\n-DOCSTART-s{separator}O\nEU{separator}B-ORG\n")
        assert list(file.rows()) == [("-DOCSTART-s EU", "O B-ORG")]
        (note,) = file.notes
        assert note.endswith("; 1 lines -DOCSTART- are left out")


def test_comments_and_words_that_look_alike(tmp_path: Path) -> None:
    file = opened(tmp_path / "a.conll", COMMENTED)
    assert list(file.rows()) == [("EU is #1 #", "B-ORG O O O"), ("#go", "O")]
    assert "2 lines with # are comments" in file.notes[0]


def test_two_columns_by_tabs_need_no_word(tmp_path: Path) -> None:
    file = opened(tmp_path / "a.tsv", "the 2 000\tNUM\n#\tSYM\n")
    assert list(file.rows()) == [("the\u00a02\u00a0000 #", "NUM SYM")] and not file.notes


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (CONLL_2003, {"columns": ["1", "5"]}, r"data.columns=\[1,5\]: there is no column 5, only 4; count from 1"),
        (CONLL_2003, {"columns": ["form", "2"]}, "'form' is no number of a column"),
        ("a b c\na b\na b c\n", {}, "line 2: has 2 columns, where others have 3"),
        (
            "".join(f"w{n} X t{n}\n" for n in range(50)),
            {},
            r"column 3 has 50 different values for 50 different words, so it seems to hold no tags; name .*=\[WORD,TAG\]",
        ),
    ],
)
def test_mistakes(content: str, options: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=said):
        list(opened(tmp_path / "a.conll", content, **options).rows())


def test_a_doubtful_column_that_was_named_is_read_with_a_warning(tmp_path: Path) -> None:
    file = opened(tmp_path / "a.conll", "".join(f"w{n} X t{n}\n" for n in range(50)), columns=["1", "3"])
    assert len(list(file.rows())) == 1 and file.notes[-1].startswith("warning: ")


def test_a_column_is_replaced_or_added() -> None:
    assert replaced("a  b c ", False, 1, "X") == "a  X c "
    assert replaced("a  b ", False, 2, "X") == "a  b X"
    assert replaced("a\t\tc", True, 1, "X") == "a\tX\tc"
    assert replaced("a\tb", True, 2, "X") == "a\tb\tX"
    assert layout_of(["", "-DOCSTART- O"], None, "") is None

"""CSV: pairs with and without a first row of names, labelled texts, series."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from corpora import mistake, opened, read

from s2s.config.schema import DataConfig, Fill
from s2s.data.corpora.load import load_corpus
from s2s.data.corpora.tabular.layout import read_series
from s2s.errors import UserError


def test_csv(tmp_path: Path) -> None:
    content = 'id,text,label\n1,"a, ""b""",pos\n2,"two\nlines",neg\n'
    assert read(tmp_path / "a.csv", content, "classify") == [('a, "b"', "pos"), ("two lines", "neg")]
    swapped = read(tmp_path / "a.csv", "stars,review\n5,good\n", "classify", text="review", label="stars")
    assert swapped == [("good", "5")]


def test_a_blank_line_of_csv_is_a_blank_example(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", "text,label\na,pos\n\nb,neg\n\n", "classify") == [
        ("a", "pos"),
        ("", ""),
        ("b", "neg"),
        ("", ""),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("1,2\n3\n", "line 2: has 1 cells where others have 2; correct it"),
        ("1\nx\n", "line 2: 'x' in column 1 is no number"),
        ("x\n", "empty"),
        ("inf\n1\n", "finite"),
        ("1\n1e300\n", "finite"),
        ("1\n" + "9" * 200_000, "finite"),
        ('1\n"' + "9\n" * 400_000, "is not CSV"),
    ],
)
def test_series_that_are_refused(content: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("s2s.data.corpora.formats.table.LONGEST_LINE", 300_000)
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=said):
        load_corpus(DataConfig(corpus="files", train=str(path)), 1, "forecast")


def test_blank_lines_of_a_series_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n\n1,2\n\n3,4\n\n", encoding="utf-8")
    sheet = opened(path, "forecast").sheet()
    assert [sheet.numbers(column).tolist() for column in range(2)] == [[1, 3], [2, 4]]
    assert (sheet.names, sheet.lines) == (["a", "b"], [3, 5])


@pytest.mark.parametrize(
    "content",
    [
        'x\n1\n2\n""\n""\n5\n6\n\n\n',
        "1\n2\n\n \n5\n6\n",
        "\n,\nx,y\n1,1\n2,2\n,\n,\n5,5\n6,6\n,\n",
        "a x\n1 1\n\n2 2\nnan nan\nnan nan\n5 5\n\n6 6\n",
    ],
)
def test_rows_of_empty_cells_are_steps_without_values(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    sheet = opened(tmp_path / "a.csv", "forecast").sheet()
    file = read_series(sheet, DataConfig(held=0.1, target="all"), 1)
    assert numpy.array_equal(file.series[0].values[:, 0], [1, 2, numpy.nan, numpy.nan, 5, 6], equal_nan=True)
    assert "missing, the first at step 3: inputs are filled" in "\n".join(file.notes)
    with pytest.raises(UserError, match=r"data\.fill=error"):
        read_series(sheet, DataConfig(held=0.1, target="all", fill=Fill.error), 1)


@pytest.mark.parametrize(
    ("content", "columns", "expected"),
    [
        ("en,de\na,b\n", None, [("a", "b")]),
        ('German,English,notes\n"b, c",a,\n', None, [("a", "b, c")]),
        ("a,b\nc,d\n", None, [("a", "b"), ("c", "d")]),
        ('1,"a ""x""\nz",b\n', ["2", "3"], [('a "x" z', "b")]),
        ("id,Satz,Übersetzung\n1,a,b\n", ["Satz", "übersetzung"], [("a", "b")]),
        ("en;de\na, x;b\n", None, [("a, x", "b")]),
        ("en\tde\na, x\tb\n", None, [("a, x", "b")]),
        ("\ufeffsep=;\r\nde;en\r\nb;a, x\r\n", None, [("a, x", "b")]),
        ("sep=|\na|b, c\n", None, [("a", "b, c")]),
    ],
)
def test_pairs(content: str, columns: list[str] | None, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    for name in ("a.csv", "a.csv.gz"):
        assert read(tmp_path / name, content, columns=columns) == expected


def test_what_separates_the_cells_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text;label\na, b;x\n")
    assert opened(path, "classify").notes == [f"data.train={path}: its cells are separated by semicolons"]
    assert read(path, "text;label\na, b;x\n", "classify") == [("a, b", "x")]


@pytest.mark.parametrize(
    ("content", "columns", "said"),
    [
        ("id,a,b\n1,x,y\n", None, "has 3 columns (1: 'id'; 2: 'a'; 3: 'b'); say which are source and target"),
        ("en,de\na,b\nc\n", None, "line 3: has 1 fields where line 1 names 2; quote fields that hold commas"),
        ("a,b\nc,d\ne\n", None, "line 3: has 1 fields where there are 2"),
        ("sep=,\nen,de\na\n", None, "line 3: has 1 fields where line 2 names 2"),
        ('en,de\na,"b\n', None, "line 2: is not CSV (unexpected end of data); quote fields that hold quotes"),
        ('en,de\na,"b"c\n', None, "line 2: is not CSV"),
        ("en,de\na,b\n", ["en", "fr"], "line 1: no column 'fr', only en, de; name it with data.columns=[…,…]"),
        (b"en,de\na,b\nc,\xff\n", None, "line 3: byte 3 (0xFF) is not valid UTF-8"),
    ],
)
def test_mistakes(content: str | bytes, columns: list[str] | None, said: str, tmp_path: Path) -> None:
    assert said in mistake(tmp_path / "a.csv", content, columns=columns)


def test_labelled_columns_by_number(tmp_path: Path) -> None:
    content = "1,good,pos\n2,bad,neg\n"
    expected = [("good", "pos"), ("bad", "neg")]
    assert read(tmp_path / "a.csv", content, "classify", text="2", label="3") == expected

"""Where a corpus can be read strictly, the rough reader reads the same; where it cannot, it names the lines."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.base import Row
from s2s.data.corpora.formats.choose import open_format
from s2s.doctor.reading import find_data
from s2s.errors import UserError

RECORD = b'{"translation": {"en": "a", "de": "\xc3\xa4\\n"}}'
PARTS = st.sampled_from(
    [b"\n", b"\t", b"\r", b"a", b"\xef\xbb\xbf", b"\xff", b"\0", b"\xe2\x80\xa8", b"\xc3\xa4", RECORD, b'"', b"{}"]
)
BYTES = st.lists(PARTS, max_size=12).map(b"".join)


@given(st.tuples(BYTES, BYTES), st.sampled_from(["", ".tsv", ".jsonl", ".tsv.gz", ".csv"]))
@example((b'\xef\xbb\xbf"\t', b""), ".csv")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_can_be_read_strictly_is_read_alike(tmp_path: Path, contents: tuple[bytes, bytes], ending: str) -> None:
    """But for a mark in quotes at the beginning, which the rough reader takes for the file's own."""
    assume(not contents[0].startswith(b'"\xef\xbb\xbf'))
    path = tmp_path / f"corpus{ending}"
    files = [path] if ending else [tmp_path / "corpus.en", tmp_path / "corpus.de"]
    for file, content in zip(files, contents, strict=False):
        file.write_bytes(gzip.compress(content) if ending.endswith(".gz") else content)
    try:
        rows = list(find_data("DATA", str(path), DataConfig()).rows())
    except UserError as error:  # UTF-16
        assert "\n" not in str(error)
        return
    lines = [row.line for row in rows]
    assert lines == (sorted({*lines}) if ending in (".csv", ".tsv") else list(range(1, len(rows) + 1)))
    try:
        strict = list(open_format("DATA", str(path), DataConfig(), ("pairs",)).rows())
    except UserError:
        assert any(row.fault or "\udcff" in row.source + row.target for row in rows)
    else:
        first = rows[0]._replace(source=rows[0].source.removeprefix("\ufeff")) if rows else None
        found = [first, *rows[1:]] if first else []
        if strict and ending == "" and contents[1].startswith(b"\xef\xbb\xbf"):
            found[0] = found[0]._replace(target=found[0].target.removeprefix("\ufeff"))
        assert [row[1:4] for row in found] == [(*pair, "") for pair in strict]


def rows(path: Path, content: bytes) -> list[Row]:
    path.write_bytes(content)
    return list(find_data("DATA", str(path), DataConfig()).rows())


def test_lines_that_are_no_pairs(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.tsv", b"a\tb\nno tab\n\nx\ty\tz\n") == [
        Row(1, "a", "b"),
        Row(2, "no tab", "", "form"),
        Row(3, "", ""),
        Row(4, "x\ty\tz", "", "form"),
    ]
    found = rows(tmp_path / "a.jsonl", RECORD + b'\n{"translation": {}}\n[\n\n"\xff"\n' + b"[" * 100_000)
    assert [row.fault for row in found] == ["", "form", "form", "", "encoding", "form"]
    assert found[0] == Row(1, "a", "ä ")


def test_the_rest_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """The row that no quote ends is named by its first line, wherever the reader stops, in training, too."""
    for rest in ("", 'e,"f"\n', "g,h\n" * 3):
        content = 'a,b\n"x\ny",z\nc,"d\n' + rest
        assert rows(tmp_path / "a.csv", content.encode()) == [
            Row(1, "a", "b"),
            Row(3, "x y", "z"),
            Row(4, 'c,"d', "", "unreadable"),
        ]
        with pytest.raises(UserError, match="line 4: is not CSV"):
            list(open_format("DATA", str(tmp_path / "a.csv"), DataConfig(), ("pairs",)).rows())
    assert rows(tmp_path / "a.csv", b'"a') == [Row(1, '"a', "", "unreadable")]


def test_files_of_different_length(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text("1\n2\n3\n")
    (tmp_path / "a.de").write_text("eins\n")
    found = list(find_data("DATA", str(tmp_path / "a"), DataConfig()).rows())
    assert found == [Row(1, "1", "eins"), Row(2, "2", "", "count"), Row(3, "3", "", "count")]


def test_what_no_line_can_be_had_from(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a.tsv: is UTF-16; convert it, e.g. with iconv"):
        rows(tmp_path / "a.tsv", "a\tb\n".encode("utf-16"))
    with pytest.raises(UserError, match=r"a.tsv.gz: line 1: damaged gzip data"):
        rows(tmp_path / "a.tsv.gz", b"no gzip")
    with pytest.raises(UserError, match=r"^DATA=.*gone: found neither"):
        find_data("DATA", str(tmp_path / "gone"), DataConfig())

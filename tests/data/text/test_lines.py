"""The line contract: a line ends at a line feed, and nothing is lost or added."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from s2s.data.text import lines
from s2s.data.text.lines import CONVERT, open_binary, read_lines
from s2s.errors import UserError


def read(data: bytes, **options: str) -> list[str]:
    return list(read_lines(io.BytesIO(data), "input", **options))  # type: ignore[arg-type]


def textbook(data: bytes) -> list[bytes]:
    """Lines by splitting at once, instead of reading on."""
    whole = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if whole[-1] == b"":
        whole.pop()
    return [line.removesuffix(b"\r") for line in whole]


@pytest.mark.parametrize(
    "mark", ["\u2028", "\u2029", "\u0085", "\x0b", "\f", "\x1c", "\x1d", "\x1e", "\t", "\0", "a\rb", "\ufeff"]
)
def test_only_a_line_feed_ends_a_line(mark: str) -> None:
    assert read(f"one\nx{mark}y\nthree\n".encode()) == ["one", f"x{mark}y", "three"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"\n\n \n", ["", "", " "]),
        (b"a\r\nb\r\n", ["a", "b"]),
        (b"a\r\r\nb\r", ["a\r", "b"]),
        (b"a\nb", ["a", "b"]),
        (b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n", ["a", "\ufeffb"]),
        (b"\xef\xbb\xbf", []),
        (b"\xef\xbb\xbf\n", [""]),
        ("é👩‍👩‍👧 e\u0301 ক্ষ\n".encode(), ["é👩‍👩‍👧 e\u0301 ক্ষ"]),
    ],
)
def test_lines(data: bytes, expected: list[str]) -> None:
    assert read(data) == expected


@given(
    st.lists(st.sampled_from([b"\n", b"\r", b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8", b"\0", b"a", b"\xff", b" "]))
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_equal_the_textbook(parts: list[bytes]) -> None:
    data = b"".join(parts)
    assert read(data, errors="replace") == [line.decode("utf-8", "replace") for line in textbook(data)]


@given(st.binary(max_size=100))
@settings(max_examples=200, deadline=None)
def test_strict_reading_gives_the_text_or_one_line_of_error(data: bytes) -> None:
    try:
        expected = [line.decode() for line in textbook(data)]
    except UnicodeDecodeError:
        with pytest.raises(UserError, match=r"^input: line \d+: byte \d+ \(0x..\) is not valid UTF-8") as caught:
            read(data)
        assert "\n" not in str(caught.value)
    else:
        assert read(data) == expected


def test_invalid_bytes_are_named() -> None:
    with pytest.raises(UserError) as caught:
        read(b"fine\ncaf\xe9 noir\n")
    assert str(caught.value) == (
        "input: line 2: byte 4 (0xE9) is not valid UTF-8; convert the text to UTF-8, or give --errors replace"
    )
    with pytest.raises(UserError, match=r"UTF-16.*; save it again$"):
        read("hello\n".encode("utf-16"), remedy="save it again")
    for text, encoding in (("Don’t – “stop”…\n", "CP1252"), ("hello\n", "UTF-16")):
        with pytest.raises(UserError, match=r"e\.g\. with iconv -f .* -t UTF-8$") as caught:
            read(text.encode(encoding), remedy=CONVERT)
        advised = str(caught.value).partition("iconv -f ")[2].split()[0]
        assert text.encode(encoding).decode(advised) == text
    assert read(b"caf\xe9\n", errors="replace") == ["caf\ufffd"]


def test_lines_come_as_they_are_written() -> None:
    """The first line is there before the second is written, as a pipe needs it."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as sink:
        found = read_lines(stream, "pipe", "strict")
        for text in ("one", "two"):
            sink.write(f"{text}\n".encode())
            assert next(found) == text
        sink.close()
        assert list(found) == []


def test_a_line_of_a_megabyte_passes_and_an_endless_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(b"a" * 1_000_000 + b"\nb\n") == ["a" * 1_000_000, "b"]
    monkeypatch.setattr(lines, "LONGEST_LINE", 10)
    assert read(b"0123456789\r\n0123456789\n"[:10] + b"\n0123456789") == ["0123456789", "0123456789"]
    with pytest.raises(UserError, match=r"line 2 is longer than .* is this a text file"):
        read(b"a\n01234567890123456789\n")


def test_gzip(tmp_path: Path) -> None:
    path = tmp_path / "text.gz"
    path.write_bytes(gzip.compress("é\r\nb\u2028c".encode()))
    with open_binary(path) as stream:
        assert list(read_lines(stream, "text.gz", "strict")) == ["é", "b\u2028c"]


@pytest.mark.parametrize("damage", ["cut", "flip", "plain"])
def test_damaged_gzip_is_one_line(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "text.gz"
    data = bytearray(gzip.compress(os.urandom(1000).hex().encode()))
    if damage == "flip":
        data[50] ^= 0xFF
    path.write_bytes({"cut": bytes(data[:100]), "flip": bytes(data), "plain": b"not compressed\n"}[damage])
    with open_binary(path) as stream, pytest.raises(UserError, match=r"text.gz: line 1: damaged gzip data .*gzip -t$"):
        list(read_lines(stream, "text.gz", "strict"))


def test_what_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match=r"missing.txt: no such file; check the path"):
        open_binary(tmp_path / "missing.txt")
    with pytest.raises(UserError, match="is a directory; name a file in it"):
        open_binary(tmp_path)
    with pytest.raises(UserError, match=r"cannot be opened: .*check the path"):
        open_binary("a\0b")
    with pytest.raises(UserError, match=r"cannot be opened: .*check the path"):
        open_binary("n" * 5000)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(UserError, match=r"cannot be opened: .*check the path"):
        open_binary(loop)

    def refuse(*_: object) -> None:  # the tests may run as root, who may read anything
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("s2s.data.text.lines.opened", refuse)
    with pytest.raises(UserError, match=r"permission denied; make it readable \(chmod u\+r\)"):
        open_binary("secret.txt")


def test_a_failing_device_is_one_line() -> None:
    class Failing(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(UserError, match="tape: line 1: cannot be read: Input/output error; check the file"):
        list(read_lines(Failing(), "tape", "strict"))

"""What people name as a corpus and no format reads as it is: each refusal says what makes it readable."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas
import pytest

from s2s.config.corpora import Shape
from s2s.config.explanation import explanation
from s2s.config.schema import DataConfig
from s2s.data.corpora.formats.choose import open_format
from s2s.errors import UserError

PAIRS = [(f"a {number}", f"b {number}") for number in range(20)]


def refusal(path: Path | str, shape: str = Shape.pairs) -> str:
    with pytest.raises(UserError) as caught:
        open_format("data.train", str(path), DataConfig(corpus="files", train=str(path)), [shape])
    return str(caught.value)


def aligned(folder: Path, name: str, end: str = "\n") -> None:
    folder.mkdir(exist_ok=True)
    for side, code in enumerate(("en", "de")):
        (folder / f"{name}.{code}").write_bytes("".join(pair[side] + end for pair in PAIRS).encode())


def test_lines_that_end_in_cr_alone(tmp_path: Path) -> None:
    aligned(tmp_path, "mac", "\r")
    assert "mac.en: its lines end in CR alone" in refusal(tmp_path / "mac")
    (tmp_path / "mac.tsv").write_bytes("".join(f"{a}\t{b}\r" for a, b in PAIRS).encode())
    assert f"tr '\\r' '\\n' < {tmp_path}/mac.tsv" in refusal(tmp_path / "mac.tsv")
    assert "CR alone" in refusal(tmp_path / "mac.tsv", Shape.labelled)


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_other_ends_of_lines_are_read(tmp_path: Path, end: str) -> None:
    aligned(tmp_path, "x", end)
    data = DataConfig(corpus="files", train=str(tmp_path / "x"))
    assert list(open_format("data.train", str(tmp_path / "x"), data, [Shape.pairs]).rows()) == PAIRS


@pytest.mark.parametrize("shape", [Shape.pairs, Shape.labelled, Shape.tagged])
@pytest.mark.parametrize("name", ["x.json", "x.jsonl"])
def test_a_json_array(tmp_path: Path, shape: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(json.dumps([{"text": "a", "label": "b"}] * 3, indent=1))
    said = refusal(path, shape)
    assert "is one JSON array" in said
    code = said.partition('python -c "')[2].rstrip('"').replace("OTHER.jsonl", str(tmp_path / "y.jsonl"))
    exec(code)
    assert [json.loads(line) for line in (tmp_path / "y.jsonl").read_text().splitlines()] == [
        {"text": "a", "label": "b"}
    ] * 3


def test_lines_of_json_that_are_not_called_so(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"en": "a", "de": "b"}\n' * 2)
    assert "say data.format=jsonl" in refusal(path)
    data = DataConfig(corpus="files", train=str(path), format="jsonl")
    assert list(open_format("data.train", str(path), data, [Shape.pairs]).rows()) == [("a", "b")] * 2


def test_a_dictionary_of_pronunciations(tmp_path: Path) -> None:
    path = tmp_path / "cmu.dict"
    path.write_text(";;; a comment\nHELLO  HH AH L OW\nWORLD  W ER L D\n")
    said = refusal(path)
    assert "it is one file; put source and target on a line with a tab between them" in said
    command = said.partition("divide them, e.g. with ")[2]  # by POSIX alone: BSD's sed writes \\t as t
    assert command.startswith("awk ") and command.endswith(f"{path} > OTHER.tsv")
    if os.name == "posix":
        subprocess.run(command, shell=True, check=True, cwd=tmp_path)
        assert (tmp_path / "OTHER.tsv").read_text() == "HELLO\tHH AH L OW\nWORLD\tW ER L D\n"


def test_a_file_whose_lines_mostly_have_tabs(tmp_path: Path) -> None:
    path = tmp_path / "pairs.txt"
    path.write_text("a\tb\n" * 3 + "no tab\n" + "a\tb\n")
    assert "line 4 of those that are not empty has no tab; mend it, or say data.format=tsv" in refusal(path)


PACKERS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "xz": (lzma.compress, "xz -dc < {}"),
    "bz2": (bz2.compress, "bzip2 -dc < {}"),
    "zst": (b"\x28\xb5\x2f\xfd".__add__, "zstd -dc < {}"),
    "tsv": (gzip.compress, "gzip -dc < {}"),
    "tmx": (b"PK\x03\x04".__add__, "unzip {}"),
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_packed_files(tmp_path: Path, suffix: str) -> None:
    compress, command = PACKERS[suffix]
    path = tmp_path / f"pairs.{suffix}"
    path.write_bytes(compress(b"".join(f"{a}\t{b}\n".encode() for a, b in PAIRS)))
    assert f"{path}: is packed; unpack it, e.g. with {command.format(path)}" in refusal(path)
    for code in ("en", "de"):
        (tmp_path / f"two.{code}.{suffix}").write_bytes(path.read_bytes())
    assert f"two.en.gz, but {tmp_path}/two.en.{suffix}, which is packed; unpack it" in refusal(tmp_path / "two")


@pytest.mark.parametrize(
    ("suffix", "said"),
    [
        ("xlsx", 'is a spreadsheet; save the sheet as "CSV UTF-8", and give that'),
        ("ods", 'is a spreadsheet; save the sheet as "CSV UTF-8", and give that'),
        ("xls", 'is a spreadsheet; save the sheet as "CSV UTF-8", and give that'),
        ("docx", "is a document of an office program; save it as plain text, and give that"),
    ],
)
def test_files_of_office_programs(tmp_path: Path, suffix: str, said: str) -> None:
    path = tmp_path / f"pairs.{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" if suffix == "xls" else b"PK\x03\x04\n")
    assert refusal(path).endswith(f"{path}: {said}")
    assert refusal(path, Shape.labelled).endswith(f"{path}: {said}")


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "pairs.parquet"
    pandas.DataFrame(PAIRS, columns=["en", "de"]).to_parquet(path)
    other = path.rename(tmp_path / "pairs.tsv")
    for one in (path, other):
        assert refusal(one).endswith(f"say data=hub data.dataset={tmp_path}, which reads all files of this folder")
    with pytest.raises(UserError, match=r"is Parquet; convert it, e\.g\. with python -c ") as caught:
        open_format("data.corpora[0].train", str(other), DataConfig(), [Shape.pairs])
    code = str(caught.value).partition('python -c "')[2].rstrip('"').replace("OTHER.jsonl", str(tmp_path / "y.jsonl"))
    exec(code)
    assert list(open_format("data.train", str(tmp_path / "y.jsonl"), DataConfig(), [Shape.pairs]).rows()) == PAIRS


@pytest.mark.skipif(os.name != "posix", reason="iconv")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16(tmp_path: Path, encoding: str) -> None:
    for side, code in enumerate(("en", "de")):
        (tmp_path / f"x.{code}").write_bytes("".join(f"{pair[side]}\n" for pair in PAIRS).encode(encoding))
    said = refusal(tmp_path / "x")
    assert "x.en: is UTF-16; convert it" in said
    for code in ("en", "de"):
        command = said.partition("e.g. with ")[2].replace("x.en", f"x.{code}")
        subprocess.run(command.replace("OTHER", str(tmp_path / f"y.{code}")), shell=True, check=True)
    assert list(open_format("data.train", str(tmp_path / "y"), DataConfig(), [Shape.pairs]).rows()) == PAIRS
    (tmp_path / "x.de").rename(tmp_path / "x.pt-BR")
    with pytest.raises(UserError, match=r"x\.en: is UTF-16"):
        open_format("data.train", str(tmp_path / "x"), DataConfig(target="pt_BR"), [Shape.pairs])


def test_patterns_and_lists_of_files_with_a_suffix(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.tsv.gz").write_bytes(gzip.compress(b"a\tb\n"))
    several = f"'data.corpora=[{{train: {tmp_path}/a.tsv.gz}},{{train: {tmp_path}/b.tsv.gz}}]'"
    for given in (f"{tmp_path}/*.tsv.gz", f"{tmp_path}/a.tsv.gz,{tmp_path}/b.tsv.gz"):
        assert f"={given}: no such file; it names several; give several as {several}" in refusal(given)
        assert refusal(given, Shape.labelled).endswith("it names several; give one")
    assert refusal(f"{tmp_path}/a*.tsv.gz").endswith(f"it is a pattern; say data.train={tmp_path}/a.tsv.gz")


def test_folders_and_several_files(tmp_path: Path) -> None:
    aligned(tmp_path / "one", "x")
    assert f"it is a folder; say data.train={tmp_path}/one/x" in refusal(tmp_path / "one")
    aligned(tmp_path / "two", "x")
    aligned(tmp_path / "two", "y")
    several = f"'data.corpora=[{{train: {tmp_path}/two/x}},{{train: {tmp_path}/two/y}}]'"
    assert f"it is a folder; give several as {several}" in refusal(tmp_path / "two")
    assert f"it names several; give several as {several}" in refusal(tmp_path / "two" / "*")
    assert f"it names several; give several as {several}" in refusal(f"{tmp_path}/two/x,{tmp_path}/two/y")
    (tmp_path / "none").mkdir()
    assert "it is a folder; name a file in it, or the prefix of two" in refusal(tmp_path / "none")


def test_several_files_between_commas_are_not_a_sweep() -> None:
    said = explanation(ValueError("Ambiguous value for argument 'data.train=a,b' 1. To use it as a list, …"))
    assert said.startswith(
        "data.train=a,b: takes one file or prefix; give several as 'data.corpora=[{train: a},{train: b}]'"
    )


def test_a_kind_of_file_that_a_task_does_not_read(tmp_path: Path) -> None:
    path = tmp_path / "ner.csv"
    path.write_text("word,tag\na,O\n")
    assert "data.format=NAME, NAME one of jsonl or words or conllu" in refusal(path, Shape.tagged)

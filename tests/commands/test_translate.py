"""`s2s translate` of files: N lines in, N lines out, and one line for a mistake."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest
from translating import tiny_run

from s2s.cli import main

LINES = (
    b"\xef\xbb\xbfthe dog\r\n\n   \na\xe2\x80\xa8b\nc\xc2\x85d\ne\x0cf\ng\th\n\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\n"
    + b"x" * 10_000
    + b"\nthe last, without an end"
)
COUNT = 10


def squeezed(data: bytes) -> list[str]:
    return ["".join(line.split()) for line in data.decode().removeprefix("\ufeff").split("\n")]


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.usefixtures("copying")
def test_lines_from_file_to_file(tmp_path: Path, zipped: bool) -> None:
    source, target = tmp_path / ("in.gz" if zipped else "in"), tmp_path / "out"
    source.write_bytes(gzip.compress(LINES) if zipped else LINES)
    assert main(["translate", "-m", "run", "-i", str(source), "-o", str(target), "-b", "1"]) == 0
    found = target.read_bytes()
    assert found.count(b"\n") == COUNT and b"\r" not in found and b"\xef\xbb\xbf" not in found
    assert squeezed(found)[:COUNT] == squeezed(LINES)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([source.name, "out"])


@pytest.mark.usefixtures("copying")
def test_an_output_in_gz(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").write_bytes(b"a dog\n\na cat\n")
    arguments = ["translate", "-m", "run", "-i", str(tmp_path / "in"), "-b", "1"]
    assert main([*arguments, "-o", str(tmp_path / "out.gz")]) == 0
    assert gzip.decompress((tmp_path / "out.gz").read_bytes()) == b"a dog\n\na cat\n"
    assert main([*arguments, "--resume", str(tmp_path / "more.gz")]) == 2
    assert "more.gz: what is packed cannot be gone on with" in capsys.readouterr().err
    assert not (tmp_path / "more.gz").exists()


@pytest.mark.usefixtures("copying")
def test_bytes_that_are_not_utf8(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(b"one\ntw\xffo\nthree\n")
    target.write_bytes(b"kept\n")
    arguments = ["translate", "-m", "run", "-i", str(source)]
    assert main([*arguments, "-o", str(target)]) == 2
    message = capsysbinary.readouterr().err.decode()
    assert "line 2" in message and "0xFF" in message and "--errors replace" in message and message.count("\n") == 1
    assert target.read_bytes() == b"kept\n" and sorted(os.listdir(tmp_path)) == ["in", "out"]
    assert main([*arguments, "--errors", "replace"]) == 0
    assert capsysbinary.readouterr().out.decode().split("\n") == ["one", "tw\ufffdo", "three", ""]


@pytest.mark.usefixtures("copying")
def test_json_and_tsv(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    source = tmp_path / "in"
    source.write_bytes(b"a dog\n\na\tcat\n")
    arguments = ["translate", "-m", "run", "-i", str(source), "-b", "3", "--nbest", "2"]
    assert main([*arguments, "--output-type", "json"]) == 0
    rows = [json.loads(line) for line in capsysbinary.readouterr().out.decode().split("\n")[:-1]]
    assert [len(row) for row in rows] == [2, 1, 2]
    assert rows[0][0]["translation"] == "a dog" and rows[0][0]["score"] >= rows[0][1]["score"]
    assert len(rows[0][0]["attention"]) == len(rows[0][0]["pieces"])
    assert len(rows[0][0]["attention"][0]) == len(rows[0][0]["source_pieces"])
    assert rows[1][0]["translation"] == "" and rows[1][0]["attention"] is None
    for kind, columns in (("tsv", 2), ("text", 1)):
        assert main([*arguments, "--output-type", kind]) == 0
        lines = capsysbinary.readouterr().out.decode().split("\n")[:-1]
        assert len(lines) == 6, "with n-best, N lines for each line of input"
        if kind == "tsv":
            assert all(len(line.split("\t")) == columns and float(line.split("\t")[0]) <= 0 for line in lines)


@pytest.mark.usefixtures("copying")
def test_an_output_that_is_a_device_or_a_link_stays_one(tmp_path: Path) -> None:
    source, pipe, link, target = (tmp_path / name for name in ("in", "pipe", "link", "target"))
    source.write_bytes(b"a dog\n")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    target.touch()
    link.symlink_to(target)
    try:
        for path in (pipe, link):
            assert main(["translate", "-m", "run", "-i", str(source), "-o", str(path)]) == 0
        assert pipe.is_fifo() and os.read(reader, 100) == b"a dog\n"
        assert link.is_symlink() and target.read_bytes() == b"a dog\n"
    finally:
        os.close(reader)


@pytest.mark.usefixtures("copying")
def test_an_error_in_a_file_comes_after_the_lines_before_it(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Where they go to stay; a file that appears when it is whole does not appear."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.write_bytes(b"one\ntwo\nthr\xffee\nfour\n")
    arguments = ["translate", "-m", "run", "-i", str(source)]
    assert main(arguments) == 2
    captured = capsysbinary.readouterr()
    assert captured.out == b"one\ntwo\n" and b"line 3: byte 4 (0xFF)" in captured.err and captured.err.count(b"\n") == 1
    assert main([*arguments, "-o", str(out)]) == 2 and not out.exists()
    assert main([*arguments, "--resume", str(out)]) == 2 and out.read_bytes() == b"one\ntwo\n"
    source.write_bytes(b"one\ntwo\nthree\nfour\n")
    assert main([*arguments, "--resume", str(out)]) == 0 and out.read_bytes() == source.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-b", "0"], "--beam-size 0: use a whole number of 1 or more"),
        (["-b", "2", "--nbest", "3"], "--nbest 3: cannot be above the beam of 2"),
        (["--nbest", "20000"], "--nbest 20000: use at most 10000"),
        (["-m", "other"], "no-run: no such run"),
        (["--top-k", "5"], "--top-k 5: has no effect without sampling; add --sample (in Python, sample=True)"),
        (["--temperature", "0.5"], "--temperature 0.5: has no effect without sampling"),
        (["--seed", "3"], "--seed 3: has no effect without sampling"),
        (["--seed", "-1", "--sample"], "--seed -1: use a whole number of 0 or more"),
        (["--sample", "-b", "3"], "--beam-size 3: has no effect with the search sample"),
        (["--sample", "--top-p", "1.5"], "--top-p 1.5: use a number above 0 and at most 1"),
        (["--batch-size", "0"], "--batch-size 0: use a whole number of 1 or more source tokens"),
        (["--length-penalty", "-1"], "--length-penalty -1.0: use 0 or more"),
        (["-i", "missing"], "missing: no such file"),
        (["--resume", "-"], "--resume -: stdout keeps nothing that can be gone on with; give a file"),
        ([], "no-run: no such run"),
    ],
)
def test_refusals(
    arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open(os.devnull, encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert main(["translate", "-m", "no-run", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("s2s: ") and message in captured.err and captured.err.count("\n") == 1


@pytest.mark.parametrize("command", ["translate", "evaluate"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--device", "mps"], "--device mps: not found on this machine; use one of: auto, cpu"),
        (["--device", "cpu", "--batch-size", "0"], "--batch-size 0: use a whole number of 1 or more source tokens"),
    ],
)
def test_refusals_of_a_real_run(
    command: str,
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: False)
    with open(os.devnull, encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert main([command, "-m", str(tiny_run(tmp_path)), *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"s2s: {message}")


@pytest.mark.parametrize("name", ["/dev/stdout", "-"])
@pytest.mark.usefixtures("copying")
def test_stdout_by_its_name_is_stdout_as_it_is(
    name: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a shell's >> has before it is not written over; - is stdin, too."""
    monkeypatch.chdir(tmp_path)
    Path("in").write_bytes(b"a dog\n")
    with open("in", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert main(["translate", "-m", "run", "-i", "-" if name == "-" else "in", "-o", name]) == 0
    assert capsysbinary.readouterr().out == b"a dog\n" and os.listdir() == ["in"]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs /dev/fd")
@pytest.mark.usefixtures("copying")
def test_an_output_that_is_a_pipe_without_a_path(tmp_path: Path) -> None:
    """As /dev/stdout is before a pipe, and what the shell makes of >(…)."""
    (tmp_path / "in").write_bytes(b"a dog\n")
    reader, writer = os.pipe()
    try:
        assert main(["translate", "-m", "run", "-i", str(tmp_path / "in"), "-o", f"/dev/fd/{writer}"]) == 0
        assert os.read(reader, 100) == b"a dog\n"
    finally:
        os.close(reader)
        os.close(writer)


@pytest.mark.usefixtures("copying")
@pytest.mark.parametrize("output", ["missing/out", ".", "/"])
def test_an_output_that_cannot_be_written(output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").write_bytes(b"a\n")
    assert main(["translate", "-m", "run", "-i", str(tmp_path / "in"), "-o", str(tmp_path / output)]) == 2
    assert "--output" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "packed", "remark"),
    [
        (
            "-o",
            "",
            "stopped; nothing is written to {out}; with --resume {out} in place of -o it could have gone on from here",
        ),
        (
            "-o",
            ".gz",
            "stopped; nothing is written to {out}.gz; with --resume {out} in place of -o it could have gone on from here",
        ),
        ("--resume", "", "stopped; {out} keeps what is translated, and the same command goes on (--resume {out})"),
        (None, "", ""),
    ],
)
def test_ctrl_c_says_how_to_go_on(
    option: str | None,
    packed: str,
    remark: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stopped(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("s2s.commands.translate.translate", stopped)
    source, out = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text("a line\n")
    given = [] if option is None else [option, f"{out}{packed}"]
    assert main(["translate", "-m", str(tmp_path), "-i", str(source), *given]) == 130
    assert capsys.readouterr().err.strip() == remark.format(out=out)

"""Lines through any pipe: all come in and all go out, or the command says that they do not and ends with another code than 0."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from translating import copier, stand_in

from s2s.cli import main
from s2s.commands import predict as predict_command
from s2s.commands import translate as command
from s2s.commands.written import format_line
from s2s.config.schema import RunConfig
from s2s.errors import UserError
from s2s.inference.predictor import Prediction
from s2s.inference.sentences import Translation
from s2s.inference.tally import Tally
from s2s.streams import Waiting, opened, standard

LINES = "".join(f"line {number} of a text\n" for number in range(40))
LONG = "".join(f"{number} and {number}\n" for number in range(30_000)).encode()
"""More than a pipe holds."""


class Pipe:
    """A pipe whose ends are descriptors, either of which may be in non-blocking mode."""

    def __init__(self, non_blocking: str) -> None:
        self.read_end, self.write_end = os.pipe()
        os.set_blocking(self.read_end if non_blocking == "read" else self.write_end, False)

    def drained(self) -> Callable[[], bytes]:
        """Starts a slow reader; the result waits for the end, and returns all of what was read."""
        received = bytearray()

        def read() -> None:
            while block := os.read(self.read_end, 5000):
                received.extend(block)
                time.sleep(0.0005)
            os.close(self.read_end)

        thread = threading.Thread(target=read)
        thread.start()

        def result() -> bytes:
            thread.join(30)
            return bytes(received)

        return result


@pytest.fixture(autouse=True)
def copying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run folder holds a model that repeats its source."""
    stand_in(monkeypatch)


def raw_stdout(handle: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stdout as Python has it under PYTHONUNBUFFERED=1."""
    raw: Any = io.FileIO(handle, "w", closefd=False)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8", write_through=True))


def fake_workers(monkeypatch: pytest.MonkeyPatch, block: bytes) -> None:
    """Workers that return `block`, and need no processes."""

    def shared(*given: object) -> Iterator[tuple[bytes, bytes, Tally, None]]:
        yield block, b"", Tally(), None

    monkeypatch.setattr(command, "shared", shared)
    monkeypatch.setattr(command, "load_config", lambda *given: copier().config)


def test_a_slow_reader_of_a_pipe_in_non_blocking_mode_gets_all_from_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").write_text("x\n", encoding="utf-8")
    pipe = Pipe("write")
    received = pipe.drained()
    fake_workers(monkeypatch, LONG)
    raw_stdout(pipe.write_end, monkeypatch)
    assert main(["translate", "-m", "run", "-i", str(tmp_path / "in"), "--workers", "2"]) == 0
    os.close(pipe.write_end)
    assert received() == LONG


@pytest.mark.parametrize("raw", [True, False])
def test_text_that_is_printed_goes_through_such_a_pipe(raw: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the JSON of evaluate and doctor: Python's own layer for text loses what a raw stream does not take."""
    pipe = Pipe("write")
    received = pipe.drained()
    if raw:
        raw_stdout(pipe.write_end, monkeypatch)
    else:
        monkeypatch.setattr(sys, "stdout", open(pipe.write_end, "w", encoding="utf-8", closefd=False))  # noqa: SIM115
    with standard():
        print(LONG.decode(), end="")
        sys.stdout.flush()
    os.close(pipe.write_end)
    assert received() == LONG


def test_a_stream_that_takes_parts_gets_all(tmp_path: Path) -> None:
    class Parts(Waiting):
        def write(self, data: Any) -> int:
            return super().write(bytes(data[:7]))

    with io.BufferedWriter(Parts(str(tmp_path / "out"), "w"), 20) as stream:
        stream.write(LONG[:1000])
    assert (tmp_path / "out").read_bytes() == LONG[:1000]


@pytest.mark.parametrize("workers", [[], ["--workers", "2"]], ids=str)
@pytest.mark.parametrize("kind", ["text", "json", "tsv"])
def test_a_disk_that_takes_a_part_is_an_error(
    workers: list[str], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import resource

    (tmp_path / "in").write_text(LINES, encoding="utf-8")
    if workers:
        fake_workers(monkeypatch, LINES.encode())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open(tmp_path / "out", "wb") as file, monkeypatch.context() as patch:
        raw_stdout(file.fileno(), patch)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
        try:
            code = main(
                ["translate", "-m", "r", "-i", str(tmp_path / "in"), "--output-type", kind, "-b", "1", *workers]
            )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    said = capsys.readouterr().err
    assert code == 2 and said.startswith("s2s: stdout: cannot be written: File too large") and said.count("\n") == 1
    assert (tmp_path / "out").stat().st_size == 500


@pytest.mark.parametrize("raw", [True, False])
@pytest.mark.parametrize(
    "typed",
    [
        ["evaluate", "--hypothesis", "IN", "--reference", "IN"],
        ["evaluate", "--hypothesis", "IN", "--reference", "IN", "--json"],
        ["doctor", "DATA"],
        ["doctor", "DATA", "--json"],
        ["inspect", "unfold", "a b", "--format", "none"],
        ["translate", "-m", "run", "-i", "IN"],
        ["--version"],
        ["evaluate", "--help"],
        ["train", "--help"],
    ],
    ids=" ".join,
)
def test_a_full_stdout_is_an_error(
    typed: list[str], raw: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("en", "de"):
        (tmp_path / f"pairs.{language}").write_text(LINES, encoding="utf-8")
    places = {"IN": str(tmp_path / "pairs.en"), "DATA": str(tmp_path / "pairs")}
    full = os.open("/dev/full", os.O_WRONLY)
    with monkeypatch.context() as patch:
        if raw:
            raw_stdout(full, patch)
        else:
            patch.setattr(sys, "stdout", open(full, "w", encoding="utf-8", closefd=False))  # noqa: SIM115
        try:
            code = main([places.get(word, word) for word in typed])
        except SystemExit as end:
            code = int(end.code or 0)
    os.close(full)
    said = capsys.readouterr().err
    assert code == 2 and said.endswith("\n") and "s2s: stdout: cannot be written: No space left" in said, said


def test_lines_that_come_in_parts_through_a_pipe_in_non_blocking_mode(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """For a moment there is nothing, or half a line, or half a character: none of these is the end."""
    pipe, data = Pipe("read"), (LINES + "half ä line\n").encode()

    def feed() -> None:
        for start in range(0, len(data), 101):
            time.sleep(0.002)
            os.write(pipe.write_end, data[start : start + 101])
        os.close(pipe.write_end)

    threading.Thread(target=feed).start()
    with open(pipe.read_end, encoding="utf-8") as source:
        monkeypatch.setattr(sys, "stdin", source)
        assert main(["translate", "-m", "run", "-b", "1"]) == 0
    assert capsysbinary.readouterr().out == data


def test_all_of_a_pipe_is_read_at_once_too() -> None:
    pipe = Pipe("read")
    threading.Timer(0.05, lambda: (os.write(pipe.write_end, b"late"), os.close(pipe.write_end))).start()
    with opened(pipe.read_end) as stream:
        assert stream.read() == b"late"


def test_a_stderr_that_takes_nothing_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "in").write_text(LINES, encoding="utf-8")
    with open("/dev/full", "w", encoding="utf-8") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", full)
        assert main(["translate", "-m", "run", "-i", str(tmp_path / "in"), "-b", "1", "--max-length", "3"]) == 0
        assert main(["translate", "-m", "run", "-i", str(tmp_path / "missing")]) == 2
    assert capsysbinary.readouterr().out.count(b"\n") == 40


BROKEN = "two\r\nlines\nand one"


@pytest.mark.parametrize("kind", ["text", "tsv", "json"])
def test_a_translation_with_line_breaks_is_one_line(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "s2s")
    translation = Translation(BROKEN, 0.0, 0.0, (), (), None)
    line, tally = format_line([translation], kind, 1), Tally()
    tally.note(translation, kind)
    tally.report(kind)
    assert line.count("\n") == 1 and line.endswith("\n")
    if kind == "json":
        assert json.loads(line)[0]["translation"] == BROKEN and caplog.text == ""
    else:
        assert line.split("\t")[-1] == "two lines and one\n"
        assert (
            "1 translations hold line breaks, which are written as spaces; --output-type json keeps them" in caplog.text
        )


@pytest.mark.parametrize("kind", ["text", "json"])
def test_a_label_with_line_breaks_is_one_line(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Model:
        source = type("Source", (), {"takes_vectors": False})

        def stream(self, values: Any, window: int) -> Iterator[Prediction]:
            return (Prediction(BROKEN, None, ("a",)) for _ in values)

    monkeypatch.setattr(predict_command, "find_run", lambda *given: None)
    monkeypatch.setattr(predict_command, "load_config", lambda *given: RunConfig(task="classify"))
    monkeypatch.setattr(predict_command, "predictor_of", lambda *given: Model())
    monkeypatch.setattr("s2s.cli.find_run", lambda name: name)
    (tmp_path / "in").write_text("a\nb\n", encoding="utf-8")
    assert main(["predict", "-m", "run", "-i", str(tmp_path / "in"), "--output-type", kind]) == 0
    captured = capsys.readouterr()
    if kind == "json":
        assert [json.loads(line)["label"] for line in captured.out.splitlines()] == [BROKEN] * 2 and captured.err == ""
    else:
        assert captured.out == "two lines and one\n" * 2
        assert "2 predictions hold line breaks" in captured.err


def test_what_a_closed_descriptor_does_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    raw_stdout(write_end, monkeypatch)
    with standard(), pytest.raises(BrokenPipeError):
        print("nobody reads it")
    os.close(write_end)
    with pytest.raises((OSError, UserError)), standard():
        print("it is closed")

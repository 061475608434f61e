"""Text that comes through a named pipe, and standard streams that are closed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from translating import tiny_run

from s2s.cli import main

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


@pytest.mark.parametrize("interrupted", [False, True])
def test_each_line_of_a_named_pipe_is_answered_at_once(interrupted: bool, tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    arguments = ["translate", "-m", str(tiny_run(tmp_path / "run")), "--device", "cpu", "-i", str(fifo)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", "s2s", *arguments], stdout=pipe, stderr=pipe, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        with open(fifo, "wb", buffering=0) as sink:
            for line in (b"the dog\n", b"\n", b"a cat\n"):
                sink.write(line)
                assert process.stdout.readline().endswith(b"\n")
            if interrupted:
                process.send_signal(signal.SIGINT)
                assert process.wait(30) == 130
        assert process.stderr.read() == b"" and process.wait(30) == (130 if interrupted else 0)


def test_a_named_pipe_is_closed_at_its_end(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    with subprocess.Popen(["bash", "-c", f"printf 'the dog\\na cat' > '{fifo}'"]):
        assert main(["translate", "-m", str(tiny_run(tmp_path / "run")), "--device", "cpu", "-i", str(fifo)]) == 0
    assert capsysbinary.readouterr().out.count(b"\n") == 2


@pytest.mark.parametrize(
    ("command", "stream", "message"),
    [
        ("translate", "stdin", "s2s: stdin: is closed; give text on it, or --input FILE\n"),
        ("translate", "stdout", "s2s: stdout: is closed; open it, or give --output FILE\n"),
        ("predict", "stdout", "s2s: stdout: is closed; open it, or give --output FILE\n"),
    ],
)
def test_a_closed_stream_is_refused(
    command: str, stream: str, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, stream, None)  # as Python has it after the shell's <&- and >&-
    assert main([command, "-m", "no-run"]) == 2
    assert capsys.readouterr().err == message

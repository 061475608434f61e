"""`s2s translate` of what comes line by line: pipes, terminals, and standard streams that are closed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from translating import Copy, copier, stand_in, tiny_run

from s2s.cli import main
from s2s.config.schema import RunConfig

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
SHORT = (
    b"\xef\xbb\xbfthe dog\r\n\n   \na\xe2\x80\xa8b\nc\xc2\x85d\ne\x0cf\ng\th\n\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\n"
    + b"x" * 50
    + b"\nthe last, without an end"
)
"""No line is long, since an untrained model never ends."""
COUNT = 10


@pytest.mark.slow
def test_pipe_and_imports_of_a_real_run(tmp_path: Path) -> None:
    run = str(tiny_run(tmp_path / "run"))
    code = (
        "import sys; from s2s.cli import main; code = main(sys.argv[1:]);"
        "found = {'hydra', 'datasets', 'matplotlib', 'sacrebleu'} & set(sys.modules); assert not found, found;"
        "sys.exit(code)"
    )
    typed = [sys.executable, "-W", "error", "-c", code, "translate", "-m", run, "--device", "cpu", "-b", "1"]
    result = subprocess.run(typed, input=SHORT, capture_output=True, env=ENVIRONMENT, timeout=60, check=False)
    assert result.returncode == 0, result.stderr.decode()
    assert result.stdout.count(b"\n") == COUNT and result.stdout.split(b"\n")[1:3] == [b"", b""]
    command = f"yes 'the dog' | '{sys.executable}' '{ROOT}/scripts/translate.py' -m '{run}' --device cpu | head -n 1"
    quiet = subprocess.run(["bash", "-c", command], capture_output=True, env=ENVIRONMENT, timeout=60, check=False)
    assert quiet.stderr == b"" and quiet.stdout.count(b"\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize("interrupted", [False, True])
def test_each_line_of_a_pipe_is_answered_at_once(interrupted: bool, tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "s2s", "translate", "-m", str(tiny_run(tmp_path)), "--device", "cpu"]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, stderr=pipe, env=ENVIRONMENT) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        for line in (b"the dog\n", b"\n", b"a cat\n"):
            process.stdin.write(line)
            process.stdin.flush()
            assert process.stdout.readline().endswith(b"\n")
        if interrupted:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
        process.stdin.close()
        said = process.stderr.read()  # at the end, that an untrained model writes nonsense
        assert said.startswith(b"s2s: of 3 translations, ") != interrupted and said.count(b"\n") == (not interrupted)
        assert process.wait(30) == (130 if interrupted else 0)


def piped(data: bytes, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """`translate` with `data`, which a pipe can hold at once, on stdin."""
    reading, writing = os.pipe()
    with open(writing, "wb") as sink:
        sink.write(data)
    with open(reading, encoding="utf-8") as source:
        monkeypatch.setattr(sys, "stdin", source)
        return main(["translate", *arguments])


@pytest.mark.parametrize("how", [["-b", "1"], ["-b", "3", "--nbest", "2"], ["--sample", "--seed", "7"]])
def test_a_pipe_gives_what_a_file_gives(
    how: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = b"".join(b"\n" if n % 7 == 6 else b"%d\n" % (n * n) for n in range(300))
    (tmp_path / "in").write_bytes(data)
    arguments = ["-m", str(tiny_run(tmp_path / "run")), "--device", "cpu", *how]
    assert main(["translate", *arguments, "-i", str(tmp_path / "in")]) == 0
    expected = capsysbinary.readouterr().out
    assert expected.count(b"\n") == 300 * (2 if "--nbest" in how else 1)
    assert piped(data, monkeypatch, *arguments) == 0
    assert capsysbinary.readouterr().out == expected


def test_lines_that_wait_in_a_pipe_are_decoded_together(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    translator = copier()
    stand_in(monkeypatch, translator)
    lines = b"".join(b"line %d\n" % n for n in range(300))
    assert piped(lines, monkeypatch, "-m", "run", "-b", "1", "--batch-size", "100000") == 0
    assert capsysbinary.readouterr().out == lines
    assert isinstance(translator.backend, Copy) and translator.backend.calls < 30


@pytest.mark.usefixtures("copying")
def test_an_error_in_a_pipe_comes_after_the_lines_before_it(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert piped(b"one\ntwo\nthr\xffee\nfour\n", monkeypatch, "-m", "run") == 2
    captured = capsysbinary.readouterr()
    assert captured.out == b"one\ntwo\n"
    assert captured.err.startswith(b"s2s: stdin: line 3: byte 4 (0xFF)") and captured.err.count(b"\n") == 1


@pytest.mark.usefixtures("copying")
def test_a_terminal_is_prompted(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    main_end, terminal = os.openpty()
    os.write(main_end, b"a dog\n\x04")
    with open(terminal, encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        assert main(["translate", "-m", "run"]) == 0
    os.close(main_end)
    captured = capsysbinary.readouterr()
    assert captured.out == b"a dog\n" and captured.err.decode().count("en → de> ") == 2


@pytest.mark.parametrize(
    ("more", "code", "said"), [([], 0, "> "), (["--workers", "2"], 2, "s2s: --workers 2: they take many")]
)
def test_a_terminal_has_no_languages_of_a_language_model_and_no_workers(
    more: list[str], code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, copier(RunConfig(task="generate")))
    main_end, terminal = os.openpty()
    os.write(main_end, b"\x04")
    with open(terminal, encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        assert main(["translate", "-m", "run", *more]) == code
    os.close(main_end)
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.slow
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
        said = process.stderr.read()  # at the end, that an untrained model writes nonsense
        assert said.startswith(b"s2s: of 3 translations, ") != interrupted and said.count(b"\n") == (not interrupted)
        assert process.wait(30) == (130 if interrupted else 0)


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

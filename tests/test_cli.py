"""The command line: N lines in, N lines out, one line for a mistake, and nothing heavy imported for nothing."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from translating import Copy, copier, tiny_run

from s2s.cli import main
from s2s.config.schema import RunConfig, Task
from s2s.inference.translator import Translator

ROOT = Path(__file__).parents[1]
LINES = (
    b"\xef\xbb\xbfthe dog\r\n\n   \na\xe2\x80\xa8b\nc\xc2\x85d\ne\x0cf\ng\th\n\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\n"
    + b"x" * 10_000
    + b"\nthe last, without an end"
)
SHORT = LINES.replace(b"x" * 10_000, b"x" * 50)  # an untrained model never ends, so a long line takes its time
COUNT = 10


@pytest.fixture
def copying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run folder holds a model that repeats its source."""
    monkeypatch.setattr(Translator, "load", classmethod(lambda cls, *place: copier()))


def python(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *arguments], input=stdin, capture_output=True, env=environment, timeout=60, check=False
    )


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
    monkeypatch.setattr(Translator, "load", classmethod(lambda cls, *place: copier(RunConfig(task=Task.generate))))
    main_end, terminal = os.openpty()
    os.write(main_end, b"\x04")
    with open(terminal, encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        assert main(["translate", "-m", "run", *more]) == code
    os.close(main_end)
    assert capsys.readouterr().err.startswith(said)


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


def test_a_closed_stderr_is_told_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stderr", None)  # as Python has it after the shell's 2>&-
    assert main(["translate", "-m", "no-run"]) == 2
    assert sys.stderr is not None
    sys.stderr.close()
    assert capsys.readouterr().out == ""


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(*_: object) -> Translator:
        raise KeyboardInterrupt

    monkeypatch.setattr(Translator, "load", interrupted)
    (tmp_path / "in").touch()
    assert main(["translate", "-m", "run", "-i", str(tmp_path / "in")]) == 130


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-b", "0"], "--beam-size 0: use a whole number of 1 or more"),
        (["-b", "2", "--nbest", "3"], "--nbest 3: cannot be above the beam of 2"),
        (["--nbest", "20000"], "--nbest 20000: use at most 10000"),
        (["-m", "other"], "no-run: not a run folder"),
        (["--top-k", "5"], "--top-k 5: has no effect without sampling; add --sample (in Python, sample=True)"),
        (["--temperature", "0.5"], "--temperature 0.5: has no effect without sampling"),
        (["--seed", "3"], "--seed 3: has no effect without sampling"),
        (["--seed", "-1", "--sample"], "--seed -1: use a whole number of 0 or more"),
        (["--sample", "-b", "3"], "--beam-size 3: has no effect with --sample"),
        (["--sample", "--top-p", "1.5"], "--top-p 1.5: use a number above 0 and at most 1"),
        (["--batch-size", "0"], "--batch-size 0: use a whole number of 1 or more source tokens"),
        (["--length-penalty", "-1"], "--length-penalty -1.0: use 0 or more"),
        (["-i", "missing"], "missing: no such file"),
        ([], "no-run: not a run folder"),
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


@pytest.mark.usefixtures("copying")
def test_stdout_by_its_name_is_stdout_as_it_is(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """What a shell's >> has before it is not written over."""
    (tmp_path / "in").write_bytes(b"a dog\n")
    assert main(["translate", "-m", "run", "-i", str(tmp_path / "in"), "-o", "/dev/stdout"]) == 0
    assert capsysbinary.readouterr().out == b"a dog\n"


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


def test_pipe_and_imports_of_a_real_run(tmp_path: Path) -> None:
    run = str(tiny_run(tmp_path / "run"))
    code = (
        "import sys; from s2s.cli import main; code = main(sys.argv[1:]);"
        "found = {'hydra', 'datasets', 'matplotlib', 'sacrebleu'} & set(sys.modules); assert not found, found;"
        "sys.exit(code)"
    )
    result = python("-W", "error", "-c", code, "translate", "-m", run, "--device", "cpu", "-b", "1", stdin=SHORT)
    assert result.returncode == 0, result.stderr.decode()
    assert result.stdout.count(b"\n") == COUNT and result.stdout.split(b"\n")[1:3] == [b"", b""]
    command = f"yes 'the dog' | '{sys.executable}' '{ROOT}/scripts/translate.py' -m '{run}' --device cpu | head -n 1"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    quiet = subprocess.run(["bash", "-c", command], capture_output=True, env=environment, timeout=60, check=False)
    assert quiet.stderr == b"" and quiet.stdout.count(b"\n") == 1


@pytest.mark.parametrize("interrupted", [False, True])
def test_each_line_of_a_pipe_is_answered_at_once(interrupted: bool, tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "s2s", "translate", "-m", str(tiny_run(tmp_path)), "--device", "cpu"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        for line in (b"the dog\n", b"\n", b"a cat\n"):
            process.stdin.write(line)
            process.stdin.flush()
            assert process.stdout.readline().endswith(b"\n")
        if interrupted:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
        process.stdin.close()
        assert process.stderr.read() == b"" and process.wait(30) == (130 if interrupted else 0)


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
    monkeypatch.setattr(Translator, "load", lambda *place: translator)
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


@pytest.mark.parametrize(
    ("command", "mistake"),
    [
        ("translate", ["-m", "no-run"]),
        ("translate", ["-m", "no-run", "-i", "missing"]),
        ("evaluate", ["-m", "no-run"]),
        ("evaluate", ["--hypothesis", "missing"]),
    ],
)
def test_help_and_mistakes_import_nothing_heavy(command: str, mistake: list[str]) -> None:
    code = (
        "import sys, s2s; assert s2s.__version__; assert not {'numpy', 'torch', 'sentencepiece'} & set(sys.modules)\n"
        "from s2s.cli import main\n"
        f"try: main([{command!r}, '--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "assert not {'numpy', 'torch', 'sentencepiece'} & set(sys.modules)\n"
        f"assert main({[command, *mistake]!r}) == 2\n"
        "found = {'torch', 'hydra', 'datasets', 'matplotlib'} & set(sys.modules); assert not found, found"
    )
    result = python("-c", code)
    assert result.returncode == 0, result.stderr.decode()


def test_version_and_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0 and capsys.readouterr().out == "s2s 0.1.0\n"
    for arguments in ([], ["translate"], ["nothing"]):
        with pytest.raises(SystemExit) as end:
            main(arguments)
        assert end.value.code == 2

"""`s2s translate --resume OUT`: stopped anywhere and called again, it writes what it would have written at once."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from grids import thinned
from resuming import LINES, note, stopped
from translating import stand_in, tiny_run

from s2s.cli import main
from s2s.inference.translator import Translator

ROOT = Path(__file__).parents[2]


def texts(written: bytes, kind: str) -> list[str]:
    """The translations without their scores, whose last digits depend on what is translated beside them."""
    lines = written.decode().split("\n")
    assert lines.pop() == ""
    if kind == "json":
        return [found["translation"] for line in lines for found in json.loads(line)]
    return [line.split("\t")[-1] for line in lines]


@pytest.mark.parametrize(("kind", "nbest"), thinned([("text", 1), ("tsv", 2), ("text", 3), ("json", 2)], 2))
def test_cut_anywhere(
    kind: str, nbest: int, source: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a kill has left of the file, down to half a character, nothing is lost and nothing comes twice."""
    translator = Translator.load(tiny_run(tmp_path / "run"), "cpu")
    stand_in(monkeypatch, translator)
    arguments = ["translate", "-m", "run", "-i", str(source), "-b", "3", "--nbest", str(nbest), "--output-type", kind]
    source.write_text("".join(f"{line}\n" for line in LINES[:16]), encoding="utf-8")
    assert main([*arguments, "-o", str(out)]) == 0
    expected = out.read_bytes()
    out.unlink()
    arguments += ["--resume", str(out)]
    stopped(monkeypatch, arguments, 0)
    begun = note(out).read_bytes()
    chance = random.Random(2)
    for end in [0, 1, len(expected) - 1, len(expected), *(chance.randrange(len(expected)) for _ in range(6))]:
        out.write_bytes(expected[:end])
        note(out).write_bytes(begun)
        assert main(arguments) == 0
        assert texts(out.read_bytes(), kind) == texts(expected, kind), end
        assert not note(out).exists()


@pytest.mark.usefixtures("copying")
def test_only_what_is_missing_is_translated(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["translate", "-m", "run", "-i", str(source), "-b", "1", "--resume", str(out)]
    stopped(monkeypatch, arguments, 25)
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES[:25]
    with monkeypatch.context() as patch:
        seen: list[str] = []
        encode = Translator.encode
        patch.setattr(Translator, "encode", lambda translator, line: seen.append(line) or encode(translator, line))
        assert main(arguments) == 0
    assert seen == LINES[25:]
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES
    assert main(arguments) == 0
    assert f"{out}: has the output of all 40 lines already" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES


@pytest.mark.parametrize("how", [[], ["--sample", "--seed", "3", "--nbest", "2"]], ids=str)
def test_the_same_as_at_once(how: list[str], source: Path, out: Path, tmp_path: Path) -> None:
    """Samples too, which depend on the number of the line."""
    place = ["translate", "-m", str(tiny_run(tmp_path / "run")), "--device", "cpu", *how]
    assert main([*place, "-i", str(source), "-o", str(out)]) == 0
    expected = out.read_bytes()
    out.unlink()
    (tmp_path / "some").write_text("".join(f"{line}\n" for line in LINES[:13]), encoding="utf-8")
    assert main([*place, "-i", str(tmp_path / "some"), "--resume", str(out)]) == 0
    assert expected.startswith(out.read_bytes())
    # As after a kill: half a line more, and the note still there.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *given, **options: None)
        other = tmp_path / "other"
        assert main([*place, "-i", str(tmp_path / "some"), "--resume", str(other)]) == 0
    with open(other, "ab") as file:
        file.write(b"half a l")
    zipped = tmp_path / "in.gz"
    zipped.write_bytes(gzip.compress(source.read_bytes()))
    assert main([*place, "-i", str(zipped), "--resume", str(other)]) == 0
    assert other.read_bytes() == expected


@pytest.mark.usefixtures("copying")
def test_what_does_not_go_together_is_refused(
    source: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tiny_run(tmp_path / "run")
    arguments = ["translate", "-m", str(run), "-i", str(source), "--resume", str(out)]

    def refused(message: str, *more: str, given: list[str] = arguments) -> None:
        before = out.read_bytes() if out.exists() else None
        capsys.readouterr()
        assert main([*given, *more]) == 2
        said = capsys.readouterr().err
        assert said.startswith("s2s: ") and message in said and said.count("\n") == 1, said
        assert (out.read_bytes() if out.exists() else None) == before

    refused(f"--resume {out}: is where the output goes; leave --output out", "-o", "x")
    stopped(monkeypatch, [*arguments, "-b", "2"], 25)
    refused(f"--beam-size 3: --resume {out} was begun with 2; go on with that, or give another file", "-b", "3")
    refused(f"--beam-size as the run says: --resume {out} was begun with 2; go on with that")
    refused("--nbest 2: --resume ", "-b", "2", "--nbest", "2")
    refused("--output-type json: --resume ", "-b", "2", "--output-type", "json")
    (run / "model.safetensors").write_bytes((run / "model.safetensors").read_bytes() + b" ")
    refused(f"--resume {out}: was begun with another model; go on with that one, or give another file", "-b", "2")
    tiny_run(run)
    (tmp_path / "short").write_text("one\ntwo\n", encoding="utf-8")
    short = [*arguments[:4], str(tmp_path / "short"), "--resume", str(out), "-b", "2"]
    refused("has the output of 25 lines, but ", given=short)
    kept = note(out).read_bytes()
    for damage in (b"", b"{", b"[]", b"{}", b"[" * 10_000):
        note(out).write_bytes(damage)
        refused(f"{note(out)}: is damaged; give --resume another file, or remove both", "-b", "2")
    note(out).write_bytes(kept)
    assert main([*arguments, "-b", "2", "--batch-size", "50", "--errors", "replace"]) == 0
    out.write_text("a file of somebody\n", encoding="utf-8")
    refused(
        f"--resume {out}: has the output of 1 lines, {source} has more, and no out.resume says what it was made with"
    )
    refused("is not a file; name one, or use --output", given=[*arguments[:-1], str(tmp_path)])
    refused("is not a file; name one, or use --output", given=[*arguments[:-1], "/dev/null"])
    refused("cannot be written: ", given=[*arguments[:-1], str(tmp_path / "missing" / "out")])


@pytest.mark.usefixtures("copying")
@pytest.mark.parametrize(
    ("runs", "how", "code"),
    [
        (1, [], 2),
        (1, ["--device", "cpu"], 2),
        (1, ["--backend", "torch"], 0),
        (1, ["--device", "cuda"], 0),
        (2, [], 0),
    ],
)
def test_an_export_made_in_between_is_another_model_only_where_it_is_used(
    runs: int, how: list[str], code: int, source: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tiny_run(tmp_path / f"run-{number}") for number in range(runs)]
    arguments = ["translate", "-m", *map(str, folders), "-i", str(source), "-b", "1", *how, "--resume", str(out)]
    stopped(monkeypatch, arguments, 25)
    (folders[0] / "onnx").mkdir()
    (folders[0] / "onnx" / "step.onnx").write_bytes(b"x")
    assert main(arguments) == code
    (folders[0] / "model.safetensors").write_bytes(b"x")
    stopped(monkeypatch, [*arguments[:-1], f"{out}2"], 25)
    (folders[0] / "model.safetensors").write_bytes(b"y")
    assert main([*arguments[:-1], f"{out}2"]) == 2


@pytest.mark.usefixtures("copying")
def test_one_process_at_a_time(source: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    holder = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, 2); print(flush=True); sys.stdin.read()"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", holder, str(out)], stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None and process.stdin is not None and process.stdout.readline()
        assert main(["translate", "-m", "run", "-i", str(source), "--resume", str(out)]) == 2
        process.stdin.close()
    assert f"--resume {out}: another process is writing to it" in capsys.readouterr().err
    assert main(["translate", "-m", "run", "-i", str(source), "--resume", str(out), "-b", "1"]) == 0
    assert out.read_text(encoding="utf-8").split("\n")[:-1] == LINES


@pytest.mark.usefixtures("copying")
def test_a_terminal_cannot_be_resumed(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main_end, terminal = os.openpty()
    with open(terminal, encoding="utf-8") as typed:
        monkeypatch.setattr(sys, "stdin", typed)
        assert main(["translate", "-m", "run", "--resume", str(out)]) == 2
    os.close(main_end)
    assert "needs text that comes again alike; give --input FILE or a pipe" in capsys.readouterr().err


@pytest.mark.usefixtures("copying")
@pytest.mark.parametrize("to", ["--resume", "-o"])
def test_a_full_disk(
    to: str, source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python tells of it when it writes, and again when it closes the file; after `--resume` the same command goes on."""
    import resource

    arguments = ["translate", "-m", "run", "-i", str(source), "-b", "1", "--output-type", "json"]
    assert main([*arguments, "-o", str(out)]) == 0
    expected = out.read_bytes()
    out.unlink()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(expected) // 2, hard))
    try:
        assert main([*arguments, to, str(out)]) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    said = capsys.readouterr().err
    assert "out: cannot be written: File too large; make room, and the same command goes on" in said
    assert said.count("s2s: ") == 1 + ("vocabulary" in said)  # the characters that this model does not know are said
    assert main([*arguments, to, str(out)]) == 0
    assert out.read_bytes() == expected


@pytest.mark.slow
def test_a_full_stdout(tmp_path: Path, source: Path) -> None:
    arguments = ["translate", "-m", str(tiny_run(tmp_path / "run")), "-i", str(source), "-b", "1", "--device", "cpu"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "s2s", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=60,
            check=False,
        )
    said = done.stderr.decode()
    assert (
        done.returncode == 2
        and said.startswith("s2s: stdout: cannot be written: No space left")
        and said.count("\n") == 1
    )


@pytest.mark.slow
@pytest.mark.parametrize("how", [["--nbest", "2"], ["--sample", "--seed", "4"], ["--workers", "2"]], ids=str)
def test_killed_while_it_translates_a_pipe(how: list[str], tmp_path: Path, out: Path) -> None:
    """A process killed by SIGKILL ten times, each time fed the same text from the start."""
    chance = random.Random(5)
    text = "".join("".join(chance.choices("abcdefgh ", k=chance.randrange(12))) + "\n" for _ in range(3000)).encode()
    (tmp_path / "in").write_bytes(text)
    line = [sys.executable, "-m", "s2s", "translate", "-m", str(tiny_run(tmp_path / "run")), "--device", "cpu", *how]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    whole = subprocess.run(line, input=text, capture_output=True, env=environment, check=True).stdout
    sizes, kills = [0], 0
    while kills < 10:
        with open(tmp_path / "in", "rb") as file:
            feeder = subprocess.Popen(["cat"], stdin=file, stdout=subprocess.PIPE)
            process = subprocess.Popen([*line, "--resume", str(out)], stdin=feeder.stdout, env=environment)
            assert feeder.stdout is not None
            feeder.stdout.close()
            goal = sizes[-1] + chance.randrange(max(1, len(whole) // 10))
            while process.poll() is None and (out.stat().st_size if out.exists() else 0) <= goal:
                time.sleep(0.002)
            process.kill()
            feeder.kill()
            feeder.wait()
        if process.wait() == 0:
            break
        assert process.returncode == -signal.SIGKILL
        kills += 1
        sizes.append(out.stat().st_size)
    # The three parts of workers, of 1000 lines, come out whole, on a busy machine two of them at once.
    least = 1 if "--workers" in how else 5
    assert kills >= least and sizes == sorted(sizes)
    subprocess.run([*line, "--resume", str(out)], input=text, env=environment, check=True)
    found, expected = out.read_bytes().split(b"\n"), whole.split(b"\n")
    differ = sum(one != other for one, other in zip(found, expected, strict=True))
    # Other batches round otherwise, which now and then decides one of 66,000 draws; a line lost or moved shifts them all.
    assert differ <= (2 if "--sample" in how else 0)


@pytest.mark.usefixtures("copying")
def test_an_output_without_a_line_does_not_stay(source: Path, out: Path, tmp_path: Path) -> None:
    """What was wrong is mended, and the same command begins anew."""
    beginnings = tmp_path / "beginnings"
    beginnings.write_text("x\n" * 3, encoding="utf-8")
    arguments = ["translate", "-m", "run", "-b", "1", "--prefix", str(beginnings), "--resume", str(out)]
    assert main([*arguments, "-i", str(source)]) == 2
    assert not out.exists() and not note(out).exists()
    os.mkfifo(tmp_path / "pipe")
    arguments[arguments.index(str(beginnings))] = str(tmp_path / "pipe")
    assert main([*arguments, "-i", str(source)]) == 2


@pytest.mark.usefixtures("copying")
def test_a_direction_that_comes_or_goes_is_named(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["translate", "-m", "run", "-i", str(source), "-b", "1", "--resume", str(out)]
    stopped(monkeypatch, arguments, 25)
    assert main([*arguments, "--from", "en"]) == 2
    assert f"s2s: --from en: --resume {out} was begun with as the run says; " in capsys.readouterr().err
    assert main(arguments) == 0
    out.unlink()
    stopped(monkeypatch, [*arguments, "--from", "en"], 25)
    capsys.readouterr()
    assert main(arguments) == 2
    assert f"s2s: --from as the run says: --resume {out} was begun with en; " in capsys.readouterr().err

"""Several processes write what one would have written."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from translating import tiny_run
from working import die, nap, number

from s2s.cli import main
from s2s.commands import workers
from s2s.commands.workers import PART, shared
from s2s.errors import UserError
from s2s.runtime import machine


def test_order_and_numbers_are_kept() -> None:
    lines = [f"line {n}" for n in range(4 * PART + 17)]
    assert b"".join(shared(lines, number, 2)) == number(lines, 0)
    assert list(shared([], number, 2)) == []


def test_input_is_read_only_a_little_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PART", 10)
    read = 0

    def lines() -> Iterator[str]:
        nonlocal read
        for _ in range(1000):
            read += 1
            yield "x"

    found = shared(lines(), number, 2)
    next(found)
    assert read <= 10 * (workers.AHEAD * 2 + 1)
    assert b"".join(found).count(b"\n") == 990


def test_a_part_of_long_lines_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CHARACTERS", 10)
    assert [len(part) for part in workers.parts(["x" * 4] * 7 + ["", "y" * 50, "z"])] == [3, 3, 3, 1]


def test_an_error_in_the_input_comes_after_what_was_read_before_it() -> None:
    def lines() -> Iterator[str]:
        yield from ("a", "b")
        raise UserError("line 3 is wrong")

    found = shared(lines(), number, 2)
    assert next(found) == b"0 a\n1 b\n"
    with pytest.raises(UserError, match="line 3"):
        next(found)


def test_where_the_caller_stops_the_workers_do() -> None:
    found = shared(["x"] * 5 * PART, nap, 2)
    assert next(found) == b"done"
    begin = time.monotonic()
    found.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begin < 20


def test_cores_are_counted_where_the_system_cannot_say_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert machine.cores() == os.cpu_count()


def test_a_missing_run_is_told_of_though_there_is_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").touch()
    assert main(["translate", "-m", "no-run", "-i", str(tmp_path / "in"), "--workers", "2"]) == 2
    assert capsys.readouterr().err.startswith("s2s: no-run: no such run")


def test_a_process_that_is_killed_is_told_of() -> None:
    with pytest.raises(UserError, match="a worker process was ended from outside"):
        list(shared(["a"], die, 2))


@pytest.mark.slow
def test_workers_end_with_the_process_that_started_them() -> None:
    """Also where it is killed, and can tell nobody."""
    script = (
        "import time; from working import who; from s2s.commands.workers import shared\n"
        "if __name__ == '__main__':\n"
        "    for found in shared(['x'] * 3000, who, 2):\n"
        "        print(found.decode(), flush=True)\n"
        "        time.sleep(100)"
    )
    paths = os.pathsep.join(str(path) for path in Path(__file__).parents[1:3])
    line = [sys.executable, "-c", script]
    with subprocess.Popen(line, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        assert Path(f"/proc/{worker}").exists()
        process.kill()
    for _ in range(300):
        if not Path(f"/proc/{worker}").exists():
            break
        time.sleep(0.1)
    assert not Path(f"/proc/{worker}").exists()


@pytest.mark.slow
def test_the_command_line(tmp_path: Path) -> None:
    folder = tiny_run(tmp_path / "run")
    source = tmp_path / "source"
    source.write_text("the dog\n\na cat\n" * 500, encoding="utf-8")
    written = []
    for count in ("1", "2"):
        target = tmp_path / count
        assert (
            main(["translate", "-m", str(folder), "-i", str(source), "-o", str(target), "-b", "1", "--workers", count])
            == 0
        )
        written.append(target.read_bytes())
    assert written[0] == written[1] and written[0].count(b"\n") == 1500

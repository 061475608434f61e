"""Folders under TMPDIR that are gone with the process, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from s2s.runtime import private
from s2s.runtime.private import private_folder

PATHS = os.pathsep.join(str(path) for path in Path(__file__).parents[1:3])


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_it_is_gone_after_an_error(temporary: Path) -> None:
    with pytest.raises(KeyboardInterrupt), private_folder() as folder:
        (folder / "file").write_bytes(b"x")
        assert folder.parent == temporary and folder.stat().st_mode & 0o777 == 0o700
        raise KeyboardInterrupt
    assert not list(temporary.iterdir()) and not private.FOLDERS


def test_what_is_there_already_is_not_ours(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "urandom", lambda count: bytes(count))
    (temporary / f"s2s-{'00' * 8}").mkdir()
    with pytest.raises(FileExistsError), private_folder():
        pass
    assert len(list(temporary.iterdir())) == 1 and not private.FOLDERS


@pytest.mark.parametrize("end", ["threading.Thread(target=leave, args=[143]).start()", "os.kill(os.getpid(), 15)"])
def test_a_worker_leaves_nothing_behind(end: str, temporary: Path) -> None:
    """Also where it is just writing."""
    script = (
        "import os, threading; from s2s.runtime.private import leave, leave_at_sigterm, private_folder\n"
        "leave_at_sigterm()\n"
        "with private_folder() as folder:\n"
        f"    {end}\n"
        "    while True:\n"
        "        try: (folder / os.urandom(4).hex()).write_bytes(b'x')\n"
        "        except OSError: pass\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": PATHS}, timeout=60)
    assert done.returncode == 143 and not list(temporary.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_to_the_whole_group_while_workers_load(number: signal.Signals, temporary: Path) -> None:
    """As from a scheduler, a terminal, or a killer of the parent alone."""
    script = (
        "from working import loading; from s2s.commands.workers import shared\n"
        "if __name__ == '__main__':\n"
        "    list(shared(['x'] * 3000, loading, 2))\n"
    )
    environment = {**os.environ, "PYTHONPATH": PATHS}
    with subprocess.Popen([sys.executable, "-c", script], env=environment, start_new_session=True) as process:
        wait_for(lambda: len(list(temporary.glob("s2s-*/file"))) == 2)
        os.killpg(process.pid, number) if number != signal.SIGKILL else process.kill()
    wait_for(lambda: not list(temporary.glob("s2s-*")))


def wait_for(event: object) -> None:
    end = time.monotonic() + 60
    while not event():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)

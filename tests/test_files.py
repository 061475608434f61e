"""What has its name is whole and on the disk: the order in which the system is asked for it."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from training import train

from s2s import files
from s2s.errors import UserError
from s2s.files import LOCK, exclusive, replace_folder, write

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux")
Calls = list[tuple[str, Path, int]]
"""What was asked, of which file, and how many bytes it had."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    found: Calls = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        found.append(("sync", Path(os.readlink(f"/proc/self/fd/{handle}")), os.fstat(handle).st_size))
        sync(handle)

    def replaced(old: str | Path, new: str | Path) -> None:
        found.append(("from", Path(old), os.stat(old).st_size))
        found.append(("to", Path(new), 0))
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    return found


def test_a_file_is_synced_then_renamed_then_its_folder_is_synced(tmp_path: Path, calls: Calls) -> None:
    write(tmp_path / "file", b"content")
    partial = calls[0][1]
    assert re.fullmatch(r"file\.[0-9a-f]{16}\.partial", partial.name) and partial.parent == tmp_path
    assert [call[:2] for call in calls] == [
        ("sync", partial),
        ("from", partial),
        ("to", tmp_path / "file"),
        ("sync", tmp_path),
    ]
    assert calls[0][2] == 7 and (tmp_path / "file").read_bytes() == b"content"


def test_a_folder_that_cannot_be_replaced_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    final, partial = tmp_path / "page", tmp_path / "new"
    for folder in (final, partial):
        folder.mkdir()
        (folder / "file").write_text(folder.name)
    replace = os.replace

    def failing(old: Path, new: Path) -> None:
        if old == partial:
            raise OSError(errno.EBUSY, "Device or resource busy")
        replace(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing)
        with pytest.raises(UserError, match=r"page: cannot be written: Device or resource busy"):
            replace_folder(partial, final)
    assert (final / "file").read_text() == "page" and {*os.listdir(tmp_path)} == {"page", "new"}
    replace_folder(partial, final)
    assert (final / "file").read_text() == "new" and os.listdir(tmp_path) == ["page"]


def test_all_that_training_renames_is_on_the_disk_before_and_its_name_after(tmp_path: Path, calls: Calls) -> None:
    """A power cut between any two calls: what is named is whole, and what is named later finds the earlier."""
    run = train(tmp_path)
    states = 0
    for place, (what, path, _) in enumerate(calls):
        if what != "from":
            continue
        final, before = calls[place + 1][1], [call for call in calls[:place] if call[0] == "sync"]
        assert calls[place + 2][:2] == ("sync", final.parent)
        if not final.name.startswith("step-"):
            assert before[-1][1] == path
            continue
        states += 1
        # Its three files, each renamed inside; the measurements that it counts; the weights that it names.
        named = [call[1] for call in calls[:place] if call[0] == "to" and call[1].parent == path]
        assert {one.name for one in named} == {"state.json", "state.safetensors", "SHA256SUMS"}
        assert run / "metrics.jsonl" in {call[1] for call in before}
        assert any(call[0] == "to" and call[1].name.startswith("best-") for call in calls[:place])
    assert states == 2


def test_one_process_at_a_time_has_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "runs" / "a-1"
    with exclusive(folder, "wait"):
        assert folder.is_dir()
        with pytest.raises(UserError, match="a-1: another process is writing to it; wait"), exclusive(folder, "wait"):
            pytest.fail("two at a time")
    assert list(tmp_path.iterdir()) == []  # nothing was written there
    with exclusive(folder, "wait"):
        (folder / "kept").touch()
    assert [path.name for path in folder.iterdir()] == ["kept"]


def test_who_is_refused_leaves_the_folder_of_who_was_first(tmp_path: Path) -> None:
    folder = tmp_path / "a-1"
    with exclusive(folder, "wait"):
        for _ in range(2):
            with pytest.raises(UserError), exclusive(folder, "wait"):
                pytest.fail("two at a time")
        assert (folder / LOCK).is_file()


def test_a_folder_that_was_removed_before_it_was_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a-1"
    locked: list[int] = []

    def slow(handle: int, name: Path, refusal: str) -> None:
        locked.append(handle)
        if len(locked) == 1:  # by the process that had it before
            (folder / LOCK).unlink()
            folder.rmdir()

    monkeypatch.setattr(files, "lock", slow)
    with exclusive(folder, "wait"):
        assert len(locked) == 2 and os.path.samestat(os.fstat(locked[1]), os.stat(folder / LOCK))


def test_a_lock_file_that_was_removed_before_it_was_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that have locked two files of one name would both go on."""
    lock = files.lock

    def slow(handle: int, name: Path, refusal: str) -> None:
        monkeypatch.setattr(files, "lock", lock)
        (tmp_path / LOCK).unlink()
        (tmp_path / LOCK).touch()  # by a third process
        lock(handle, name, refusal)

    monkeypatch.setattr(files, "lock", slow)
    with exclusive(tmp_path, "wait"), pytest.raises(UserError), exclusive(tmp_path, "wait"):
        pytest.fail("two at a time")


def test_a_lock_that_a_killed_process_left_behind_is_taken_over(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from s2s.files import exclusive
with exclusive(Path({str(tmp_path / "a-1")!r}), "wait"):
    print(flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    killed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL and (tmp_path / "a-1" / LOCK).exists()
    with exclusive(tmp_path / "a-1", "wait"):
        (tmp_path / "a-1" / "kept").touch()
    assert [path.name for path in (tmp_path / "a-1").iterdir()] == ["kept"]


def test_a_lock_file_that_is_no_file_of_ours_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / LOCK).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="cannot be written"), exclusive(tmp_path, "wait"):
        pytest.fail("through a link")
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_system_without_locks_is_said_and_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(handle: int, *, blocking: bool) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("filelock.lock_descriptor", missing)
    with exclusive(tmp_path / "a-1", "wait"):
        (tmp_path / "a-1" / "kept").touch()
    assert [path.name for path in (tmp_path / "a-1").iterdir()] == ["kept"]
    assert "a-1: cannot be locked (No locks available); see that no other process writes to it" in caplog.text


def test_reading_is_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"1234")
    assert files.read(path, 4) == b"1234" == files.read(path, sys.maxsize)
    with pytest.raises(OSError, match="Has 4 bytes, more than it can need"):
        files.read(path, 3)
    os.truncate(path, 1 << 40)
    with pytest.raises(OSError, match="more than it can need"):
        files.read(path, 1 << 30)
    path.unlink()
    os.mkfifo(path)
    for other in (path, tmp_path, Path("/dev/zero")):
        with pytest.raises(OSError, match=r"not a regular file|Is a directory"):
            files.read(other, 10)
    assert len(files.read(Path("/proc/self/status"), 10)) <= 10

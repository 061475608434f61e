"""What has its name is whole and on the disk: the order in which the system is asked for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from training import train

from s2s import files
from s2s.errors import UserError
from s2s.files import alone, write

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
    partial = tmp_path / "file.partial"
    assert [call[:2] for call in calls] == [
        ("sync", partial),
        ("from", partial),
        ("to", tmp_path / "file"),
        ("sync", tmp_path),
    ]
    assert calls[0][2] == 7 and (tmp_path / "file").read_bytes() == b"content"


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
    with alone(folder, "wait"):
        assert folder.is_dir()
        with pytest.raises(UserError, match="a-1: another process is writing to it; wait"), alone(folder, "wait"):
            pytest.fail("two at a time")
    assert list(tmp_path.iterdir()) == []  # nothing was written there
    with alone(folder, "wait"):
        (folder / "kept").touch()
    assert (folder / "kept").exists()


def test_who_is_refused_leaves_the_folder_of_who_was_first(tmp_path: Path) -> None:
    folder = tmp_path / "a-1"
    with alone(folder, "wait"):
        for _ in range(2):
            with pytest.raises(UserError), alone(folder, "wait"):
                pytest.fail("two at a time")
        assert folder.is_dir()


def test_a_folder_that_was_removed_before_it_was_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a-1"
    locked: list[int] = []

    def slow(handle: int, refusal: str) -> None:
        locked.append(handle)
        if len(locked) == 1:
            folder.rmdir()  # by the process that had it before

    monkeypatch.setattr(files, "lock", slow)
    with alone(folder, "wait"):
        assert len(locked) == 2 and os.path.samestat(os.fstat(locked[1]), os.stat(folder))

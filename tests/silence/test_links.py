"""Nothing is written through a link that somebody has laid out: what is unfinished has a name that nobody can know."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from training import train
from translating import tiny_run

from s2s.cli import main
from s2s.errors import UserError
from s2s.files import append, clear, partial_folder, partial_of, write

LINES = "a dog\nthe cat\n"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "kept").write_bytes(b"kept")
    return folder


def unharmed(outside: Path) -> bool:
    return [path.read_bytes() for path in outside.iterdir()] == [b"kept"]


def test_unfinished_names_are_drawn() -> None:
    names = {partial_of(Path("folder/name")).name for _ in range(100)}
    assert len(names) == 100 and all(len(name) == len("name..partial") + 16 for name in names)
    assert len(os.fsencode(partial_of(Path("é" * 127)).name)) <= 255


def test_what_killed_processes_left_is_removed_and_no_more(tmp_path: Path, outside: Path) -> None:
    for name in ("file.partial", f"file.{'0' * 16}.partial", f"file.x.{'0' * 16}.partial", "other.partial"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / f"file.{'1' * 16}.partial").symlink_to(outside)
    clear(tmp_path / "file", older=100)
    assert (tmp_path / "file.partial").exists()  # a process may be writing to it
    os.utime(tmp_path / "file.partial", (time.time() - 200,) * 2)
    clear(tmp_path / "file", older=100)
    assert not (tmp_path / "file.partial").exists() and (tmp_path / f"file.{'0' * 16}.partial").exists()
    write(tmp_path / "file", b"content")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"file", "outside", f"file.x.{'0' * 16}.partial", "other.partial"} and unharmed(outside)


def test_a_folder_is_made_anew(tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the name were known."""
    monkeypatch.setattr("s2s.files.partial_of", lambda path: tmp_path / "known")
    (tmp_path / "known").symlink_to(outside)
    with pytest.raises(FileExistsError):
        partial_folder(tmp_path / "final")
    with pytest.raises(UserError, match="File exists"):
        write(tmp_path / "final", b"content")
    assert unharmed(outside)


def test_nothing_is_added_through_a_link_or_to_a_pipe(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "link").symlink_to(outside / "kept")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        with pytest.raises(UserError, match=f"{name}: cannot be written"):
            append(tmp_path / name, b"more")
    assert unharmed(outside)


def test_checkpoints_that_are_links(tmp_path: Path, outside: Path) -> None:
    checkpoints = tmp_path / "runs" / "tiny-1" / "checkpoints"
    checkpoints.mkdir(parents=True)
    for step in range(200):
        (checkpoints / f"step-{step:08d}.partial").symlink_to(outside)
    run = train(tmp_path)
    assert unharmed(outside) and (run / "README.md").exists()


def test_outputs_that_are_links(tmp_path: Path, outside: Path) -> None:
    run, source = tiny_run(tmp_path / "run"), tmp_path / "in"
    source.write_text(LINES)
    translate = ["translate", "-m", str(run), "-i", str(source), "--device", "cpu", "-b", "1"]
    (tmp_path / "out.partial").symlink_to(outside / "kept")
    assert main([*translate, "-o", str(tmp_path / "out")]) == 0
    assert len((tmp_path / "out").read_bytes().split(b"\n")) == 3 and unharmed(outside)
    for language in ("en", "de"):
        (tmp_path / f"student.{language}.partial").symlink_to(outside / "kept")
    distill = ["distill", "-m", str(run), "--source", str(source), "-o", str(tmp_path / "student"), "--device", "cpu"]
    assert main(distill) in (0, 2)  # the translations of an untrained run may all be blank
    assert unharmed(outside)


def test_an_output_to_go_on_with_is_no_link(tmp_path: Path, outside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, source, out = tiny_run(tmp_path / "run"), tmp_path / "in", tmp_path / "out"
    source.write_text(LINES)
    out.symlink_to(outside / "kept")
    translate = ["translate", "-m", str(run), "-i", str(source), "--device", "cpu", "--resume", str(out)]
    assert main(translate) == 2
    assert "out: is a link; give the file that it leads to" in capsys.readouterr().err and unharmed(outside)
    out.unlink()
    (tmp_path / "out.resume").symlink_to(outside / "gone")
    (tmp_path / "out.partial").symlink_to(outside / "kept")
    assert main(translate) == 0 and len(out.read_bytes().split(b"\n")) == 3 and unharmed(outside)

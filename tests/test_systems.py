"""Windows has no fcntl, no non-blocking open and no handles of folders: what works without them.

That s2s names nothing else that Windows lacks is for ``mypy --platform win32`` to see, a part of ``make check``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from training import command, train

from s2s.cli import main

ROOT = Path(__file__).parents[1]
BARE = """
import os, shutil, sys, warnings
sys.modules["fcntl"] = None  # importing it fails, as where it is not there
del os.O_NONBLOCK, os.O_NOFOLLOW
shutil._use_fd_functions = False  # as where folders cannot be opened
opened = os.open

def open_file(path, *arguments, **options):
    if os.path.isdir(path):
        raise PermissionError(13, "Permission denied", path)
    return opened(path, *arguments, **options)

os.open = open_file
warnings.filterwarnings("ignore", "only soft file lock")  # of filelock, which on Windows has locks of its own
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`code` in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(line, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done


TRANSLATE = """
import sys
from s2s import Translator

print(Translator.load(sys.argv[1]).translate("The dog sees the cat."))
assert "torch" not in sys.modules
"""


@pytest.mark.slow
def test_exports_are_loaded_and_translate(tmp_path: Path) -> None:
    folder = train(tmp_path)
    for kind in ([], ["--int8"]):
        assert main(["export", "-m", str(folder), *kind]) == 0
        here, there = (run(code, str(folder)).stdout for code in (TRANSLATE, BARE + TRANSLATE))
        assert here == there and here.strip()


@pytest.mark.slow
def test_a_run_folder_is_written(tmp_path: Path) -> None:
    """Where not even filelock has locks, that is said."""
    other = "import portalocker\n"  # which sacrebleu imports, and which needs fcntl but on Windows
    done = run(f"{other}{BARE}\nfrom s2s.commands.train import main\nmain()", *command(tmp_path))
    folder = tmp_path / "runs" / "tiny-1"
    assert f"{folder}: cannot be locked (fcntl is unavailable); see that no other process writes to it" in done.stderr
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert "model.safetensors" in written and ".lock" not in written
    same = train(tmp_path, "name=same").with_name("same-1")
    assert written["model.safetensors"] == (same / "model.safetensors").read_bytes()

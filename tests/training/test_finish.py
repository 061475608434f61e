"""What a run says at its end: lines that a shell and a table of Markdown take as they are meant."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from s2s.runtime.process import command
from s2s.training.finish import cell, use


@pytest.mark.parametrize("text", ["Two dogs play.", 'It costs $HOME, "he" said `id`.', "it's a \\ mark"])
def test_the_line_to_type_next_hands_over_the_text_as_it_is(text: str, tmp_path: Path) -> None:
    """A script stands in the place of s2s and shows what it was given."""
    program = tmp_path / "s2s"
    program.write_text("#!/bin/sh\ncat\nprintf '%s\\n' \"$@\"\n")
    program.chmod(0o755)
    line = use(text, "translate", Path("my runs/run-1"))
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}
    )
    assert done.stdout.split("\n") == [text, "translate", "-m", "my runs/run-1", ""]


def test_a_bar_does_not_end_a_cell() -> None:
    assert cell("nrefs:1|tok:13a") == r"`nrefs:1\|tok:13a`" and cell("41.2") == "41.2" and cell("a", code=True) == "`a`"


@pytest.mark.parametrize(
    ("program", "processes", "typed"),
    [
        ("scripts/train.py", 1, "python scripts/train.py"),
        ("/opt/venv/bin/s2s-train", 1, "s2s-train"),
        ("/opt/venv/bin/s2s", 1, "s2s train"),
        ("/opt/s2s/__main__.py", 1, "python -m s2s train"),
        ("scripts/train.py", 2, "torchrun --nproc-per-node 2 scripts/train.py"),
        ("/opt/venv/bin/s2s", 2, "torchrun --nproc-per-node 2 /opt/venv/bin/s2s train"),
        ("/opt/s2s/__main__.py", 2, "torchrun --nproc-per-node 2 -m s2s train"),
    ],
)
def test_the_command_of_a_run_can_be_typed_again(
    program: str, processes: int, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [program, "name=${model.cell}"])
    for variable in ("WORLD_SIZE", "LOCAL_WORLD_SIZE"):
        monkeypatch.setenv(variable, str(processes))
    assert command() == f"{typed} 'name=${{model.cell}}'"

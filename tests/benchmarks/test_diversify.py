"""Data diversification: what the student learns from, and that its own options are its alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from training import TINY

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "diversify.sh"


@pytest.mark.slow
def test_the_student_learns_from_both_teachers_and_twice_from_the_originals(folder: Path) -> None:
    budget, own = ("train.steps=2", "train.validate_every=2"), ("train.steps=4", "train.validate_every=4")
    command = [str(SCRIPT), str(folder), "en", "de", str(folder / "work"), *TINY, *budget, "--", *own]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env={**os.environ, "PATH": path}, check=False)
    assert done.returncode == 0, done.stderr
    for language in ("en", "de"):
        original, forward, backward, every = (
            (folder / name).read_text(encoding="utf-8")
            for name in (f"train.{language}", *(f"work/{made}.{language}" for made in ("forward", "backward", "all")))
        )
        assert every == original + original + forward + backward
    steps = {}
    for run in (folder / "work" / "runs").iterdir():
        steps[run.name] = json.loads((run / "metrics.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")[-1])["step"]
    assert steps == {"forward-2": 2, "backward-2": 2, "student-1": 4}

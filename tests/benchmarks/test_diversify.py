"""Data diversification: what the student learns from and begins with, and that each training has its own options."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from training import TINY

from s2s.runs.folder import load_config

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "diversify.sh"


@pytest.mark.slow
def test_the_student_learns_from_both_teachers_and_twice_from_the_originals(folder: Path) -> None:
    budgets = [[f"train.steps={steps}", f"train.validate_every={steps}"] for steps in (2, 3, 4)]
    own = [*budgets[0], "--", *budgets[1], "--", *budgets[2]]
    command = [str(SCRIPT), str(folder), "en", "de", str(folder / "work"), *TINY, *own]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, env={**os.environ, "PATH": path}, check=False
    )
    assert done.returncode == 0, done.stderr
    for language in ("en", "de"):
        original, forward, backward, every = (
            (folder / name).read_text(encoding="utf-8")
            for name in (f"train.{language}", *(f"work/{made}.{language}" for made in ("forward", "backward", "all")))
        )
        assert every == original + original + forward + backward
    steps = {}
    for run in (folder / "work" / "runs").iterdir():
        steps[run.name] = json.loads((run / "metrics.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")[-1])[
            "step"
        ]
    assert steps == {"forward-1": 2, "backward-1": 3, "student-1": 4}
    assert load_config(folder / "work" / "runs" / "student-1").train.start_from == "runs/forward-1"

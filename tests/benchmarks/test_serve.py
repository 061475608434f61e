from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from translating import tiny_run

from s2s.cli import main

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_the_server_under_load(folder: Path, tmp_path: Path) -> None:
    """Short, and with a network that has learned nothing: that it measures, not what."""
    run = tiny_run(tmp_path / "run")
    given = ["--source", str(folder / "val.en"), "--reference", str(folder / "val.de")]
    assert main(["export", "-m", str(run), *given]) == 0
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "serve.py"),
        "-m",
        str(run),
        "--folder",
        str(tmp_path / "work"),
    ]
    short = ["--clients", "1", "4", "--seconds", "1", "--requests", "200", "--sentences", "60"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([*command, *short], capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr[-1000:]
    records = [json.loads(line) for line in done.stdout.split("\n") if line]
    loads = [record for record in records if "clients" in record]
    assert [(load["clients"], load["sentences_a_request"]) for load in loads] == [(1, 1), (4, 1), (64, 20)]
    assert all(load["requests"] and not load["refused"] and not load["lost"] for load in loads)
    assert loads[-1]["ratio_to_command"] > 0 and len(records[-2]["resident_mb"]) == 11
    assert records[-1]["killed_worker"] == 1 and records[-1]["lost"] <= records[-1]["most_lost"]

"""The benchmark for a GPU runs, in small and on a CPU; and the work that it counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from gpu import main, table
from size import DECODER, EMBEDDING, ENCODER, MODEL, VOCABULARY
from work import flops

from s2s.config.load import parse
from s2s.data.batching import collate
from s2s.nn.model import build_model

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_all_of_it_runs_in_small(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--device", "cpu", "--quick"])
    said = capsys.readouterr()
    lines = [json.loads(line) for line in said.out.rstrip("\n").split("\n")]
    assert "device" in lines[0] and lines[1]["what"] == "matrix unit" and lines[1]["GFLOP/s"] > 0
    for size in ("multi30k", "gnmt"):
        trained = [line for line in lines if line.get("size") == size and line["what"] == "training"]
        assert [line["kernels"] for line in trained] == ["plain", "graphs"]
        for training in trained:
            assert training["source+target tokens/s"] > training["target tokens/s"] > 0
            assert 0 <= training["waiting for data"] < 1 and training["peak MB"] > 0
        decoded = [line for line in lines if line.get("size") == size and line["what"] == "decoding"]
        assert {(line["beam"], line["batch"]) for line in decoded} == {(1, 1), (1, 8), (5, 1), (5, 8)}
        assert all(line["tokens/s"] > 0 for line in decoded)
    assert "training, gnmt, graphs, 200" in said.err


def test_rates_stand_beside_those_of_the_same_kind() -> None:
    training = {"what": "training", "size": "multi30k", "batch": 2000, "target tokens/s": 1}
    decoding: dict[str, Any] = {"what": "decoding", "size": "multi30k", "step": "graph", "beam": 1, "batch": 8}
    before: list[dict[str, Any]] = [
        {"device": "H200"},
        training | {"source+target tokens/s": 100},
        decoding | {"tokens/s": 50},
    ]
    now: list[dict[str, Any]] = [
        training | {"kernels": "plain", "source+target tokens/s": 110},
        training | {"kernels": "graphs", "source+target tokens/s": 300},
        decoding | {"tokens/s": 40},
    ]
    assert [line.split()[-4:] for line in list(table(now, before))[1:]] == [
        ["100", "110", "1.10", "×"],
        ["graphs,", "2000", "–", "300"],
        ["50", "40", "0.80", "×"],
    ]


@pytest.mark.slow
@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu_it_says_so() -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    script = [str(ROOT / "benchmarks" / "gpu.sh")]
    done = subprocess.run(script, capture_output=True, text=True, env={**os.environ, "PATH": path}, check=False)
    assert done.returncode == 0 and done.stdout == ""
    assert (
        done.stderr == "benchmarks/gpu.sh: no GPU is here (or no torch that sees one), so there is nothing to measure\n"
    )


def test_useful_work_is_that_of_the_products() -> None:
    model = build_model(parse({"model": MODEL}).model, VOCABULARY, VOCABULARY)
    batch = collate([([5, 6, 7], [8, 9]), ([5], [6, 7, 8, 9])])  # lengths with eos: 4 and 3, 2 and 5
    encoder = 2 * 4 * ENCODER * (EMBEDDING + ENCODER) + 2 * ENCODER * DECODER
    decoder = 4 * DECODER * (EMBEDDING + DECODER) + 2 * DECODER * EMBEDDING + EMBEDDING * VOCABULARY
    looks = 4 * 3 + 2 * 5
    assert flops(model, [batch]) == 2 * (6 * encoder + 8 * decoder + looks * 2 * DECODER)

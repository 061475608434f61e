"""Training in bf16 gives what training in fp32 gives."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest
import torch
from training import metrics

from s2s.config.load import parse
from s2s.training.loop import train

SEEDS = (1, 2, 3)


def bleu(folder: Path, precision: str, seed: int) -> float:
    """Of a small model on the validation set of the built-in corpus, after 680 updates."""
    layer = {"layers": 1}
    values = {
        "name": precision,
        "seed": seed,
        "runs": str(folder),
        "device": "cpu",
        "precision": precision,
        "data": {"size": 8000},
        "tokenizer": {"size": 1000},
        "model": {
            "embedding": 64,
            "encoder": {"units": 64, **layer},
            "decoder": {"units": 128, **layer},
            "residual": False,
            "dropout": {"embedding": 0.0, "layers": 0.0, "readout": 0.1},
        },
        "optim": {"lr": 4e-3},
        "train": {"tokens": 1000, "steps": 680, "validate_every": 10**6},
        "decode": {"beam": 1},
    }
    assert train(parse(values)) is None  # no signal stopped it
    (found,) = metrics(folder / f"{precision}-{seed}", "validation_bleu").values()
    return float(found)


@pytest.mark.slow
@pytest.mark.skipif(torch.backends.cpu.get_cpu_capability() == "AVX2", reason="bf16 is emulated: twenty minutes")
def test_bf16_reaches_the_bleu_of_fp32(tmp_path: Path) -> None:
    """Over three seeds, whose own scores are up to 1.1 BLEU apart, the means are within 0.3."""
    exact, rounded = ([bleu(tmp_path, precision, seed) for seed in SEEDS] for precision in ("fp32", "bf16"))
    assert min(exact + rounded) > 95
    assert abs(statistics.mean(rounded) - statistics.mean(exact)) <= 0.3, (exact, rounded)

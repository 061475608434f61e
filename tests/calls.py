"""Runs that take a second, as calls from Python with the options of `training.TINY`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from omegaconf import OmegaConf
from training import TINY, command

OPTIONS: dict[str, Any] = dict(OmegaConf.to_container(OmegaConf.from_dotlist(TINY)))  # type: ignore[arg-type]


def tiny(folder: Path, **more: Any) -> dict[str, Any]:
    """Keywords of a call that trains in `folder` on the files that `training.command` writes there."""
    command(folder)
    data = {"data": folder / "train.tsv", "validation": folder / "validation.tsv"}
    return {**data, "runs": folder / "runs", "name": "tiny", **OPTIONS, **more}


def outcome(run: Path) -> list[bytes]:
    """What a training has come to."""
    return [(run / name).read_bytes() for name in ("model.safetensors", "metrics.jsonl")]


SHORT: dict[str, Any] = {
    "device": "cpu",
    "precision": "fp32",
    "threads": 1,
    "tokenizer": {"kind": "char"},
    "model": {"embedding": 8, "encoder": {"units": 8, "layers": 1}, "residual": False},
    "train": {"steps": 2, "validate_every": 1},
}
"""Keywords of a run of any task but translation that takes a moment."""

"""The tensors of the run folder: written atomically, loaded safely, resumed exactly. Nothing in it is a pickle."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save as format_tensors
from torch import Tensor

from s2s.config import RunConfig
from s2s.errors import UserError
from s2s.folder import sync, write
from s2s.nn.model import Seq2Seq, build_model
from s2s.runtime import log

Tensors = Mapping[str, Tensor]


def read_tensors(path: Path) -> dict[str, Tensor]:
    try:
        return parse_tensors(path.read_bytes())
    except (OSError, SafetensorError) as error:
        reason = "missing" if isinstance(error, FileNotFoundError) else "truncated or not a safetensors file"
        raise UserError(f"{path}: {reason}; train the model again or copy the file again") from None


def save_model(path: Path, weights: Tensors) -> None:
    """Weights as safetensors; a tensor that several parts share is written once, under its first name."""
    write(path, format_tensors(unique(weights)))


def unique(weights: Tensors) -> dict[str, Tensor]:
    seen: dict[int, str] = {}
    for name, tensor in weights.items():
        seen.setdefault(tensor.data_ptr(), name)
    return {name: weights[name].detach().cpu().contiguous() for name in seen.values()}


def load_weights(model: Seq2Seq, weights: Tensors, origin: Path) -> None:
    """Copy `weights` into `model`; names and shapes must be exactly the model's."""
    expected = unique(dict(model.named_parameters()))
    given = {name: tuple(tensor.shape) for name, tensor in weights.items()}
    if given != {name: tuple(tensor.shape) for name, tensor in expected.items()}:
        raise UserError(f"{origin}: does not fit the model of config.yaml beside it; copy the whole run folder again")
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name, tensor in weights.items():
            parameters[name].copy_(tensor)


def load_model(folder: Path, config: RunConfig, source_size: int, target_size: int) -> Seq2Seq:
    """The trained model of the run in `folder`, in evaluation mode, on the CPU."""
    model = build_model(config.model, source_size, target_size)
    path = Path(folder) / "model.safetensors"
    load_weights(model, read_tensors(path), path)
    return model.eval()


def save_state(folder: Path, step: int, tensors: Tensors, facts: Mapping[str, Any]) -> None:
    """Write the whole state of training as ``checkpoints/step-N``; older ones go once this one is whole."""
    checkpoints = folder / "checkpoints"
    partial, final = checkpoints / f"step-{step:08d}.partial", checkpoints / f"step-{step:08d}"
    shutil.rmtree(partial, ignore_errors=True)
    content = format_tensors({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()})
    write(partial / "state.safetensors", content)
    whole = {**facts, "step": step, "sha256": hashlib.sha256(content).hexdigest()}
    write(partial / "state.json", json.dumps(whole).encode())
    shutil.rmtree(final, ignore_errors=True)
    os.replace(partial, final)
    sync(checkpoints)
    for old in sorted(checkpoints.glob("step-*"))[:-2]:
        shutil.rmtree(old, ignore_errors=True)


def load_state(folder: Path) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
    """The newest whole state, or None; a damaged one is named in a warning and passed over."""
    for path in sorted((folder / "checkpoints").glob("step-????????"), reverse=True):
        try:
            facts = json.loads((path / "state.json").read_text(encoding="utf-8"))
            content = (path / "state.safetensors").read_bytes()
            if hashlib.sha256(content).hexdigest() == facts["sha256"]:
                return parse_tensors(content), facts
        except (OSError, ValueError, KeyError, TypeError, SafetensorError):
            pass
        log(f"warning: {path} is damaged and is passed over; an older checkpoint is used if there is one")
    return None

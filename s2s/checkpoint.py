"""The run folder: written atomically, loaded safely, resumed exactly. Nothing in it is a pickle.

::

    runs/<name>-<seed>/
        config.yaml        every option, resolved
        tokenizer.model    or source.model and target.model
        model.safetensors  the best weights so far
        metrics.jsonl      what was measured, a line for each report
        README.md          the model card
        checkpoints/       step-N/: the whole state, to resume from; best-N.safetensors: the k best weights
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
import yaml
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save as format_tensors
from torch import Tensor

from s2s.config import RunConfig
from s2s.data.tokenizer import Tokenizer
from s2s.errors import UserError
from s2s.nn.model import Seq2Seq, build_model
from s2s.parse import parse, to_yaml
from s2s.runtime import log

Tensors = Mapping[str, Tensor]


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def load_config(folder: Path) -> RunConfig:
    """The options of the run in `folder`."""
    path = Path(folder) / "config.yaml"
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError:
        raise UserError(
            f"{folder}: not a run folder, as it has no readable config.yaml; give a folder under runs/"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise UserError(f"{path}: not the YAML that training writes; copy the run folder again") from None
    if not isinstance(values, dict):
        raise UserError(f"{path}: not the YAML that training writes; copy the run folder again")
    return parse(values)


def save_config(folder: Path, config: RunConfig) -> None:
    write(folder / "config.yaml", to_yaml(config).encode())


def load_tokenizers(folder: Path, config: RunConfig) -> tuple[Tokenizer, Tokenizer]:
    """The source's and the target's tokenizer: one and the same where they are joint."""
    if config.tokenizer.joint:
        joint = Tokenizer.load(Path(folder) / "tokenizer.model")
        return joint, joint
    return Tokenizer.load(Path(folder) / "source.model"), Tokenizer.load(Path(folder) / "target.model")


def save_tokenizers(folder: Path, source: Tokenizer, target: Tokenizer) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if source is target:
        source.save(folder / "tokenizer.model")
    else:
        source.save(folder / "source.model")
        target.save(folder / "target.model")


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

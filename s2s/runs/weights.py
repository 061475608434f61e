"""The tensors of the run folder: written atomically, loaded safely, resumed exactly. Nothing in it is a pickle."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save as format_tensors
from torch import Tensor, nn

from s2s.config.schema import RunConfig
from s2s.config.tasks import TASKS
from s2s.config.tokenizers import ROLES
from s2s.data.codecs.files import Codecs, load_codecs
from s2s.errors import UserError
from s2s.files import read, write
from s2s.runs.contents import EXPORT

Tensors = Mapping[str, Tensor]
HEADER = 1 << 20
"""Bytes that are more than the names and shapes of any model take."""


def largest_model(model: nn.Module) -> int:
    """Bytes that a file with the weights of `model` may have."""
    return HEADER + 4 * sum(parameter.numel() for parameter in model.parameters())


def read_tensors(path: Path, limit: int, hashed: Any = None) -> dict[str, Tensor]:
    """The tensors of a file of at most `limit` bytes; `hashed`, of hashlib, is fed what was read. Raises `UserError`."""
    try:
        content = read(path, limit)
        if hashed is not None:
            hashed.update(content)
        return parse_tensors(content)
    except (OSError, SafetensorError, ValueError, KeyError) as error:
        if isinstance(error, FileNotFoundError) and any((path.parent / name).exists() for name in EXPORT):
            raise UserError(
                f"{path.parent}: is an export, which has no weights for torch; give the run that it is of"
            ) from None
        reason = "missing" if isinstance(error, FileNotFoundError) else "truncated or not a safetensors file"
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            reason = f"{error.strerror}; it does not belong to the config.yaml beside it"
        raise UserError(f"{path}: {reason}; train the model again or copy the file again") from None


def save_model(path: Path, weights: Tensors) -> None:
    """Write weights as safetensors; the file appears when it is whole."""
    write(path, format_model(weights))


def format_model(weights: Tensors) -> bytes:
    """Weights as safetensors; a tensor that several parts share is written once, under its first name."""
    return format_tensors(unique(weights))


def mean(paths: list[Path], limit: int) -> dict[str, Tensor]:
    """The average of several files of weights, each of at most `limit` bytes."""
    every = [read_tensors(path, limit) for path in paths]
    return {name: torch.stack([weights[name] for weights in every]).mean(0) for name in every[0]}


def unique(weights: Tensors) -> dict[str, Tensor]:
    """Each tensor once, under the first of its names, in memory of the CPU."""
    names: dict[int, str] = {}
    for name, tensor in weights.items():
        names.setdefault(tensor.data_ptr(), name)
    return {name: weights[name].detach().cpu().contiguous() for name in names.values()}


def load_weights(model: nn.Module, weights: Tensors, origin: Path) -> None:
    """Copy `weights` into `model`; names, types and shapes must be exactly the model's."""
    check_fit(model, weights, origin)
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name, tensor in weights.items():
            parameters[name].copy_(tensor)


def check_fit(model: nn.Module, weights: Tensors, origin: Path) -> None:
    """Raise `UserError` unless names, types and shapes of `weights` are those of `model`."""
    expected, actual = (
        {name: (tensor.dtype, tuple(tensor.shape)) for name, tensor in tensors.items()}
        for tensors in (dict(model.named_parameters()), weights)
    )
    if actual != expected:
        raise UserError(f"{origin}: does not fit the model of config.yaml beside it; copy the whole run folder again")


def load_model(folder: Path, config: RunConfig, codecs: Codecs, hashed: Any = None) -> Any:
    """The trained model of the run in `folder`, in evaluation mode, on the CPU.

    `hashed`, an object of hashlib, is fed the bytes of the weights as they were read.
    """
    weights = read_weights(folder, config, codecs, hashed)
    model = TASKS.load(config.task)().network(config.model, *codecs)
    load_weights(model, weights, Path(folder) / "model.safetensors")
    return model.eval()


def read_weights(folder: Path, config: RunConfig, codecs: Codecs, hashed: Any = None) -> dict[str, Tensor]:
    """The weights of the run in `folder`, which fit its options and codecs. Raises `UserError` for others."""
    path = Path(folder) / "model.safetensors"
    with torch.device("meta"):  # shapes without memory: config.yaml may declare any size, the file shows its own
        planned = TASKS.load(config.task)().network(config.model, *codecs)
    weights = read_tensors(path, largest_model(planned), hashed)
    check_fit(planned, weights, path)
    return weights


def begin_with(model: nn.Module, folder: Path, config: RunConfig, codecs: Codecs) -> str:
    """Give `model` the weights of the run in `folder`, of the same options; `codecs` may have more pieces, after that one's.

    What belongs to a piece that both have is that run's; of the others it stays as it is. Returns what was taken over, in
    words. Raises `UserError`.
    """
    before, own = load_codecs(folder), dict(model.named_parameters())
    with torch.no_grad():
        for name, tensor in read_weights(folder, config, before).items():
            own[name][: len(tensor)].copy_(tensor) if tensor.dim() else own[name].copy_(tensor)
    sizes = (f"{role} {old.size:,}, now {new.size:,}" for role, old, new in zip(ROLES, before, codecs, strict=True))
    return f"pieces of {folder}, whose weights are kept: {'; '.join(sizes)}"

"""Torch's kernels for a recurrent layer over all steps: cuDNN's on a GPU, oneDNN's and its own on a CPU."""

from __future__ import annotations

import torch
from torch import Tensor

from s2s.nn.precision import precision


def call(kernel: object, inputs: Tensor, state: tuple[Tensor, ...], flat: list[Tensor]) -> tuple[Tensor, ...]:
    """Call one of torch's recurrent kernels on one layer and direction: (T, B, I) → outputs, and each part of the state.

    On a GPU in the precision of autocast, which by itself would take fp16 for bf16, and with the parameters in one piece
    of memory, as cuDNN wants them.
    """
    assert callable(kernel)
    kind = inputs.dtype
    if inputs.is_cuda:
        kind = products(inputs)
        sizes = [part.numel() for part in flat]
        pieces = torch.cat([part.to(kind).flatten() for part in flat]).split(sizes)  # type: ignore[no-untyped-call]
        flat = [piece.view(part.shape) for piece, part in zip(pieces, flat, strict=True)]
    hidden = [part[None].to(kind).contiguous() for part in state]
    with torch.autocast(inputs.device.type, enabled=False):
        initial = hidden if len(hidden) > 1 else hidden[0]
        return tuple(kernel(inputs.to(kind), initial, flat, True, 1, 0.0, True, False, False))


def products(inputs: Tensor) -> torch.dtype:
    """The type that a GPU's recurrent kernels compute in: that of autocast, or fp32 where cuDNN is too old for bf16."""
    kind = precision(inputs)
    if kind is None:
        return inputs.dtype
    return kind if torch.cudnn_is_acceptable(inputs.new_empty(1, dtype=kind)) else torch.float32

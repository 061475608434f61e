"""The useful work of training, and the rate at which a plain linear layer is computed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import torch

from s2s.data.batching import Batch
from s2s.nn.model import Seq2Seq

BACKWARD = 3
"""A training step costs three times its forward products."""


def matrices(parameters: Iterable[torch.Tensor]) -> int:
    return sum(parameter.numel() for parameter in parameters if parameter.dim() == 2)


def flops(model: Seq2Seq, batches: Sequence[Batch]) -> float:
    """Operations of the forward products over what is no padding; the bridge and additive scores are left out."""
    source = sum(int(batch.lengths.sum()) for batch in batches)
    target = sum(batch.tokens for batch in batches)
    pairs = sum(float((batch.mask.sum(1) * batch.lengths).sum()) for batch in batches)
    decoder, recurrent = model.decoder, model.encoder.get_submodule("recurrent")
    read, attend = matrices(recurrent.parameters()), 0
    if decoder.attention is not None:
        read += matrices(decoder.attention.parameters())
        attend = decoder.readout.in_features  # scores over the query's width, and a sum over the memory's
    stacks = [decoder.first, decoder.readout, *([] if decoder.upper is None else [decoder.upper])]
    written = sum(matrices(stack.parameters()) for stack in stacks) + decoder.output.numel()
    return 2 * (source * read + target * written + pairs * attend)


def linear_rate(
    kind: torch.dtype, device: str = "cpu", width: int = 1024, rows: int = 2048, seconds: float = 2.0
) -> float:
    """GFLOP/s of a linear layer, forward and backward, on random numbers."""
    layer = torch.nn.Linear(width, width, bias=False).to(device, kind)
    inputs = torch.randn(rows, width, dtype=kind, device=device, requires_grad=True)
    gradient = torch.randn_like(inputs)
    layer(inputs).backward(gradient)
    wait(device)
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        for _ in range(10):
            layer(inputs).backward(gradient)
        wait(device)
        count += 10
    return BACKWARD * count * 2 * rows * width * width / (time.perf_counter() - begin) / 1e9


def wait(device: str) -> None:
    """Until the device has done what it was asked for."""
    if device.startswith("cuda"):
        torch.cuda.synchronize()

"""Facts of the process: device, precision, threads, seeds, rank and world, and what is said on stderr."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from typing import Any

import torch

from s2s.errors import SettingError, UserError
from s2s.runtime.forks import TORCH


def choose_device(name: str) -> torch.device:
    """``auto`` takes the GPU that is there; a device that is asked for and missing is a `UserError`."""
    presence = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if presence[kind])
    if not presence.get(name, False):
        available = ", ".join(kind for kind, present in presence.items() if present)
        raise SettingError("device", name, f"not found on this machine; use one of: auto, {available}")
    if name == "cuda":
        torch.backends.cudnn.allow_tf32 = False  # fp32 is fp32; products of matrices are so by default
        os.environ.setdefault(
            "CUBLAS_WORKSPACE_CONFIG", ":4096:2"
        )  # without it cuDNN's sums may differ from run to run
    return torch.device(name)


def generators(device: torch.device) -> dict[str, Any]:
    """What draws random numbers in training, by name; each has ``get_rng_state`` and ``set_rng_state``."""
    modules: dict[str, Any] = {"cpu": torch}
    return modules if device.type == "cpu" else {**modules, device.type: torch.get_device_module(device)}


@contextlib.contextmanager
def restored(device: torch.device) -> Iterator[None]:
    """Give back torch's random generators and its number of threads as they were, to the program that calls."""
    threads, states = torch.get_num_threads(), {m: m.get_rng_state() for m in generators(device).values()}
    try:
        yield
    finally:
        TORCH.use(threads)
        for module, state in states.items():
            module.set_rng_state(state)


def choose_precision(name: str, device: torch.device) -> torch.dtype:
    """The type of the products; parameters, sums and the optimiser are always fp32.

    ``auto`` on a GPU is bf16 where the hardware has it. On a CPU it measures: some processors that have bf16
    instructions run them slower than fp32.
    """
    if name == "auto":
        if device.type == "cuda":
            name = "bf16" if torch.cuda.get_device_capability(device) >= (8, 0) else "fp32"
        else:
            name = "bf16" if device.type == "cpu" and bf16_is_faster() else "fp32"
    if name == "fp16" and device.type != "cuda":
        raise UserError(f"precision=fp16: needs device=cuda, but the device is {device.type}; use bf16 or fp32")
    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[name]


def check_graphs(asked: bool, device: torch.device) -> None:
    """Raise `UserError` where CUDA graphs are asked for on a device that has none."""
    if asked and device.type != "cuda":
        raise UserError(f"train.graphs=true: needs device=cuda, but the device is {device.type}; leave it out")


def bf16_is_faster(size: int = 768, repeats: int = 7) -> bool:
    """Whether a matrix product in bf16 takes less than 0.8 of its time in fp32, alternating, best of `repeats`."""
    best: dict[torch.dtype, float] = {}
    inputs = {kind: torch.ones(size, size, dtype=kind) for kind in (torch.float32, torch.bfloat16)}
    for kind, matrix in list(inputs.items()) * (repeats + 1):
        begin = time.perf_counter()
        torch.nn.functional.linear(matrix, matrix)
        seconds = time.perf_counter() - begin
        best[kind] = min(best.get(kind, seconds * 10), seconds)
    return best[torch.bfloat16] < 0.8 * best[torch.float32]

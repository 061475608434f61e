"""On which machine and with which versions something was computed."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from s2s import __version__

LIBRARIES = ("torch", "numpy", "sentencepiece", "sacrebleu", "datasets", "safetensors")


def versions() -> dict[str, str]:
    """Of Python, s2s, and the libraries that decide what is computed."""
    from importlib import metadata  # and with it the library of e-mail

    found = {"python": platform.python_version(), "s2s": __version__}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def hardware(device: Any) -> dict[str, Any]:
    """The system, the processor, the cores that this process may use, and the name of a GPU; `device` is torch's."""
    found: dict[str, Any] = {"system": platform.platform(), "processor": processor(), "cores": cores()}
    if device.type == "cuda":
        import torch

        found["gpu"] = torch.cuda.get_device_name(device)
    return found


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """The name of the processor, as far as the system says it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()

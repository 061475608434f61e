"""What torchrun starts in the tests of several processes: a training that writes down who it is, and can be spoiled."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import Any

import torch

import s2s.training.cost
import s2s.training.loop
from s2s.commands.train import main
from s2s.config.schema import RunConfig
from s2s.training.setup import Parts

FOLDER, SPOILED, FULL = "S2S_TEST_FOLDER", "S2S_TEST_SPOILED", "S2S_TEST_FULL"
"""Where each process writes its id as ``rank-N``; ``RANK FIRST LAST``: the updates of one rank whose loss is not finite;
the rank whose memory is full where the costs of the training are measured, which others do then too."""


def spoil(rank: str, first: int, last: int) -> None:
    assemble = vars(s2s.training.loop)["assemble"]

    def assembled(options: RunConfig, allow_code: bool) -> Parts:
        parts, calls = assemble(options, allow_code), []
        loss = parts.loss

        def sometimes(batch: Any) -> Any:
            calls.append(batch)
            smoothed, plain = loss(batch)
            return smoothed * (math.nan if first <= len(calls) <= last else 1.0), plain

        parts.loss = sometimes
        return parts

    if os.environ["RANK"] == rank:
        vars(s2s.training.loop)["assemble"] = assembled


def fill(rank: str) -> None:
    def full(*given: object) -> tuple[float, float]:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")

    s2s.training.cost.LEAST = 1
    if os.environ["RANK"] == rank:
        vars(s2s.training.cost)["backward"] = full


def watch(folder: str, rank: str) -> None:
    """Write down, as ``written-N``, what this process opens for writing, renames, makes or removes in the runs' folder."""

    def seen(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and not (
            isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        ):
            return
        changes = event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate")
        if changes and any(
            isinstance(name, str | Path) and str(name).startswith(f"{folder}/runs") for name in arguments
        ):
            with open(f"{folder}/written-{rank}", "a", encoding="utf-8") as file:
                file.write(f"{event} {arguments}\n")

    sys.addaudithook(seen)


if __name__ == "__main__":
    watch(os.environ[FOLDER], os.environ["RANK"])
    Path(os.environ[FOLDER], f"rank-{os.environ['RANK']}").write_text(str(os.getpid()))
    if SPOILED in os.environ:
        number, begin, end = os.environ[SPOILED].split()
        spoil(number, int(begin), int(end))
    if FULL in os.environ:
        fill(os.environ[FULL])
    s2s.training.loop.REPORT = 1
    sys.argv[0] = "scripts/train.py"
    main()

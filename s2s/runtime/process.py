"""Facts of the process: its rank, how many there are, the command that started it, and what is said on stderr."""

from __future__ import annotations

import os
import shlex
import sys


def rank() -> int:
    """This process's number among those that torchrun started; 0 alone."""
    return int(os.environ.get("RANK", "0"))


def world() -> int:
    """How many processes torchrun started; 1 without it."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def command() -> str:
    """What to type to start this training, or all of its processes, again.

    `sys.argv` holds the program and its options, without the word ``train`` of ``s2s train``.
    """
    program, *options = sys.argv
    name, starter = os.path.basename(program), list[str]()
    if world() > 1:
        nodes = os.environ.get("GROUP_WORLD_SIZE", "1")
        starter = ["torchrun", *(["--nnodes", nodes] if nodes != "1" else [])]
        starter += ["--nproc-per-node", os.environ.get("LOCAL_WORLD_SIZE", "1")]
    elif name.endswith(".py"):
        starter = ["python"]
    if name == "__main__.py":  # python -m s2s train
        called = ["-m", "s2s", "train"]
    else:
        called = [program if starter else name, *(["train"] if name == "s2s" else [])]
    return shlex.join([*starter, *called, *options])


def log(message: str, everyone: bool = False) -> None:
    """One line on stderr, from rank 0 or from `everyone` that has one: stdout is for results."""
    if rank() == 0 or everyone:
        print(f"rank {rank()}: {message}" if rank() else message, file=sys.stderr, flush=True)

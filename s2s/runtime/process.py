"""Facts of the process: its rank, how many there are, the command that started it, and what it logs."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shlex
import socket
import sys
from functools import cache
from typing import Any

from s2s.errors import UserError, printable

LOGGER = logging.getLogger("s2s")
"""Messages on progress; a program that imports s2s gets them only if it sets up logging."""


STARTER = "start several processes by torchrun, and one without this variable (unset it)"


def rank() -> int:
    """This process's number among those that torchrun started; 0 alone. Raises `UserError` for what torchrun would not set."""
    return number_of("RANK", 0)


def world() -> int:
    """How many processes torchrun started; 1 without it. Raises `UserError` for what torchrun would not set."""
    return max(1, number_of("WORLD_SIZE", 1))


def number_of(variable: str, default: int) -> int:
    """The number that an environment variable of torchrun's holds, `default` where it is not set or empty."""
    value = os.environ.get(variable) or str(default)
    if not re.fullmatch("[0-9]{1,9}", value):
        raise UserError(f"{variable}={value}: is no number of a process; {STARTER}")
    return int(value)


def check_starter() -> None:
    """Raise `UserError` for variables of torchrun's that it would not set so, where there are several processes."""
    missing = [name for name in ("RANK", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT") if not os.environ.get(name)]
    if missing:
        raise UserError(f"WORLD_SIZE={world()}: is set, but {' and '.join(missing)} not; {STARTER}")
    for name in ("RANK", "LOCAL_RANK", "MASTER_PORT"):
        number_of(name, 0)
    host = os.environ["MASTER_ADDR"]
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):  # torch would try for half an hour
        raise UserError(f"MASTER_ADDR={host}: no such machine; {STARTER}") from None
    if rank() >= world():
        raise UserError(f"RANK={rank()}: must be below WORLD_SIZE={world()}; {STARTER}")


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


def log(message: str, everyone: bool = False, level: int = logging.INFO) -> None:
    """Log a message, as `printable` writes it, on rank 0, or on `everyone` that has one; other ranks put their number before it."""
    if rank() == 0 or everyone:
        LOGGER.log(level, "%s", printable(f"rank {rank()}: {message}" if rank() else message), stacklevel=2)


class Stderr(logging.Handler):
    """Messages as they are, each on a line of what is stderr at that time: stdout is for results."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the message, above a progress bar if there is one, and flush: stderr may be a pipe."""
        tqdm: Any = getattr(sys.modules.get("tqdm"), "tqdm", None)  # which shows no bar before it is imported
        above = tqdm is not None and sys.stderr is not None and sys.stderr.isatty()
        with tqdm.external_write_mode(file=sys.stderr) if above else contextlib.nullcontext():
            print(printable(self.format(record)), file=sys.stderr, flush=True)


@cache
def say_once(message: str) -> None:
    """Log `message`, once in a process."""
    log(message)


def log_to_stderr() -> None:
    """Have this process show on stderr what is logged, as the commands do; a second call changes nothing."""
    LOGGER.setLevel(logging.INFO)
    if not any(isinstance(handler, Stderr) for handler in LOGGER.handlers):
        LOGGER.addHandler(Stderr())

"""Several processes that torchrun started for one run: what they add up, show each other and share out.

torchrun brings them together, and ends them all when one has ended (RANK, WORLD_SIZE, MASTER_ADDR and so on are its
words). A process alone goes through none of this.

Gradients are added by one all-reduce after the backward passes of an update. DistributedDataParallel, whose all-reduces
run inside the last of these passes, does not fit: it averages where our loss needs sums, wants as many passes on every
rank, and would leave the others waiting for a process that has to cut its batch and try again for want of memory.
"""

from __future__ import annotations

import atexit
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import torch
from torch import Tensor, distributed, nn

from s2s.errors import SaidElsewhere, UserError
from s2s.runtime.device import choose_device
from s2s.runtime.process import check_starter, command, rank, world

T = TypeVar("T")
R = TypeVar("R")
PATIENCE = timedelta(days=7)
"""How long the others wait for rank 0 to prepare a large corpus. All other waiting ends after torch's own minutes."""


@contextmanager
def joined(device: str) -> Iterator[None]:
    """Be one of the processes that torchrun started. Raises `UserError`, also if another one has ended.

    They stay together until the process ends: a program may train again, and torch does not bring the same processes
    together twice, since what they said at their first meeting is still there.
    """
    if world() == 1:
        yield
        return
    check_starter()
    backend = "gloo"
    if choose_device(device).type == "cuda":
        backend = "cpu:gloo,cuda:nccl"
        local, available = int(os.environ["LOCAL_RANK"]), torch.cuda.device_count()
        if local >= available:
            raise UserError(f"--nproc-per-node: this machine has {available} GPUs; use {available}, or device=cpu")
        torch.cuda.set_device(local)
    try:
        atexit.unregister(leave)  # after an error it could wait for a process that is no more
        if not distributed.is_initialized():
            distributed.init_process_group(backend)
        yield
        atexit.register(leave)
    except RuntimeError as error:
        if not isinstance(error, distributed.DistError) and not re.search("gloo|nccl", str(error), re.IGNORECASE):
            raise
        cause = str(error).partition("Last error:\n")[2] or str(error)  # of NCCL, which says it at the end
        reason = re.match(r"(\[\S*\] )?(.*?)(\. |\n|$)", cause)  # without its place in torch's source, and its advice
        raise UserError(
            f"another process of the job has ended or does not answer ({reason and reason[2]}); see what it said; the same"
            f" command continues the run: {command()}"
        ) from None


def leave() -> None:
    """Part from the other processes."""
    if distributed.is_initialized():
        distributed.destroy_process_group()


@contextmanager
def first() -> Iterator[None]:
    """Have rank 0 do what is inside, and then the others, which find what it left behind.

    If rank 0 fails, the others raise `SaidElsewhere`.
    """
    if world() == 1:
        yield
        return
    group = distributed.new_group(backend="gloo", timeout=PATIENCE)
    done = torch.zeros(1)
    try:
        if rank() > 0:
            distributed.broadcast(done, 0, group)
            if not done:
                raise SaidElsewhere("rank 0 could not prepare the run; it says why")
        yield
        done.fill_(1)
    finally:
        if rank() == 0:
            distributed.broadcast(done, 0, group)
    distributed.barrier(group)


def every(own: Tensor) -> Tensor:
    """The tensors (…) of all processes, of one shape and on the CPU, as (world, …)."""
    if world() == 1:
        return own[None]
    tensors = [torch.empty_like(own) for _ in range(world())]
    distributed.all_gather(tensors, own.contiguous())
    return torch.stack(tensors)


def is_joined() -> bool:
    """Whether this process is one of those that train together, between which `every` and what uses it exchange values."""
    return distributed.is_initialized()


def wait() -> None:
    """Until all processes are here."""
    every(torch.zeros(()))


def total(*numbers: float) -> list[float]:
    """The sum of each number over the processes, the same on all of them."""
    return every(torch.tensor(numbers, dtype=torch.float64)).sum(0).tolist()


def gather(value: Any) -> list[Any]:
    """The values of all processes, which may be whatever JSON can say."""
    if world() == 1:
        return [value]
    content = json.dumps(value).encode()
    sizes = every(torch.tensor(len(content))).tolist()
    padded = torch.frombuffer(bytearray(content.ljust(max(sizes))), dtype=torch.uint8)
    return [json.loads(row.numpy().tobytes()) for row in every(padded)]


def shared(work: Callable[[list[T]], Sequence[R]], items: Sequence[T]) -> list[R]:
    """What `work` makes of `items`, a result for each, where every process works on its share."""
    parts = gather(list(work(list(items[rank() :: world()]))))
    return [parts[number % world()][number // world()] for number in range(len(items))]


def add_gradients(parameters: Sequence[nn.Parameter]) -> None:
    """Make each gradient the sum of those of all processes; a process without any counts as zeros."""
    if world() == 1:
        return
    trained = [parameter for parameter in parameters if parameter.requires_grad]
    for parameter in trained:
        parameter.grad = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
    gradients = [parameter.grad for parameter in trained if parameter.grad is not None]
    joint = torch.cat([gradient.flatten() for gradient in gradients])
    distributed.all_reduce(joint)
    parts = joint.split([gradient.numel() for gradient in gradients])  # type: ignore[no-untyped-call]
    for gradient, part in zip(gradients, parts, strict=True):
        gradient.copy_(part.view_as(gradient))

"""Workers as a pool of actors of Ray Data, on the cluster that there is or on one of this machine alone."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import socket
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from s2s.config.distributions import needing
from s2s.errors import UserError, first_line
from s2s.inference.translator import Translator
from s2s.runtime.machine import cores
from s2s.runtime.process import log

OBJECT_STORE = 200_000_000
"""Bytes of shared memory of a cluster of this machine alone: what goes through it are the places of blocks, not their rows."""
PATIENCE = 10.0
"""Seconds for a cluster to answer."""
ADDRESS = "RAY_ADDRESS"
QUIET = {"RAY_DATA_LOG_LEVEL": "ERROR", "RAY_BACKEND_LOG_LEVEL": "fatal", "RAY_USAGE_STATS_ENABLED": "0"}
"""What Ray is to say, unless its own variables are set otherwise: s2s tells of progress and failures, and nobody reports to Ray's makers."""


@contextmanager
def running(workers: int | None, threads: int) -> Iterator[int]:
    """A cluster, and how many workers of so many `threads` it is to have.

    That which the program has joined; else that of the environment variable ``RAY_ADDRESS``; else one of this process alone,
    which ends with it. Raises `UserError` where Ray is not installed or no cluster is there.
    """
    import ray

    logging.getLogger("ray").setLevel(logging.ERROR)
    if ray.is_initialized():
        yield workers or most_workers(ray, threads)
        return
    address = os.environ.get(ADDRESS)
    handler = signal.getsignal(signal.SIGTERM)
    wanted = workers or max(1, cores() // threads)
    where: dict[str, Any] = {"address": address}
    check_address(address)
    if not address:
        where = {"address": "local", "include_dashboard": False}
        where |= {"num_cpus": wanted * threads, "object_store_memory": OBJECT_STORE}
    try:
        with hushed():
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **where)
    except (ConnectionError, ValueError, RuntimeError) as error:
        remedy = "give the address of a cluster that runs" if address else "see that Ray can start here"
        raise UserError(f"{ADDRESS}={address or ''}: {first_line(error)}; {remedy}") from None
    if address and workers is None:
        wanted = most_workers(ray, threads)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, handler)  # Ray has put its own there, which ends the process without a word
    try:
        yield wanted
    finally:
        ray.shutdown()


def check_installed() -> None:
    """Import Ray, which reads its variables then. Raises `UserError` where it is not installed."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    with needing("Ray Data"):
        importlib.import_module("ray.data")


def threads_of(translator: Translator) -> int:
    """The threads of each worker: those that the translator was loaded with."""
    return vars(translator)["origin"]["threads"] or 1


def check_address(address: str | None) -> None:
    """Raise `UserError` where nobody listens at an `address` ``HOST:PORT``; Ray itself would try for minutes."""
    host, colon, port = (address or "").rpartition(":")
    if not colon or "/" in host or not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"{ADDRESS}={address}: {reason}; give the address of a cluster that runs") from None


@contextmanager
def hushed() -> Iterator[None]:
    """Keep what Ray's library in C++ says while it starts, which no setting does, from stderr; errors are raised all the same."""
    kept = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def most_workers(ray: Any, threads: int) -> int:
    """As many workers as the processors of the cluster have room for."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)) // threads)


def room(workers: int | None, translator: Translator) -> int:
    """So many `workers` or, for None, as many as the cluster that the program has joined, or joins now, has room for."""
    import ray

    if not ray.is_initialized():
        ray.init()  # as Ray itself would when the dataset is read
    return workers or most_workers(ray, threads_of(translator))


def needed(dataset: Any) -> float:
    """The processors without which the stages of `dataset` never all begin: those of the first worker of each pool, and one to read.

    A plan is no public part of Ray; of one in another form than today's this is 0.
    """
    plan: Any = getattr(getattr(dataset, "_logical_plan", None), "dag", None)
    operators = list(plan.post_order_iter()) if hasattr(plan, "post_order_iter") else []
    pools = [one for one in operators if getattr(getattr(one, "compute", None), "min_size", None) is not None]
    reads = any(type(one).__name__.startswith("Read") for one in operators)
    return float(sum(one.compute.min_size * one.ray_remote_args.get("num_cpus", 1) for one in pools) + reads)


def warn_of_waiting(dataset: Any) -> None:
    """Say where the cluster has fewer processors than the stages of `dataset` need: Ray would wait for ever without a word."""
    import ray

    least, there = needed(dataset), ray.cluster_resources().get("CPU", 0)
    if least > there:
        log(
            f"warning: this dataset needs {least:g} processors, one for each thread of a stage and one to read, and the cluster"
            f" has {there:g}: Ray may wait for ever; write what one stage gives to files, and read these for the next one",
            level=logging.WARNING,
        )


def placed(translator: Translator, workers: int, first: int | None = None) -> dict[str, Any]:
    """How `map_batches` is to run workers: each with its threads, and with a GPU where the model runs on one.

    It begins with all of them or, where other stages need room too, with the `first` so many, and grows. The pool may
    shrink: where a machine is lost for good, its worker waits for the room that another one leaves.
    """
    import ray
    from ray.data import ActorPoolStrategy

    origin = vars(translator)["origin"]
    on_gpu = origin["backend"] == "torch" and origin["device"] in ("auto", "cuda")
    gpus = on_gpu and (origin["device"] == "cuda" or ray.cluster_resources().get("GPU", 0) > 0)
    pool = ActorPoolStrategy(
        min_size=1, max_size=workers, initial_size=first or workers, max_tasks_in_flight_per_actor=2
    )
    return {
        "compute": pool,
        "num_cpus": threads_of(translator),
        **({"num_gpus": 1} if gpus else {}),
    }


def outcomes(
    kind: type, arguments: tuple[Any, ...], asked: Sequence[str], options: dict[str, Any]
) -> Generator[str, None, None]:
    """What workers of class `kind` make of each of `asked`, as it comes. Raises `UserError` where workers do not stay alive."""
    import ray
    import ray.data

    # A block of Ray's for each of ours, so that one that fails is done again alone.
    dataset = ray.data.from_items([{"asked": one} for one in asked], override_num_blocks=len(asked))
    made = dataset.map_batches(kind, batch_size=1, fn_constructor_args=arguments, **options)
    made.context.enable_progress_bars = made.context.print_on_execution_start = False
    try:
        for row in made.iter_rows():
            yield row["outcome"]
    except ray.exceptions.RayError as error:
        raise UserError(
            f"the workers have ended: {first_line(error)}; give them more memory, or fewer --workers"
        ) from None

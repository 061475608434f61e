"""How long a network remembers: the first symbol of a sequence is asked for after T steps of noise.

This is the task of Bengio et al. 1994 (Learning long-term dependencies with gradient descent is difficult), with eight
symbols. Sequences are drawn anew for every update, so that nothing can be learned by heart.
"""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from s2s.errors import UserError
from s2s.inspect.methods import METHODS, Method, network
from s2s.inspect.table import table
from s2s.training.optim import build_optimiser, clip

SYMBOLS, NOISE = 8, 8
BATCH, TESTED = 32, 1000
LEARNT, SURE = 0.02, 10
"""Training ends early once the loss (nats) has been below `LEARNT` for `SURE` batches on end."""
REMEMBERS = 0.95
"""The accuracy from which a network counts as remembering."""
LENGTHS = (5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Trial:
    """One network trained for one T from one seed."""

    method: str
    group: str
    steps: int
    """T."""
    seed: int
    accuracy: float
    """On `TESTED` sequences, 0 to 1; chance is 1 / `SYMBOLS`."""
    updates: int
    """Made until it had learnt, had diverged, or the time was up."""
    norm: float | None
    """The largest norm of a gradient, before clipping; None if it was not finite, upon which training ends."""
    parameters: int


def draw(rows: int, steps: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Sequences (rows, T + 1) of a symbol and T steps of noise, and the symbols (rows, 1)."""
    sequences = torch.randint(SYMBOLS, SYMBOLS + NOISE, (rows, steps + 1), generator=generator)
    symbols = torch.randint(SYMBOLS, (rows, 1), generator=generator)
    sequences[:, :1] = symbols
    return sequences, symbols


def attempt(method: Method, steps: int, seed: int, updates: int) -> Trial:
    """Train and test; the outcome is a function of the arguments, whatever runs beside it."""
    torch.set_num_threads(1)  # its matrices are too small to share
    model = network(method, SYMBOLS + NOISE, SYMBOLS, steps, seed)
    parameters = list(model.parameters())
    optimiser, generator = build_optimiser(method.optim, parameters), torch.Generator().manual_seed(seed)
    lengths, mask = torch.full((BATCH,), steps + 1), torch.ones(BATCH, 1, dtype=torch.bool)
    largest, good, done = 0.0, 0, 0
    while done < updates and good < SURE:
        sequences, symbols = draw(BATCH, steps, generator)
        loss = model(sequences, lengths, symbols, mask)[0] / BATCH
        optimiser.zero_grad()
        loss.backward()
        norm = clip(method.optim, parameters).item()
        largest = max(largest, norm) if math.isfinite(norm) else math.inf
        if not math.isfinite(largest):
            break
        optimiser.step()
        done += 1
        good = good + 1 if loss.item() < LEARNT else 0
    with torch.inference_mode():
        sequences, symbols = draw(TESTED, steps, torch.Generator().manual_seed(2**32 + seed))
        scores = model.scores(sequences, torch.full((TESTED,), steps + 1))
    return Trial(
        method=method.name,
        group=method.group,
        steps=steps,
        seed=seed,
        accuracy=(scores.argmax(-1) == symbols).double().mean().item(),
        updates=done,
        norm=largest if math.isfinite(largest) else None,
        parameters=sum(parameter.numel() for parameter in parameters),
    )


def trials(
    lengths: Sequence[int], seeds: Sequence[int], updates: int, workers: int, methods: Sequence[Method] = METHODS
) -> Iterator[Trial]:
    """Every method at every T from every seed, as they come to an end, in `workers` processes."""
    work = [
        (method, steps, seed, updates)
        for steps in sorted(lengths, reverse=True)
        for method in methods
        for seed in seeds
    ]
    if workers == 1:
        yield from (attempt(*each) for each in work)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        try:
            for done in as_completed([pool.submit(attempt, *each) for each in work]):
                yield done.result()
        except BrokenProcessPool:
            raise UserError(
                "a worker process was ended from outside, perhaps for want of memory; use --workers 1"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def summarise(results: Sequence[Trial], methods: Sequence[Method] = METHODS) -> list[dict[str, Any]]:
    """A row for each method: mean accuracy at each T, its extremes over the seeds, and how far it `reaches`.

    That is the longest T up to which, at every T tried, the mean accuracy is at least `REMEMBERS`; 0 if there is none.
    """
    rows = []
    for method in methods:
        own = [trial for trial in results if trial.method == method.name]
        accuracy: dict[int, float] = {}
        spread: dict[int, tuple[float, float]] = {}
        for steps in sorted({trial.steps for trial in own}):
            each = [trial.accuracy for trial in own if trial.steps == steps]
            accuracy[steps], spread[steps] = sum(each) / len(each), (min(each), max(each))
        reaches = 0
        for steps, share in accuracy.items():
            if share < REMEMBERS:
                break
            reaches = steps
        norms = [trial.norm for trial in own if trial.norm is not None]
        rows.append(
            {
                "method": method.name,
                "group": method.group,
                "parameters": own[0].parameters,
                "accuracy": accuracy,
                "spread": spread,
                "reaches": reaches,
                "norm": max(norms, default=None),
                "overflows": len(own) - len(norms),
            }
        )
    return rows


def accuracies(rows: Sequence[dict[str, Any]]) -> str:
    """The table of `summarise`."""
    lines = []
    for row in rows:
        largest = "" if row["norm"] is None else f"{row['norm']:.1e}"
        if row["overflows"]:
            largest = f"overflow × {row['overflows']}"
        shares = [f"{share:.1%}" for share in row["accuracy"].values()]
        reaches = f"T = {row['reaches']}" if row["reaches"] else "-"
        lines.append([row["group"], row["method"], f"{row['parameters']:,}", *shares, reaches, largest])
    steps = [f"T = {steps}" for steps in rows[0]["accuracy"]]
    return table(["", "", "parameters", *steps, "up to", "largest gradient"], lines, left=2)

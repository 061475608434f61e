"""The gradients of an update: those of its batches one by one, in parts where the memory of a GPU does not hold one."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy
import torch

from s2s.data.batching import Batch, cut, width
from s2s.errors import UserError
from s2s.runtime.process import log
from s2s.training.state import Training


class TooLarge(UserError):
    """A single example does not fit into memory."""


def backward(training: Training, batches: Sequence[Batch], count: float) -> tuple[float, float]:
    """Add up the gradients of the loss over `count` tokens; the smoothed loss and the negative log-likelihood, summed.

    Out of memory it begins again with smaller parts, which all later batches are cut to as well: since the loss is a sum
    over tokens, only rounding and what dropout draws depend on the parts. Raises `TooLarge` if one example does not fit.
    """
    while True:
        limit = training.limit
        parts = [part for batch in batches for part in ([batch] if limit is None else cut(batch, limit))]
        try:
            return attempt(training, parts, count)
        except torch.OutOfMemoryError:
            pass  # what is done about it is not done here, where the error holds on to the tensors of the attempt
        training.optimiser.zero_grad()
        if training.parts.device.type == "cuda":
            torch.cuda.empty_cache()
        lower(training, parts)


def attempt(training: Training, batches: Sequence[Batch], count: float) -> tuple[float, float]:
    """Add the gradients of the loss of `batches`, divided by `count`, to those of the parameters.

    Returns the smoothed loss and the negative log-likelihood, summed over the tokens of `batches`.
    """
    smoothed, plain = 0.0, 0.0
    for batch in (batch.to(training.parts.device) for batch in batches):
        with training.parts.autocast():
            loss, likelihood = training.parts.loss(batch)
        training.scaler.scale(loss / count).backward()  # type: ignore[no-untyped-call]
        smoothed, plain = smoothed + loss.item(), plain + likelihood.item()
    return smoothed, plain


def lower(training: Training, batches: Sequence[Batch]) -> None:
    """Halve what is tried at a time, after `batches` did not fit."""
    most = max(width(batch) * len(batch.lengths) for batch in batches)
    if all(len(batch.lengths) == 1 for batch in batches):
        raise TooLarge(
            f"{training.parts.device}: out of memory with a single example of {most:,} positions; lower data.max_length,"
            f" now {training.config.data.max_length}, or the size of the model"
        )
    training.limit = most // 2
    log(
        f"warning: out of memory with {most:,} positions at a time; batches are cut to {training.limit:,} from now on, and"
        " update the weights together as before",
        everyone=True,
        level=logging.WARNING,
    )


def rehearse(training: Training) -> None:
    """On a GPU, try the longest batch there is before training starts, rather than run out of memory in the night."""
    if training.parts.device.type == "cuda":
        with torch.random.fork_rng([torch.cuda.current_device()]):
            try_longest(training)


def try_longest(training: Training) -> None:
    """Find the gradients of the batch of the first chunk that has the most pairs of positions, and forget them."""
    stream = training.parts.stream
    chunk = stream.load(0, 0)

    def products(rows: numpy.ndarray) -> int:
        source, target = (max(len(chunk.pairs[row][side]) for row in rows) for side in (0, 1))
        return len(rows) * (source + 1) * (target + 1)

    longest = stream.collate([chunk.pairs[row] for row in max(chunk.batches, key=products)])
    training.parts.model.train()
    backward(training, [longest], longest.tokens)
    training.optimiser.zero_grad()

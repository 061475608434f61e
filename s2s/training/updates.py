"""An update of the weights, from the gradients of its batches to the moving average."""

from __future__ import annotations

import contextlib
import logging
import math
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from s2s.data.batching import Batch
from s2s.runtime.distributed import add_gradients, total
from s2s.runtime.process import log
from s2s.training.accumulation import backward
from s2s.training.optim import clip, rate, set_rate
from s2s.training.state import Training

Gradients = Callable[[Training, Sequence[Batch], float], tuple[float, float]]
"""What finds the gradients of an update, as `backward` does."""


def update(training: Training, batches: list[Batch], gradients: Gradients = backward) -> bool:
    """One update from the micro-batches `batches`; False if it was skipped because a number was not finite."""
    parts, config = training.parts, training.config
    model = parts.model.train()
    (count,) = total(sum(batch.tokens for batch in batches))
    learning_rate = rate(config.optim, training.step, parts.total, training.losses)
    set_rate(training.optimiser, config.optim, learning_rate)
    training.optimiser.zero_grad()
    smoothed, plain = total(*gradients(training, batches, count))
    add_gradients(training.parameters)
    training.scaler.unscale_(training.optimiser)
    norm = clip(config.optim, training.parameters).item()
    finite = math.isfinite(norm) and math.isfinite(smoothed)
    training.step += 1
    training.latest = {"loss": smoothed / max(1.0, count), "nll": plain / max(1.0, count), "norm": norm}
    training.latest |= {"lr": learning_rate, "epoch": training.place.epoch}
    if finite:
        training.scaler.step(training.optimiser)
    training.scaler.update()
    if not finite:
        training.skipped += 1
        log(
            f"warning: step {training.step} skipped, as its loss or gradient is not finite ({training.skipped} so far)",
            level=logging.WARNING,
        )
        return False
    if training.average is not None:
        training.average.update(model)
    for name, value in (("loss", smoothed), ("likelihood", plain), ("tokens", count), ("norm", norm), ("updates", 1)):
        training.report[name] += value
    return True


@contextlib.contextmanager
def exchanged(model: torch.nn.Module, weights: dict[str, Tensor]) -> Iterator[None]:
    """Let `model` have `weights` for a while."""
    own = {name: parameter.data for name, parameter in model.named_parameters()}
    for name, parameter in model.named_parameters():
        parameter.data = weights[name].data
    try:
        yield
    finally:
        for name, parameter in model.named_parameters():
            parameter.data = own[name]

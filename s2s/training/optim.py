"""The optimiser, the learning rate as a pure function of the step, clipping, and the moving average of the weights."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable, Sequence
from typing import assert_never

import torch
from torch import Tensor, nn

from s2s.config.optimisers import OPTIMISERS
from s2s.config.options import refuse
from s2s.config.schema import OptimConfig, Schedule
from s2s.errors import UserError


def build_optimiser(config: OptimConfig, parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
    """The optimiser that `config` names, with those of its options that have an effect on it and are given.

    Each of its groups of parameters keeps the rate that it begins with as ``initial_lr``, as torch's schedulers do.
    """
    known = OPTIMISERS.facts(config.kind).options
    given = {name: value for name in known if (value := getattr(config, name)) is not None}
    optimiser = OPTIMISERS.load(config.kind)(parameters, lr=config.lr, **given)
    if not isinstance(optimiser, torch.optim.Optimizer):
        raise UserError(f"{config.kind}: makes no torch.optim.Optimizer; let it return one, or be a subclass of it")
    try:
        inspect.signature(optimiser.step).bind()
    except TypeError:
        refuse("optim.kind", config.kind, "its step needs a closure, which training does not give; use another")
    for group in optimiser.param_groups:
        group["initial_lr"] = group.setdefault("lr", config.lr)
    return optimiser


def set_rate(optimiser: torch.optim.Optimizer, config: OptimConfig, rate: float) -> None:
    """Give the groups of an optimiser from `build_optimiser` their rates where that of the schedule is `rate`: in proportion."""
    for group in optimiser.param_groups:
        group["lr"] = rate * (group["initial_lr"] / config.lr)


WARMUP, WARMUP_SHARE = 200, 10
"""Where no option says: updates during which the learning rate rises, at most one in so many of all."""


def warmup_of(config: OptimConfig, total: int) -> int:
    """Updates during which the learning rate rises, of a run of `total` updates."""
    return min(WARMUP, math.ceil(total / WARMUP_SHARE)) if config.warmup is None else config.warmup


def rate(config: OptimConfig, step: int, total: int, losses: Sequence[float] = ()) -> float:
    """The learning rate of update `step` (0 is the first) of `total`.

    Every schedule rises linearly over `warmup` steps to `lr`; then it stays (constant), falls with the inverse square
    root of the step (arXiv:1706.03762, §5.3), follows half a cosine to 0 at `total` (arXiv:1608.03983), or is multiplied
    by `factor` whenever the best of the validation `losses` is `patience` validations old (plateau).
    """
    warmup = warmup_of(config, total)
    if step < warmup:
        return config.lr * (step + 1) / warmup
    match config.schedule:
        case Schedule.inverse_sqrt:
            return config.lr * math.sqrt(max(1, warmup) / max(1, warmup, step + 1))
        case Schedule.cosine:
            progress = min(1.0, (step - warmup) / max(1, total - warmup))
            return config.lr * 0.5 * (1 + math.cos(math.pi * progress))
        case Schedule.plateau:
            return config.lr * (config.factor or 0.5) ** plateaus(losses, config.patience or 2)
        case Schedule.constant:
            return config.lr
        case _:
            assert_never(config.schedule)


def plateaus(losses: Sequence[float], patience: int) -> int:
    """How often the best loss has gone `patience` validations without being beaten."""
    count, best, waited = 0, math.inf, 0
    for loss in losses:
        waited = 0 if loss < best else waited + 1
        best = min(best, loss)
        if waited == patience:
            count, waited = count + 1, 0
    return count


def clip(config: OptimConfig, parameters: Sequence[nn.Parameter]) -> Tensor:
    """Clip gradients by norm (arXiv:1211.5063), then by value, where asked; the norm before clipping."""
    bound = math.inf if config.clip_norm is None else config.clip_norm
    norm = nn.utils.clip_grad_norm_(parameters, bound)
    if config.clip_value is not None:
        nn.utils.clip_grad_value_(parameters, config.clip_value)
    return norm


class Average:
    """Exponential moving average of the weights: a ← d·a + (1 - d)·w after each update.

    d is min(`decay`, (1 + n) / (10 + n)) at the n-th update, so that the first weights are soon forgotten.
    """

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay, self.updates = decay, 0
        self.weights = {name: tensor.detach().clone() for name, tensor in model.named_parameters()}

    def update(self, model: nn.Module) -> None:
        """Take the model's weights, after an update, into the average."""
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        current = dict(model.named_parameters())
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.weights.values()), [current[name].detach() for name in self.weights], 1 - decay
            )

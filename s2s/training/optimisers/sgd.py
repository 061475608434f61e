"""Stochastic gradient descent, with momentum (Polyak 1964) where asked."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn


def sgd(
    parameters: Iterable[nn.Parameter], *, lr: float, momentum: float = 0.0, weight_decay: float = 0.0
) -> torch.optim.Optimizer:
    """Gradient descent; `weight_decay` is added to the gradient as that of an L2 penalty."""
    return torch.optim.SGD(parameters, lr=lr, momentum=momentum, weight_decay=weight_decay, fused=True)

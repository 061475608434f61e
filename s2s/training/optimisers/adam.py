"""Adam (Kingma & Ba 2015, arXiv:1412.6980)."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn


def adam(parameters: Iterable[nn.Parameter], *, lr: float) -> torch.optim.Optimizer:
    """Adam with the paper's moments, in one kernel for all parameters."""
    return torch.optim.Adam(parameters, lr=lr, fused=True)

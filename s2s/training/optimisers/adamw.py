"""Adam with decoupled weight decay (Loshchilov & Hutter 2019, arXiv:1711.05101)."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn


def adamw(parameters: Iterable[nn.Parameter], *, lr: float, weight_decay: float = 0.01) -> torch.optim.Optimizer:
    """AdamW: each update also takes `lr` · `weight_decay` times the weights from them."""
    return torch.optim.AdamW(parameters, lr=lr, weight_decay=weight_decay, fused=True)

"""The precision that autocast asks for, where torch does not see to it by itself."""

from __future__ import annotations

import torch
from torch import Tensor


def precision(tensor: Tensor) -> torch.dtype | None:
    """The type that products on the tensor's device are to be computed in; None without autocast."""
    device = tensor.device.type
    return torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else None

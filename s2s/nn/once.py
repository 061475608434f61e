"""Gradients written out by hand are numbers to autograd, which would take their own derivative for zero."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import torch


def once(backward: Callable[..., Any]) -> Callable[..., Any]:
    """A Function's `backward` that refuses, with a `RuntimeError`, to be differentiated in its turn."""

    @wraps(backward)
    def refusing(ctx: Any, *gradients: Any) -> Any:
        if torch.is_grad_enabled():  # here only with create_graph=True
            raise RuntimeError("gradients of s2s's layers and loss cannot be differentiated; use create_graph=False")
        return backward(ctx, *gradients)

    return refusing

"""What goes into each product of the network on real text: the largest absolute value, which int8 then covers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from s2s.data.batching import Batch
from s2s.nn.cells.layer import Layer
from s2s.nn.model import Seq2Seq


def measure(model: Seq2Seq, batches: Iterable[Batch]) -> dict[str, float]:
    """`measured` while `model` is given `batches` by teacher forcing."""

    def feed() -> None:
        for batch in batches:
            model(batch.source, batch.lengths, batch.target, batch.mask)

    return measured(model, feed, {"decoder.output": model.decoder.dropout})


def measured(model: nn.Module, feed: Callable[[], None], last: Mapping[str, nn.Module]) -> dict[str, float]:
    """Under the names that `s2s.export` uses, what each product of `model` is fed while `feed` runs.

    `last` are products of a layer that is no module, with the module whose outputs they are fed.
    """
    ranges: dict[str, float] = {}

    def note(name: str, tensor: Tensor) -> None:
        ranges[name] = max(ranges.get(name, 1e-6), float(tensor.abs().max()))

    def before(name: str) -> Callable[[nn.Module, Any], None]:
        return lambda module, inputs: note(name, inputs[0])

    def after(name: str) -> Callable[[nn.Module, Any, Any], None]:
        def hook(module: nn.Module, inputs: Any, outputs: Any) -> None:
            assert isinstance(module, Layer)
            note(f"{name}.input", inputs[0])
            if not module.elementwise:
                note(f"{name}.hidden", outputs[0])
                note(f"{name}.hidden", inputs[1][0])

        return hook

    def behind(name: str) -> Callable[[nn.Module, Any, Any], None]:
        return lambda module, inputs, outputs: note(name, outputs)

    hooks = [module.register_forward_hook(behind(name)) for name, module in last.items()]
    for name, module in model.named_modules():
        if isinstance(module, Layer):
            hooks.append(module.register_forward_hook(after(name)))
        elif isinstance(module, nn.Linear):
            hooks.append(module.register_forward_pre_hook(before(name)))
    try:
        with torch.inference_mode():
            feed()
    finally:
        for hook in hooks:
            hook.remove()
    return ranges

"""What stacks of layers have in common: layer normalisation, dropout, a second input, and residual connections."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from s2s.nn.dropout import Dropout


class Stack(nn.Module):
    """L layers, each fed with what the one below gives.

    Layer l maps ``widths[l]`` to ``widths[l + 1]``, and also sees the second input that the whole stack may be given (the
    decoder's attention context). With `residual`, x + f(x) wherever a layer's input is as wide as its output
    (arXiv:1609.08144, §3.1). With `layer_norm`, each layer's input and the stack's output are normalised (arXiv:1607.06450).
    `dropout` falls between layers.
    """

    def __init__(
        self, *, layers: nn.ModuleList, widths: Sequence[int], residual: bool, layer_norm: bool, dropout: float
    ) -> None:
        super().__init__()
        self.depth, self.widths, self.width, self.residual = len(layers), list(widths), widths[-1], residual
        self.layers = layers
        self.norms = nn.ModuleList(nn.LayerNorm(width) for width in widths) if layer_norm else None
        self.dropout = Dropout(dropout)

    def before(self, index: int, hidden: Tensor, context: Tensor | None) -> Tensor:
        """What layer `index` is fed: normalised, dropped out between layers, and with the context beside it."""
        fed = self.normalise(index, hidden)
        if index > 0:
            fed = self.dropout(fed)
        return fed if context is None else torch.cat([fed, context], dim=-1)

    def adds(self, index: int) -> bool:
        """Whether layer `index` is residual: asked for, and as wide as its input."""
        return self.residual and self.widths[index] == self.widths[index + 1]

    def after(self, index: int, hidden: Tensor, output: Tensor) -> Tensor:
        """What a layer's output gives with its residual connection."""
        return hidden + output if self.adds(index) else output

    def normalise(self, index: int, hidden: Tensor) -> Tensor:
        """Normalised, where the stack has layer normalisation."""
        if self.norms is None:
            return hidden
        normed: Tensor = self.norms[index](hidden)
        return normed

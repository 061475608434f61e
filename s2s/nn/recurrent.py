"""The recurrent stack: layers, their directions and their states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from s2s.nn.cells.layer import Layer, MakeLayer
from s2s.nn.draw import Draw
from s2s.nn.stack import Stack


class Recurrent(Stack):
    """L layers of one cell, in one direction or both.

    ``cell(inputs=…, units=…)`` makes one layer in one direction. `bidirectional` is that of all layers, or of each.
    `context` is the width of the second input. Residual connections, layer normalisation and `dropout` are those of a `Stack`,
    outside the recurrence so that fused kernels serve. `recurrent_dropout` falls on the hidden state inside the recurrence,
    one mask for all time steps (arXiv:1512.05287). The first state is `initial`: ``zero``, ``learned``, or ``random``, drawn
    once with the weights and then kept.

    A state is D wide, the units of all directions side by side. Where only some layers have both directions, the state of
    the others is zero beyond their units.
    """

    def __init__(
        self,
        *,
        cell: MakeLayer,
        inputs: int,
        units: int,
        layers: int,
        bidirectional: bool | Sequence[bool] = False,
        context: int = 0,
        residual: bool = False,
        layer_norm: bool = False,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        initial: str = "zero",
    ) -> None:
        both = [bidirectional] * layers if isinstance(bidirectional, bool) else bidirectional
        directions = [2 if one else 1 for one in both]
        widths = [inputs, *(units * count for count in directions)]
        made = (
            nn.ModuleList(cell(inputs=width + context, units=units) for _ in range(count))
            for width, count in zip(widths[:-1], directions, strict=True)
        )
        super().__init__(
            layers=nn.ModuleList(made), widths=widths, residual=residual, layer_norm=layer_norm, dropout=dropout
        )
        self.units, self.directions = units, max(directions)
        self.state_width = units * self.directions
        self.recurrent_dropout = recurrent_dropout
        self.start = None
        if initial != "zero":
            start = torch.empty(layers, self.parts(), self.state_width)
            self.start = nn.Parameter(start, requires_grad=initial == "learned")

    def reset(self, draw: Draw) -> None:
        """The start state, if it is not zero: learned from zero on, or fixed and drawn from N(0, 0.01)."""
        if self.start is not None:
            draw.normal(self.start, 0.0 if self.start.requires_grad else 0.1)

    def parts(self) -> int:
        """P, the number of tensors in a layer's state."""
        return self.cells(0)[0].parts

    def cells(self, layer: int) -> list[Layer]:
        """The layers of one depth: one for each direction."""
        cells = self.layers[layer]
        assert isinstance(cells, nn.ModuleList)
        return list(cells)  # type: ignore[arg-type]

    def initial(self, rows: int, like: Tensor) -> Tensor:
        """The first state (rows, L, P, D), of the type and on the device of `like`."""
        if self.start is not None:
            return self.start.to(like.dtype).expand(rows, -1, -1, -1)
        return like.new_zeros(rows, self.depth, self.parts(), self.state_width)

    def forward(
        self, inputs: Tensor, state: Tensor, lengths: Tensor | None = None, context: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Run over all positions: inputs (B, T, I), state (B, L, P, D) → outputs (B, T, D'), final state (B, L, P, D).

        `lengths` (B,) makes padding on the right invisible: the backward direction starts at each sequence's own end,
        and the final state is that after its last real token. `context` (B, T, C) joins every layer's input.
        """
        hidden = inputs.transpose(0, 1)  # time first inside, so that each step of the loop is one contiguous block
        beside = None if context is None else context.transpose(0, 1)
        flip = reversal(lengths, inputs.shape[1], len(inputs), inputs.device) if self.directions == 2 else None
        finals = []
        for index in range(self.depth):
            before = self.before(index, hidden, beside)
            parts = state[:, index].unbind(1)
            outputs, ends = [], []
            for direction, layer in enumerate(self.cells(index)):
                block = slice(direction * self.units, (direction + 1) * self.units)
                first = tuple(part[:, block] for part in parts)
                fed = before if direction == 0 else turn(before, flip)
                output, end = layer(fed, first, lengths, None if layer.elementwise else self.keep(fed))
                outputs.append(output if direction == 0 else turn(output, flip))
                ends.append(torch.stack(end, dim=1))
            hidden = self.after(index, hidden, torch.cat(outputs, dim=-1) if len(outputs) > 1 else outputs[0])
            final = torch.cat(ends, dim=-1)
            finals.append(functional.pad(final, (0, missing)) if (missing := self.missing(index)) else final)
        return self.normalise(self.depth, hidden).transpose(0, 1), torch.stack(finals, dim=1)

    def step(self, inputs: Tensor, state: Tensor, context: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """One position of a one-directional stack: inputs (B, I), state (B, L, P, H) → outputs (B, H), the new state."""
        assert self.directions == 1, "only a one-directional stack can go step by step"
        hidden, states = inputs, []
        for index in range(self.depth):
            before = self.before(index, hidden, context)
            layer = self.cells(index)[0]
            after = layer.step(before, state[:, index].unbind(1))
            hidden = self.after(index, hidden, layer.output(after))
            states.append(torch.stack(after, dim=1))
        return self.normalise(self.depth, hidden), torch.stack(states, dim=1)

    def missing(self, index: int) -> int:
        """The columns of a state that layer `index` lacks, since only others have both directions."""
        return self.state_width - self.widths[index + 1]

    def keep(self, inputs: Tensor) -> Tensor | None:
        """The variational mask (B, H), scaled by 1 / (1 - p), or None."""
        if not (self.training and self.recurrent_dropout > 0):
            return None
        mask = inputs.new_empty(inputs.shape[1], self.units).bernoulli_(1 - self.recurrent_dropout)
        return mask.div_(1 - self.recurrent_dropout)


def reversal(lengths: Tensor | None, steps: int, rows: int, device: torch.device) -> Tensor:
    """Indices (T · B,) of a time-major batch that turn each sequence around within its own length; padding stays."""
    time = torch.arange(steps, device=device)[:, None]
    real = torch.full((1, rows), steps, device=device) if lengths is None else lengths.to(device)[None]
    turned = torch.where(time < real, real - 1 - time, time)
    return (turned * rows + torch.arange(rows, device=device)).flatten()


class Turn(torch.autograd.Function):
    """Reorder (T, B, I) by the indices of `reversal`. What is turned twice is as before, so gradients are turned too."""

    @staticmethod
    def forward(ctx: Any, inputs: Tensor, indices: Tensor) -> Tensor:
        """Inputs (T, B, I) and indices (T · B,) → (T, B, I)."""
        ctx.save_for_backward(indices)
        return inputs.flatten(0, 1).index_select(0, indices).view(inputs.shape)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        """The gradient (T, B, I), turned by the same indices; the indices have none."""
        return turn(gradients[0], ctx.saved_tensors[0]), None


def turn(inputs: Tensor, indices: Tensor | None) -> Tensor:
    """Reorder (T, B, I) by the indices of `reversal`."""
    assert indices is not None
    turned: Tensor = Turn.apply(inputs, indices)  # type: ignore[no-untyped-call]
    return turned

"""Backpropagation through time, measured: how much of the loss's gradient arrives at each step back in time.

∂L/∂h_t runs through a product of Jacobians, one for each step between t and the loss (Bengio et al. 1994;
arXiv:1211.5063, eq. 5); it shrinks or grows geometrically with their norms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import torch
from torch import Tensor

from s2s.data.batching import Batch
from s2s.errors import UserError
from s2s.inspect.probe import Trace, watched
from s2s.inspect.table import table
from s2s.nn.forecaster import Forecaster
from s2s.nn.labeller import Labeller
from s2s.nn.model import Seq2Seq
from s2s.runtime.process import log

FAR = 1000.0
"""A gradient counts as vanished below 1 / `FAR` of that at the last step, and as exploded above `FAR` times it."""
COVERED = 0.9
"""The share of the summed norms of the terms of ∂L/∂W_h that `reach` looks for."""
STEPS = (0, 1, 2, 5, 10, 20, 30, 50, 70, 100, 200, 500)
ARROWS = ("→", "←")


@dataclass(frozen=True)
class Curve:
    """One layer in one direction, over the steps k = 0, 1, … back in time that the longer half of the sentences have.

    Medians over that half, with the quartiles beside them; of a sentence L is the loss summed over its tokens.
    """

    model: str
    side: str
    """encoder or decoder."""
    layer: int
    direction: str
    """→ or ←, the way in which it reads: back in time for ← is to the right."""
    sentences: int
    """In the longer half."""
    states: list[float]
    """‖∂L/∂h‖."""
    states_spread: list[tuple[float, float]]
    terms: list[float]
    """‖δ_t h_{t-1}ᵀ‖, the terms of the sum that ∂L/∂W_h is; none of a cell without W_h."""
    terms_spread: list[tuple[float, float]]
    alone: bool = False
    """Whether its side has no other layer or direction."""

    @property
    def name(self) -> str:
        """Of the curve, as tables and figures show it."""
        return self.model if self.alone else f"{self.model}, layer {self.layer} {self.direction}"


def measure(name: str, model: Seq2Seq | Labeller | Forecaster, batch: Batch, last: bool = False) -> list[Curve]:
    """The curves of every layer for one batch, in evaluation mode; layers that make a single step have none.

    With `last` L is the loss of each sentence's last position alone. Raises `UserError` where there is no such loss.
    """
    model.eval().zero_grad()
    counts = batch.mask.sum(1)
    lengths = {"encoder": batch.lengths.tolist(), "decoder": counts.tolist()}
    mask = batch.mask
    if last:
        if mask.shape[1] == 1:
            raise UserError(f"--last: has no effect on {name}, which predicts once for each example; leave it out")
        if getattr(getattr(model, "distribution", None), "chained", False):
            raise UserError(f"--last: {name} has a loss of whole sequences alone; leave it out")
        mask = torch.arange(mask.shape[1]) == counts[:, None] - 1
    with ExitStack() as entered:
        traces = {
            side: [layer for stack in members for layer in entered.enter_context(watched(stack))]
            for side, members in model.stacks().items()
        }
        loss, _ = model(batch.source, batch.lengths, batch.target, mask)
        loss.backward()
    model.zero_grad()
    for side, layers in traces.items():
        if not any(trace.states for layer in layers for trace in layer):
            log(f"{name}: its {side} is run step by step, and not shown")
    return [
        curve(name, side, number, ARROWS[direction], trace, lengths[side], len(layers) == len(layer) == 1)
        for side, layers in traces.items()
        for number, layer in enumerate(layers, start=1)
        for direction, trace in enumerate(layer)
        if len(trace.states) > 1
    ]


def curve(
    model: str, side: str, layer: int, direction: str, trace: Trace, lengths: Sequence[int], alone: bool
) -> Curve:
    """Medians and quartiles over the longer half of the sentences of one layer and direction."""
    shown = sorted(lengths)[len(lengths) // 2]
    long = [row for row, length in enumerate(lengths) if length >= shown]
    states = summary(backwards(trace.state_norms(), lengths, long, shown))
    norms = trace.term_norms()
    terms = summary(backwards(norms, lengths, long, shown)) if norms else ([], [])
    return Curve(model, side, layer, direction, len(long), *states, *terms, alone)


def backwards(norms: Sequence[Tensor], lengths: Sequence[int], rows: Sequence[int], steps: int) -> Tensor:
    """From norms (B,) at each step to those of `rows`, each from its own last real step back: (rows, steps)."""
    table = torch.stack(list(norms)).double()
    return torch.stack([table[lengths[row] - steps : lengths[row], row].flip(0) for row in rows])


def summary(table: Tensor) -> tuple[list[float], list[tuple[float, float]]]:
    """The median of each column of `table` (rows, steps), and its quartiles."""
    low, middle, high = torch.quantile(table, torch.tensor([0.25, 0.5, 0.75], dtype=table.dtype), dim=0).tolist()
    return middle, list(zip(low, high, strict=True))


def verdict(values: Sequence[float]) -> str:
    """Where a curve vanishes or explodes, in words; `values` from the last step back."""
    last, steps = values[0], len(values) - 1
    if not math.isfinite(last):
        return "overflows: it is no number, for the states or the loss are none"
    if last == 0:
        return "is 0 from the last step on: no gradient at all"
    vanished = next((step for step, value in enumerate(values) if not value >= last / FAR), None)
    burst = next((step for step, value in enumerate(values) if not value <= last * FAR), None)
    if burst is not None and (vanished is None or burst <= vanished):
        return f"explodes: above {FAR:g} × that of the last step from {count(burst)} back on{rate(values)}"
    if vanished is not None:
        return f"vanishes: below 1/{FAR:g} of that of the last step from {count(vanished)} back on{rate(values)}"
    return f"holds: {count(steps)} back it is {values[-1] / last:.2g} × that of the last step{rate(values)}"


def count(steps: int) -> str:
    """``1 step``, ``2 steps``."""
    return f"{steps} step{'' if steps == 1 else 's'}"


def rate(values: Sequence[float]) -> str:
    """The factor a step, where it is known."""
    if len(values) < 2 or not 0 < values[-1] < math.inf:
        return ""
    return f" (× {(values[-1] / values[0]) ** (1 / (len(values) - 1)):.2f} a step)"


def reach(terms: Sequence[float]) -> int | None:
    """From how many steps, counted from the last, nine tenths of the summed norms of the terms come."""
    total, so_far = sum(terms), 0.0
    if not 0 < total < math.inf:
        return None
    for step, value in enumerate(terms, start=1):
        so_far += value
        if so_far >= COVERED * total:
            return step
    return len(terms)


def words(curve: Curve) -> str:
    """A sentence or two on one curve."""
    text = f"{curve.side}, {curve.name}: the gradient {verdict(curve.states)}"
    steps = reach(curve.terms)
    share = (
        "" if steps is None else f"; the last {steps} of {count(len(curve.terms))} make 90 % of the terms of ∂L/∂W_h"
    )
    return f"{text}{share}."


def tables(curves: Sequence[Curve]) -> list[str]:
    """For the states and for the terms of W_h of each side: a line for some steps back, a column for each curve."""
    texts = []
    for side in dict.fromkeys(curve.side for curve in curves):
        own = [curve for curve in curves if curve.side == side]
        last = max(len(curve.states) for curve in own) - 1
        steps = sorted({*(step for step in STEPS if step < last), last})
        for title, name in (("‖∂L/∂h_t‖", "states"), ("‖δ_t h_{t-1}ᵀ‖, the terms of ∂L/∂W_h", "terms")):
            values = [getattr(curve, name) for curve in own]
            if not any(values):
                continue
            lines = [
                [str(step), *(f"{each[step]:.1e}" if step < len(each) else "" for each in values)] for step in steps
            ]
            header = ["steps back", *(curve.name for curve in own)]
            texts.append(f"{side}: {title}, median of {own[0].sentences} sentences\n{table(header, lines, left=0)}")
    return texts

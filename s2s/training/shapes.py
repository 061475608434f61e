"""Batches in memory of a few fixed shapes: what a CUDA graph, which is recorded for one shape at one place, can read."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import torch

from s2s.data.batching import Batch

STEP, SHARE = 4, 8
"""Lengths are rounded up to a multiple of `STEP`, longer ones to a multiple of at least a `SHARE`-th of the next power of two."""


class Shape(NamedTuple):
    """The rows B of a batch, and the positions S of its sources and T of its targets."""

    rows: int
    source: int
    target: int


def step_at(length: int) -> int:
    """The distance of the lengths that those around `length` are rounded up to."""
    return max(STEP, (1 << (length - 1).bit_length()) // SHARE)


def ceiling(length: int) -> int:
    """The length that `length` ≥ 1 is rounded up to."""
    step = step_at(length)
    return -(-length // step) * step


def shape_of(batch: Batch) -> Shape:
    """The shape of `batch` as it is."""
    return Shape(len(batch.lengths), batch.source.shape[1], batch.mask.shape[1])


def rounded(shape: Shape, budget: int) -> Shape:
    """The shape that a batch of `shape` is padded to, one of a few dozen where batches have up to `budget` positions a side.

    The rows are as many as a batch of these lengths may have at most, so that they add no shapes of their own.
    """
    source, target = ceiling(shape.source), ceiling(shape.target)
    shortest = max(length - step_at(length) + 1 for length in (source, target))
    return Shape(max(shape.rows, budget // shortest), source, target)


class Buffers:
    """A batch whose tensors stay where they are, all of them on `device`, the lengths too; batches are copied into it."""

    def __init__(self, shape: Shape, device: torch.device) -> None:
        rows, source, target = shape
        ids = partial(torch.zeros, dtype=torch.int64, device=device)
        mask = torch.zeros(rows, target, dtype=torch.bool, device=device)
        self.shape = shape
        self.batch = Batch(ids(rows, source), ids(rows).fill_(1), ids(rows, target + 1), mask, tokens=0)

    def fill(self, batch: Batch) -> None:
        """Copy `batch`, which is at most as large. Rows beyond its own are sources of one padded position, and predict nothing."""
        rows = len(batch.lengths)
        for whole, part in (
            (self.batch.source, batch.source),
            (self.batch.target, batch.target),
            (self.batch.mask, batch.mask),
        ):
            if whole.shape != part.shape:
                whole.zero_()
            whole[: part.shape[0], : part.shape[1]].copy_(part, non_blocking=True)
        self.batch.lengths[rows:].fill_(1)
        self.batch.lengths[:rows].copy_(batch.lengths, non_blocking=True)

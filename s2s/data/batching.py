"""Batches of tensors: token budgets, length buckets, and an order that is a pure function of (seed, epoch)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
import torch
from torch import Tensor

from s2s.data.tokenizer import BOS, EOS, PAD

Pair = tuple[Sequence[int], Sequence[int]]
"""Source and target ids of one sentence pair, without special ids."""


@dataclass(frozen=True)
class Batch:
    """B sentence pairs, padded on the right."""

    source: Tensor
    """(B, S) ids, each ending in eos."""
    lengths: Tensor
    """(B,) real source positions, always on the CPU."""
    target: Tensor
    """(B, T + 1) ids: bos, the sentence, eos."""
    mask: Tensor
    """(B, T): True on the tokens to predict, ``target[:, 1:]``."""
    tokens: int
    """How many tokens there are to predict."""

    def to(self, device: torch.device) -> Batch:
        move = [tensor.to(device, non_blocking=True) for tensor in (self.source, self.target, self.mask)]
        return Batch(move[0], self.lengths, move[1], move[2], self.tokens)


def collate(pairs: Sequence[Pair]) -> Batch:
    """Pad sentence pairs into one batch."""
    source, lengths = pad([[*source, EOS] for source, _ in pairs])
    target, counts = pad([[BOS, *target, EOS] for _, target in pairs])
    mask = torch.arange(target.shape[1] - 1)[None] < (counts - 1)[:, None]
    return Batch(source, lengths, target, mask, int(counts.sum()) - len(pairs))


def pad(sequences: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Sequences → ids (B, longest) filled up with pad, and lengths (B,)."""
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    ids = torch.full((len(sequences), int(lengths.max())), PAD, dtype=torch.int64)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.tensor(sequence, dtype=torch.int64)
    return ids, lengths


def plan(lengths: numpy.ndarray, budget: int, seed: int, epoch: int) -> list[numpy.ndarray]:
    """Cut sentence pairs into batches: arrays of row numbers, in the order of this epoch.

    `lengths` (N, 2) are source and target lengths with their special ids. Pairs are sorted by length, ties in random
    order, and cut where the padded positions of a side would exceed `budget`; then the batches are shuffled.
    """
    random = numpy.random.default_rng((seed, epoch))
    order = numpy.lexsort((random.random(len(lengths)), lengths[:, 0], lengths[:, 1]))
    batches, begin, widest = [], 0, 0
    for end, longest in enumerate(lengths[order].max(axis=1)):
        widest = max(widest, int(longest))
        if end > begin and widest * (end + 1 - begin) > budget:
            batches.append(order[begin:end])
            begin, widest = end, int(longest)
    batches.append(order[begin:])
    return [batches[i] for i in random.permutation(len(batches))]


def padding_share(batches: Sequence[Batch]) -> float:
    """The share of target positions in `batches` that are padding."""
    positions = sum(batch.mask.numel() for batch in batches)
    return 1 - sum(batch.tokens for batch in batches) / positions


def in_order(pairs: Sequence[Pair], budget: int) -> Iterator[Batch]:
    """Batches for validation: every pair once, by length, no randomness."""
    lengths = numpy.array([[len(source) + 1, len(target) + 1] for source, target in pairs])
    for rows in plan(lengths, budget, seed=0, epoch=0):
        yield collate([pairs[row] for row in rows])

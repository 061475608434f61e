"""Batches of tensors: token budgets, length buckets, and an order that is a pure function of (seed, epoch)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy
import torch
from torch import Tensor

from s2s.data.text.tokenizer import BOS, EOS, PAD, Tokenizer

Pair = tuple[Sequence[Any], Sequence[Any]]
"""Source and target of one example, encoded; of a sentence pair the ids, without special ids."""

Pad = Callable[[Sequence[Any]], tuple[Tensor, Tensor]]
"""One side of B examples → a tensor, padded on the right, and how many real positions each has."""


@dataclass(frozen=True)
class Batch:
    """B examples, padded on the right: as the comments say for sentence pairs; what else there is, `s2s.data.codecs` says."""

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


def joined(source: Pad, target: Pad) -> Callable[[Sequence[Pair]], Batch]:
    """How examples with such sides become one batch."""

    def collate(pairs: Sequence[Pair]) -> Batch:
        """Pad examples into one batch."""
        sources, lengths = source([pair[0] for pair in pairs])
        targets, counts = target([pair[1] for pair in pairs])
        mask = torch.arange(int(counts.max()))[None] < counts[:, None]
        return Batch(sources, lengths, targets, mask, int(counts.sum()))

    return collate


def source_tokens(examples: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids, each sentence ending in eos."""
    return pad([[*ids, EOS] for ids in examples])


def target_tokens(examples: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Ids between bos and eos; bos is no position to predict."""
    ids, counts = pad([[BOS, *ids, EOS] for ids in examples])
    return ids, counts - 1


def arrays(side: Any) -> Pad:
    """Of a side that pads by itself."""
    return lambda examples: tuple(torch.from_numpy(array) for array in side.pad(examples))  # type: ignore[return-value]


def collate_of(sides: tuple[Any, Any]) -> Callable[[Sequence[Pair]], Batch]:
    """How examples with these sides, tokenizers or others, become one batch."""
    source, target = (None if isinstance(side, Tokenizer) else arrays(side) for side in sides)
    return joined(source or source_tokens, target or target_tokens)


collate = joined(source_tokens, target_tokens)
"""Pad sentence pairs into one batch."""


def pad(sequences: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Sequences → ids (B, longest) filled up with pad, and lengths (B,)."""
    lengths = numpy.fromiter(map(len, sequences), numpy.int64, len(sequences))
    ids = numpy.full((len(sequences), int(lengths.max())), PAD, numpy.int64)
    # All at once: row by row, a GPU would wait for its next batch.
    real = numpy.arange(ids.shape[1]) < lengths[:, None]
    ids[real] = numpy.fromiter(chain.from_iterable(sequences), numpy.int64, int(lengths.sum()))
    return torch.from_numpy(ids), torch.from_numpy(lengths)


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


def cut(batch: Batch, most: int) -> list[Batch]:
    """`batch` in parts that have at most `most` padded positions a side, or one example."""
    rows = max(1, most // width(batch))
    whole = (batch.source, batch.lengths, batch.target, batch.mask)
    parts = zip(*(tensor.split(rows) for tensor in whole), strict=True)  # type: ignore[no-untyped-call]
    return [Batch(source, lengths, target, mask, int(mask.sum())) for source, lengths, target, mask in parts]


def width(batch: Batch) -> int:
    """Positions of the longer side."""
    return max(int(batch.lengths.max()), batch.mask.shape[1])


def padding_share(batches: Sequence[Batch]) -> float:
    """The share of target positions in `batches` that are padding."""
    positions = sum(batch.mask.numel() for batch in batches)
    return 1 - sum(batch.tokens for batch in batches) / positions


def in_order(
    pairs: Sequence[Pair], budget: int, collate: Callable[[Sequence[Pair]], Batch] = collate
) -> Iterator[Batch]:
    """Batches for validation: every pair once, by length, no randomness."""
    lengths = numpy.array([[len(source) + 1, len(target) + 1] for source, target in pairs])
    for rows in plan(lengths, budget, seed=0, epoch=0):
        yield collate([pairs[row] for row in rows])

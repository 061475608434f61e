"""Batches of tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import torch
from torch import Tensor

from s2s.data.codecs.base import Codec
from s2s.data.planning import plan
from s2s.data.text.ids import padded_text

Pair = tuple[Sequence[Any], Sequence[Any]]
"""Source and target of one example, encoded; of a sentence pair the ids, without special ids."""

Pad = Callable[[Sequence[Any], str | None], tuple[Any, Any]]
"""What `Codec.pad` does: B sources or targets → an array, padded on the right, and how many real positions each has."""


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

    def pinned(self) -> Batch:
        """The batch in memory that a GPU copies from by itself, while the processor goes on."""
        here = [tensor.pin_memory() for tensor in (self.source, self.lengths, self.target, self.mask)]
        return Batch(here[0], here[1], here[2], here[3], self.tokens)

    def to(self, device: torch.device) -> Batch:
        """The batch on `device`; the lengths stay on the CPU."""
        move = [tensor.to(device, non_blocking=True) for tensor in (self.source, self.target, self.mask)]
        return Batch(move[0], self.lengths, move[1], move[2], self.tokens)


def joined(source: Pad, target: Pad) -> Callable[[Sequence[Pair]], Batch]:
    """How examples whose two sides are padded so become one batch."""

    def collate(pairs: Sequence[Pair]) -> Batch:
        """Pad examples into one batch."""
        sources, lengths = tensors(source([pair[0] for pair in pairs], "source"))
        targets, counts = tensors(target([pair[1] for pair in pairs], "target"))
        mask = torch.arange(int(counts.max()))[None] < counts[:, None]
        return Batch(sources, lengths, targets, mask, int(counts.sum()))

    return collate


def tensors(arrays: tuple[Any, Any]) -> tuple[Tensor, Tensor]:
    """Padded values and their lengths, which share the memory of `arrays`."""
    return torch.from_numpy(arrays[0]), torch.from_numpy(arrays[1])


def collate_of(codecs: tuple[Codec, Codec]) -> Callable[[Sequence[Pair]], Batch]:
    """How examples with these codecs, of the source and of the target, become one batch."""
    return joined(codecs[0].pad, codecs[1].pad)


collate = joined(padded_text, padded_text)
"""Pad sentence pairs into one batch."""


def cut(batch: Batch, most: int) -> list[Batch]:
    """`batch` in parts that have at most `most` padded positions a side, or one example."""
    rows = max(1, most // width(batch))
    whole = (batch.source, batch.lengths, batch.target, batch.mask)
    parts = zip(*(tensor.split(rows) for tensor in whole), strict=True)  # type: ignore[no-untyped-call]
    return [Batch(source, lengths, target, mask, int(mask.sum())) for source, lengths, target, mask in parts]


def width(batch: Batch) -> int:
    """The positions of the longer side, padding and special ids included."""
    return max(int(batch.lengths.max()), batch.mask.shape[1])


def ready_for(device: torch.device) -> Callable[[Batch], Batch]:
    """What is done to a batch in the thread that makes it: for a GPU it is pinned, elsewhere nothing."""
    if device.type != "cuda":
        return lambda batch: batch
    index = torch.cuda.current_device()  # a thread begins with the first, whichever its process uses

    def ready(batch: Batch) -> Batch:
        with torch.cuda.device(index):
            return batch.pinned()

    return ready


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

"""Which examples are read side by side: token budgets, length buckets, and an order that is a pure function of (seed, epoch)."""

from __future__ import annotations

import numpy


def plan(lengths: numpy.ndarray, budget: int, seed: int, epoch: int) -> list[numpy.ndarray]:
    """Cut sentence pairs into batches: arrays of row numbers, in the order of this epoch.

    `lengths` (N, 2) are source and target lengths with their special ids. Pairs are sorted by length, ties in random
    order, and cut where the padded positions of a side would exceed `budget`; then the batches are shuffled.
    """
    random = numpy.random.default_rng((seed, epoch))
    order = numpy.lexsort((random.random(len(lengths)), lengths[:, 0], lengths[:, 1]))
    batches, begin, widest = [], 0, 0
    for end, longest in enumerate(lengths[order].max(axis=1).tolist()):
        widest = max(widest, longest)
        if end > begin and widest * (end + 1 - begin) > budget:
            batches.append(order[begin:end])
            begin, widest = end, longest
    batches.append(order[begin:])
    return [batches[i] for i in random.permutation(len(batches))]

"""The best next tokens of each row of logits, without sorting the vocabulary: for backends that compute in numpy."""

from __future__ import annotations

import numpy

from s2s.decode.backend import FORBIDDEN, Floats, Ints

GROUPS = 64
"""Tokens that share one maximum. One pass finds the maxima; only the best groups are looked into."""


def best(logits: Floats, candidates: int) -> tuple[Floats, Ints]:
    """The C' = min(candidates, V - 3) best tokens of logits (N, V), best first: log-probabilities (N, C'), ids (N, C').

    Log-probabilities are normalised over the whole vocabulary, in float32; pad, bos and unk are left out. Of equal
    tokens that are found the one with the smaller id comes first.
    """
    top = logits.max(axis=1, keepdims=True)
    normaliser = top + numpy.log(numpy.exp(logits - top).sum(axis=1, keepdims=True))
    open_logits = logits.copy()
    open_logits[:, FORBIDDEN] = -numpy.inf
    count = min(candidates, logits.shape[1] - len(FORBIDDEN))
    if count == 1:
        ids = open_logits.argmax(axis=1)[:, None]
    else:
        ids = unsorted(open_logits, count)
        order = numpy.lexsort((ids, -numpy.take_along_axis(open_logits, ids, axis=1)), axis=1)
        ids = numpy.take_along_axis(ids, order, axis=1)
    return numpy.take_along_axis(open_logits, ids, axis=1) - normaliser, ids


def unsorted(values: Floats, count: int) -> Ints:
    """Ids (N, count) of the largest `values` (N, V), in any order.

    The `count` largest values lie in the `count` groups with the largest maxima, and a maximum over strided groups is
    one vectorised pass: some four times as fast as a partition of the whole row.
    """
    rows, size = values.shape
    groups = size // GROUPS
    if count >= groups // 2:
        return numpy.argpartition(values, size - count, axis=1)[:, size - count :]
    inside = groups * GROUPS
    maxima = values[:, :inside].reshape(rows, GROUPS, groups).max(axis=1)
    chosen = numpy.argpartition(maxima, groups - count, axis=1)[:, groups - count :]
    members = chosen[:, :, None] + numpy.arange(0, inside, groups)
    rest = numpy.broadcast_to(numpy.arange(inside, size), (rows, size - inside))
    ids = numpy.concatenate([members.reshape(rows, -1), rest], axis=1)
    found = numpy.take_along_axis(values, ids, axis=1)
    largest = numpy.argpartition(found, found.shape[1] - count, axis=1)[:, found.shape[1] - count :]
    return numpy.take_along_axis(ids, largest, axis=1)

"""Batches in memory of fixed shapes: few of them, large enough, and padding that nothing sees."""

from __future__ import annotations

import numpy
import pytest
import torch
from networks import SIZE, drawn

from s2s.data.batching import Batch, collate
from s2s.data.planning import plan
from s2s.training.shapes import Buffers, Shape, ceiling, rounded, shape_of


def random_batch(rows: int, longest: int, seed: int) -> Batch:
    random = numpy.random.default_rng(seed)
    ids = lambda: random.integers(4, SIZE, random.integers(1, longest)).tolist()  # noqa: E731
    return collate([(ids(), ids()) for _ in range(rows)])


def test_lengths_are_rounded_up_by_a_quarter_at_most_beyond_the_shortest() -> None:
    for length in range(1, 2000):
        assert length <= ceiling(length) <= max(4, 1.25 * (length + 3))
        assert ceiling(ceiling(length)) == ceiling(length)
    assert len({ceiling(length) for length in range(1, 201)}) <= 20


@pytest.mark.parametrize("budget", [2000, 32_000])
def test_batches_of_sentences_have_a_few_dozen_shapes(budget: int) -> None:
    random = numpy.random.default_rng(1)
    source = random.lognormal(numpy.log(13), 0.3, 30_000)
    lengths = numpy.stack([source, source * random.lognormal(0, 0.15, 30_000)], axis=1).round().astype(int).clip(1) + 1
    shapes = set()
    for rows in plan(lengths, budget, seed=1, epoch=0):
        shape = Shape(len(rows), *lengths[rows].max(axis=0).tolist())
        padded = rounded(shape, budget)
        assert all(large >= small for large, small in zip(padded, shape, strict=True))
        assert padded.rows * max(padded.source, padded.target) <= 1.6 * max(budget, shape.rows * max(shape[1:]))
        shapes.add(padded)
    assert len(shapes) <= 60


def test_what_a_batch_leaves_of_the_one_before_it_is_padding() -> None:
    buffers = Buffers(Shape(6, 12, 16), torch.device("cpu"))
    places = [tensor.data_ptr() for tensor in vars(buffers.batch).values() if isinstance(tensor, torch.Tensor)]
    for seed, (rows, longest) in enumerate([(6, 11), (2, 3), (4, 8)]):
        batch, there = random_batch(rows, longest, seed), buffers.batch
        buffers.fill(batch)
        _, source, target = shape_of(batch)
        assert torch.equal(there.source[:rows, :source], batch.source)
        assert torch.equal(there.target[:rows, : target + 1], batch.target)
        assert torch.equal(there.mask[:rows, :target], batch.mask)
        assert there.lengths.tolist() == [*batch.lengths.tolist(), *[1] * (6 - rows)]
        for whole, width in ((there.source, source), (there.target, target + 1), (there.mask, target)):
            assert not whole[rows:].any() and not whole[:, width:].any()
    assert places == [tensor.data_ptr() for tensor in vars(buffers.batch).values() if isinstance(tensor, torch.Tensor)]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm", "ssru"])
@pytest.mark.parametrize("attention", ["general", "additive", "none"])
@pytest.mark.parametrize("consistency", [0.0, 2.0])
def test_padding_of_a_fixed_shape_changes_no_loss_and_no_gradient(
    cell: str, attention: str, consistency: float
) -> None:
    model = drawn({"cell": cell}, True, 2, attention, 0.3).double()
    batch = random_batch(4, 8, seed=1)
    buffers = Buffers(Shape(7, 12, 16), torch.device("cpu"))
    buffers.fill(random_batch(7, 12, seed=2))
    buffers.fill(batch)
    found = []
    for given, more in ((batch, {}), (buffers.batch, {"everywhere": True})):
        pair = model(given.source, given.lengths, given.target, given.mask, 0.1, consistency, **more)
        gradients = torch.autograd.grad(pair[0], list(model.parameters()), allow_unused=True)
        found.append([*(part.detach() for part in pair), *(one for one in gradients if one is not None)])
    for expected, got in zip(*found, strict=True):
        torch.testing.assert_close(got, expected)

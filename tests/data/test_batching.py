"""Batches: budgets, buckets, and an order that depends on nothing but seed and epoch."""

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from s2s.data.batching import collate, padding_share
from s2s.data.planning import plan
from s2s.data.text.ids import BOS, EOS, PAD, padded_text

LENGTHS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1, max_size=200)


@settings(max_examples=50, deadline=None)
@given(LENGTHS, st.integers(1, 300), st.integers(0, 9), st.integers(0, 9))
def test_every_pair_once_and_within_the_budget(
    pairs: list[tuple[int, int]], budget: int, seed: int, epoch: int
) -> None:
    lengths = numpy.array(pairs)
    batches = plan(lengths, budget, seed, epoch)
    assert sorted(numpy.concatenate(batches).tolist()) == list(range(len(pairs)))
    for rows in batches:
        assert len(rows) == 1 or lengths[rows].max() * len(rows) <= budget
    again = plan(lengths, budget, seed, epoch)
    assert [rows.tolist() for rows in batches] == [rows.tolist() for rows in again]


def test_the_order_changes_with_the_epoch_and_the_seed() -> None:
    lengths = numpy.random.default_rng(0).integers(1, 30, (500, 2))
    orders = [numpy.concatenate(plan(lengths, 200, s, e)).tolist() for s, e in ((1, 0), (1, 1), (2, 0))]
    assert orders[0] != orders[1] and orders[0] != orders[2]


def test_collate_marks_what_is_to_be_predicted() -> None:
    batch = collate([([7, 8], [9]), ([5], [6, 7, 8])])
    assert batch.source.tolist() == [[7, 8, 2], [5, 2, 0]] and batch.lengths.tolist() == [3, 2]
    assert batch.target.tolist() == [[1, 9, 2, 0, 0], [1, 6, 7, 8, 2]]
    assert batch.mask.tolist() == [[True, True, False, False], [True] * 4]
    assert batch.tokens == 6 and padding_share([batch]) == 0.25


def test_buckets_keep_padding_low() -> None:
    random = numpy.random.default_rng(0)
    lengths = numpy.stack([random.integers(5, 40, 5000)] * 2, axis=1) + random.integers(0, 3, (5000, 2))
    rows = plan(lengths, 2000, 0, 0)
    assert padding_share([collate([([5] * int(a - 1), [5] * int(b - 1)) for a, b in lengths[r]]) for r in rows]) < 0.05


SENTENCES = st.lists(st.lists(st.integers(4, 2**63 - 1), max_size=6), min_size=1, max_size=8)


@given(SENTENCES)
def test_sentences_are_padded_as_lists_with_their_special_ids_are(sentences: list[list[int]]) -> None:
    for role, begin, end, counted in ((None, [], [], 0), ("source", [], [EOS], 1), ("target", [BOS], [EOS], 1)):
        ids, lengths = padded_text(sentences, role)
        whole = [[*begin, *sentence, *end] for sentence in sentences]
        width = max(map(len, whole))
        assert ids.tolist() == [sentence + [PAD] * (width - len(sentence)) for sentence in whole]
        assert lengths.tolist() == [len(sentence) + counted for sentence in sentences]

"""The stream of batches: every pair once an epoch, from any place on, whoever reads it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy
import pytest

from s2s.data.batching import Batch, Pair, collate
from s2s.data.stream import Chunk, Place, Stream
from s2s.errors import UserError

Seen = tuple[int, ...]


class Numbers:
    """A side whose text is its own id, repeated as often as the sentence is long; sampling adds the seed."""

    def encode(self, texts: Sequence[str], sampling: float = 0.0, seed: int = 0) -> list[list[int]]:
        return [[int(text)] * (1 + int(text) % 7) for text in texts]


class Rows:
    """Examples that note what is asked of them."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[slice] = []

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: slice) -> dict[str, list[str]]:
        self.asked.append(rows)
        numbers = range(10, 10 + self.count)[rows]
        return {"source": [str(number) for number in numbers], "target": [str(number) for number in numbers]}


def stream(count: int, chunk: int = 64, block: int = 8, **changes: Any) -> Stream:
    sides: Any = (Numbers(), Numbers())
    options: dict[str, Any] = {"budget": 40, "max_length": 100, "sampling": 0.0, "seed": 1, **changes}
    return Stream(Rows(count), sides, chunk=chunk, block=block, **options)


def seen(batch: Batch) -> Seen:
    return tuple(batch.source[:, 0].tolist())


def epoch(made: Stream, number: int = 0) -> list[Seen]:
    """The batches of one epoch."""
    found = []
    for place, (batch,) in made.run(Place(epoch=number)):
        found.append(seen(batch))
        if place.epoch > number:
            return found
    raise AssertionError


@pytest.mark.parametrize("count", [1, 63, 64, 65, 200, 513])
def test_every_pair_once_an_epoch(count: int) -> None:
    made = stream(count)
    for number in range(3):
        assert Counter(row for batch in epoch(made, number) for row in batch) == Counter(range(10, 10 + count))
    assert epoch(made, 0) != epoch(made, 1) or count == 1


def test_a_chunk_is_of_blocks_from_all_over() -> None:
    made = stream(512)
    for number in range(2):
        chunks = [made.load(number, chunk).pairs for chunk in range(made.chunks)]
        assert [len(pairs) for pairs in chunks] == [64] * 8
        for pairs in chunks:
            rows = numpy.array([source[0] - 10 for source, _ in pairs]).reshape(8, 8)
            assert (numpy.diff(rows) == 1).all() and (rows[:, 0] % 8 == 0).all()
            assert rows.max() - rows.min() > 200


def test_reading_never_asks_for_more_than_a_block_and_says_when_it_is_done() -> None:
    done: list[int] = []
    made = stream(512, release=lambda: done.append(len(rows.asked)))
    rows: Any = made.examples
    made.load(0, 3)
    assert done == [8] and {row.stop - row.start for row in rows.asked} == {8}


@pytest.mark.parametrize("count", [60, 300])
@pytest.mark.parametrize("group", [1, 3])
def test_from_any_place_on_the_same(count: int, group: int) -> None:
    unbroken = list(islice(stream(count).run(Place(), group), 60))
    for number in (0, 1, 7, 30, 58):
        place, _ = unbroken[number]
        ((after, batches),) = islice(stream(count).run(place, group), 1)
        assert (after, [seen(batch) for batch in batches]) == (
            unbroken[number + 1][0],
            [seen(batch) for batch in unbroken[number + 1][1]],
        )


def test_a_place_is_found_without_what_lies_before_it() -> None:
    """Nothing is read but its chunk and the one after it, and no batch is made but its own and the next."""
    made: list[int] = []

    def counted(pairs: Sequence[Pair]) -> Batch:
        made.append(len(pairs))
        return collate(pairs)

    late = stream(512, collate=counted)
    rows: Any = late.examples
    next(late.run(Place(3, 5, 4)))
    assert 8 <= len(rows.asked) <= 16 and 1 <= len(made) <= 2


def test_the_next_batch_is_made_while_this_one_is_used() -> None:
    made, second = [], threading.Event()

    def counted(pairs: Sequence[Pair]) -> Batch:
        made.append(pairs)
        if len(made) == 2:
            second.set()
        return collate(pairs)

    running = stream(512, collate=counted).run(Place())
    next(running)
    assert second.wait(timeout=30), "nobody asked for it"


def test_a_batch_is_made_ready_by_the_thread_that_makes_it() -> None:
    """Where a GPU wants it in pinned memory, training does not wait for that either."""
    by: list[str] = []

    def ready(batch: Batch) -> Batch:
        by.append(threading.current_thread().name)
        return replace(batch, tokens=-1)

    found = [batch for _, (batch,) in islice(stream(100, ready=ready).run(Place()), 5)]
    assert [batch.tokens for batch in found] == [-1] * 5
    assert all(name.startswith("s2s-next-batch") for name in by)


def test_what_fails_in_the_thread_that_makes_batches_is_raised_where_they_are_asked_for() -> None:
    def failing(batch: Batch) -> Batch:
        raise UserError("data.train: a line that is wrong")

    running = stream(100, ready=failing).run(Place())
    with pytest.raises(UserError, match="a line that is wrong"):
        next(running)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("s2s-next-batch")]


def test_no_thread_is_left_when_it_is_closed() -> None:
    running = stream(512).run(Place())
    next(running)
    running.close()
    deadline = time.monotonic() + 20
    while [thread for thread in threading.enumerate() if thread.name.startswith(("s2s-next-batch", "s2s-batches"))]:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("world", [1, 2, 3, 5])
@pytest.mark.parametrize("batches", [1, 3, 4])
def test_processes_share_what_one_would_have(batches: int, world: int) -> None:
    """Interleaved they are the batches of a single process, and all are at the same place."""
    alone = islice(stream(300).run(Place(), batches), 40)
    shared = [islice(stream(300).run(Place(), batches, rank, world), 40) for rank in range(world)]
    for (place, whole), *parts in zip(alone, *shared, strict=True):
        assert {there for there, _ in parts} == {place}
        found = [seen(parts[number % world][1][number // world]) for number in range(batches)]
        assert found == [seen(batch) for batch in whole]
        assert sum(len(own) for _, own in parts) == batches


def test_an_epoch_is_judged_by_its_first_chunk_which_is_read_once() -> None:
    made = stream(512, max_length=6)
    rows: Any = made.examples
    count, dropped = made.batches_per_epoch()
    assert dropped == pytest.approx(512 / 7, rel=0.2)
    assert count == pytest.approx(len(epoch(made)), rel=0.1)
    assert len({row.start for row in rows.asked[:64]}) == 64  # what follows is read ahead for the next epoch


@pytest.mark.parametrize("batches", [1, 10**6])
def test_a_stop_does_not_wait_for_the_chunk_that_is_being_made(batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where the next batch is there already, nor where it waits for that chunk."""
    made, going_on = stream(512), threading.Event()
    load = made.load

    def slow(epoch: int, chunk: int) -> Chunk:
        if (epoch, chunk) != (0, 0):
            going_on.wait(timeout=60)
        return load(epoch, chunk)

    monkeypatch.setattr(made, "load", slow)
    running = made.run(Place())
    for _ in range(min(batches, len(load(0, 0).batches) - 1)):
        next(running)
    started = time.monotonic()
    running.close()
    assert time.monotonic() - started < 20
    going_on.set()

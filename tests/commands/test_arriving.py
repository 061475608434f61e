"""What waits goes on together, what comes alone at once; nothing is lost, not even an error."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from s2s.commands.arriving import LONG, arriving
from s2s.errors import UserError


def test_lines_that_wait_go_on_together() -> None:
    come, gone = threading.Event(), threading.Event()

    def lines() -> Iterator[str]:
        yield "first"
        come.wait(10)
        yield from map(str, range(20))
        gone.set()

    found = arriving(lines(), 50)
    assert next(found) == ["first"], "what comes alone does not wait for more"
    come.set()
    assert gone.wait(10)
    assert next(found) == [str(n) for n in range(20)]
    assert list(found) == []


@pytest.mark.parametrize("most", [1, 2, 7])
def test_nothing_is_lost_and_no_list_is_long_or_empty(most: int) -> None:
    found = list(arriving(map(str, range(100)), most))
    assert all(0 < len(part) <= most for part in found)
    assert [line for part in found for line in part] == [str(n) for n in range(100)]


def test_no_more_is_read_than_can_wait() -> None:
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(100):
            taken.append(number)
            yield str(number)

    found = arriving(lines(), 4)
    next(found)
    while len(taken) < 6:  # four wait, and one is held, beside those handed out
        pass
    assert len(taken) <= 4 + 4 + 1


def test_long_lines_do_not_pile_up() -> None:
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for number in range(50):
            taken.append(number)
            yield str(number) * (LONG + 1)

    found = []
    for part in arriving(lines(), 1000):
        found += [line[:2] for line in part]
        time.sleep(0.002)  # whoever reads ahead has the time to
        assert len(taken) <= len(found) + 2
    assert found == [(str(number) * 2)[:2] for number in range(50)]


def test_an_error_comes_after_the_lines_before_it() -> None:
    def lines() -> Iterator[str]:
        yield from ("one", "two")
        raise UserError("line 3")

    found: list[object] = []
    with pytest.raises(UserError, match="line 3"):
        for part in arriving(lines(), 10):
            found += part
    assert found == ["one", "two"]

"""Requests that come together are translated together, fairly, and as if each were alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
from serving import speaker

from s2s.decode.backend import Settings
from s2s.inference.demands import Demands
from s2s.inference.sentences import Translation
from s2s.inference.translator import Translator
from s2s.serve.engine import Engine
from s2s.serve.refusal import Refusal
from s2s.serve.texts import joined, lines_of


class Slow:
    """A translator that notes its rounds, and begins each when `go` says so."""

    def __init__(self) -> None:
        self.inner, self.go = speaker("en", "de"), threading.Semaphore(0)
        self.rounds: list[list[str]] = []

    def settings(self, **changes: Any) -> Settings:
        return self.inner.settings(**changes)

    def stream(
        self,
        lines: Sequence[str],
        settings: Settings,
        split: bool | None = None,
        demands: Demands | None = None,
        sure: bool = False,
    ) -> Iterator[list[Translation]]:
        self.rounds.append(list(lines))
        assert self.go.acquire(timeout=30)
        if "poison" in lines:
            raise ValueError("poison")
        yield from self.inner.stream(lines, settings, split=split, demands=demands)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def engine(slow: Slow) -> Iterator[Engine]:
    made = Engine(cast(Translator, slow), limit=1000)
    yield made
    for _ in range(1000):
        slow.go.release()
    made.close()


async def until(condition: Callable[[], Any]) -> None:
    while not condition():
        await asyncio.sleep(0.001)


def texts(found: Sequence[Sequence[Translation]]) -> list[str]:
    return [translations[0].text for translations in found]


def test_what_waits_goes_together(engine: Engine, slow: Slow) -> None:
    async def work() -> None:
        settings = slow.settings()
        first = asyncio.create_task(engine.translate(["one"], settings))
        await until(lambda: slow.rounds)
        others = [asyncio.create_task(engine.translate([f"a {n}", f"b {n}"], settings)) for n in range(5)]
        await until(lambda: engine.waiting == 10)
        slow.go.release(2)
        assert texts(await first) == ["one"]
        for n, task in enumerate(others):
            assert texts(await task) == [f"a {n}", f"b {n}"]

    asyncio.run(work())
    assert [len(lines) for lines in slow.rounds] == [1, 10] and engine.waiting == 0


def test_a_short_request_is_not_held_up_by_a_long_one(engine: Engine, slow: Slow) -> None:
    async def work() -> None:
        settings = slow.settings()
        long = asyncio.create_task(engine.translate([f"line {n}" for n in range(900)], settings))
        await until(lambda: slow.rounds)
        short = asyncio.create_task(engine.translate(["short"], settings))
        await until(lambda: len(engine.jobs) == 2)
        slow.go.release(2)
        assert texts(await short) == ["short"]
        assert not long.done()
        slow.go.release(10)
        assert texts(await long) == [f"line {n}" for n in range(900)]

    asyncio.run(work())
    assert "short" in slow.rounds[1]


def test_other_settings_make_another_round(engine: Engine, slow: Slow) -> None:
    async def work() -> None:
        settings = slow.settings()
        tasks = [asyncio.create_task(engine.translate(["a"], settings))]
        await until(lambda: slow.rounds)
        tasks += [asyncio.create_task(engine.translate([f"b{n}"], replace(settings, nbest=n))) for n in (1, 2, 1)]
        await until(lambda: engine.waiting == 3)
        slow.go.release(10)
        found = [await task for task in tasks]
        assert [len(each[0]) for each in found] == [1, 1, 2, 1]

    asyncio.run(work())
    assert slow.rounds == [["a"], ["b1", "b1"], ["b2"]]


def test_an_error_is_that_of_its_own_request(engine: Engine, slow: Slow) -> None:
    async def work() -> None:
        settings = slow.settings()
        first = asyncio.create_task(engine.translate(["a"], settings))
        await until(lambda: slow.rounds)
        good, bad = (asyncio.create_task(engine.translate([word, "b"], settings)) for word in ("good", "poison"))
        await until(lambda: engine.waiting == 4)
        slow.go.release(10)
        assert texts(await first) == ["a"] and texts(await good) == ["good", "b"]
        with pytest.raises(ValueError, match="poison"):
            await bad
        assert texts(await engine.translate(["after"], settings)) == ["after"]

    asyncio.run(work())


def test_a_full_queue_is_refused_and_one_request_alone_is_not(engine: Engine, slow: Slow) -> None:
    async def work() -> None:
        settings = slow.settings()
        large = asyncio.create_task(engine.translate(["x"] * 2000, settings))  # nothing waits: it may come
        await until(lambda: slow.rounds)
        with pytest.raises(Refusal) as refusal:
            await engine.translate(["y"], settings)
        assert refusal.value.status == 503 and refusal.value.headers["Retry-After"]
        large.cancel()
        with pytest.raises(asyncio.CancelledError):
            await large
        assert engine.waiting == 0
        slow.go.release(10)
        assert texts(await engine.translate(["y"], settings)) == ["y"]

    asyncio.run(work())
    assert len(slow.rounds) == 2, "lines that nobody waits for were translated"


def test_what_waits_is_finished_at_the_end(slow: Slow) -> None:
    engine = Engine(cast(Translator, slow), limit=1000)

    async def work() -> None:
        task = asyncio.create_task(engine.translate(["a"] * 600, slow.settings()))
        await until(lambda: slow.rounds)
        closing = asyncio.create_task(asyncio.to_thread(engine.close))
        slow.go.release(10)
        await closing
        assert texts(await task) == ["a"] * 600
        with pytest.raises(Refusal):
            await engine.translate(["b"], slow.settings())

    asyncio.run(work())


@pytest.mark.parametrize("text", ["", "a", "\n", "a\n", "\r\na\r\n\r\nb", "a\rb\u2028c\x0b", "\n\n"])
def test_a_text_is_put_together_as_it_was(text: str) -> None:
    lines, ends = lines_of(text)
    assert joined(lines, ends) == text and set(ends) <= {"\n", "\r\n"}
    assert not any("\n" in line for line in lines)

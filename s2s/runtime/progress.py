"""How far long work has come: a bar on stderr where a person watches, lines in the log where a phase would be silent."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from s2s.runtime.process import log

EVERY = 30.0
"""Seconds between two lines of the log about one phase."""
DELAY = 2.0
"""Seconds of work after which a bar appears; what is done sooner needs none."""

Item = TypeVar("Item")


def watched() -> bool:
    """Whether a person sees stderr: it is a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def duration(seconds: float) -> str:
    """`seconds` as people write it: 45 s, 2:05, 1:02:03."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}" if minutes else f"{rest} s"


def roughly(seconds: float) -> str:
    """`seconds` as a plan has them: less than a minute, about 1 minute, about 40 minutes, from two hours on about 2.5 hours."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes >= 120:
        return f"about {seconds / 3600:.1f} hours"
    return f"about {minutes} minute{'s' * (minutes > 1)}"


@contextmanager
def bar(unit: str, total: int | None = None, hidden: bool = False) -> Iterator[Callable[[int], object]]:
    """A function that adds to the number of `unit`s done, shown as a bar on stderr where a person watches.

    The bar appears after `DELAY` seconds and goes at the end; `hidden` suppresses it.
    """
    if hidden or not watched():
        yield lambda count: None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit=f" {unit}", dynamic_ncols=True, delay=DELAY, leave=False) as shown:
        yield shown.update


def counted(items: Iterable[Item], unit: str, total: int | None = None, hidden: bool = False) -> Iterator[Item]:
    """The `items` as they are, counted by a `bar`."""
    with bar(unit, total, hidden) as advance:
        for item in items:
            yield item
            advance(1)


@contextmanager
def pulse(what: str, every: float = EVERY) -> Iterator[None]:
    """Log a line about the phase called `what` every so many seconds until it ends, from a thread of its own.

    Phases shorter than that say nothing. It is for work whose end is not known.
    """
    over, started = threading.Event(), time.monotonic()

    def beat() -> None:
        while not over.wait(every):
            log(f"{what}: {duration(time.monotonic() - started)} so far")

    thread = threading.Thread(target=beat, name="s2s-pulse", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()

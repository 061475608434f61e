"""What a tracker is asked, and all of them together. One that fails on the way is left out: training goes on without it."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from s2s.runtime.process import log


class Session(NamedTuple):
    """One session of a training, from its start to its end or to where it is stopped."""

    folder: Path
    name: str
    """Of the run: that of its folder."""
    options: Mapping[str, str]
    """By their dotted names, as one types them."""
    step: int
    """The update that it begins after; what was measured later was lost with an earlier session."""
    before: str | None
    """The id of the tracked run of an earlier session."""


class Tracker(ABC):
    """A tracked run. It is made of a `Session`; whatever it raises then stops the training before it begins."""

    id: str | None = None
    """By which a later session finds the tracked run again; None where the folder is enough."""

    @abstractmethod
    def __init__(self, session: Session) -> None:
        """Begin a tracked run with its options, or go on with that of `session.before`."""

    @abstractmethod
    def measure(self, step: int, values: Mapping[str, float]) -> None:
        """Take in what was measured after the update `step`, by the names of metrics.jsonl."""

    def keep(self) -> None:  # noqa: B027
        """Have all of it on the disk, as a checkpoint is about to be written."""

    def attach(self, scores: Mapping[str, float], files: Sequence[Path]) -> None:  # noqa: B027
        """Take in the scores on the test set, and files of the run that has finished."""

    @abstractmethod
    def close(self, state: str) -> None:
        """End the session: the run is ``finished``, ``stopped`` or ``failed``."""


class Trackers:
    """The trackers of a training, by name; none where none is asked for."""

    def __init__(self, opened: Mapping[str, Tracker]) -> None:
        self.opened = dict(opened)

    def each(self, call: Callable[[Tracker], None]) -> None:
        """Have each tracker do something; what one of them raises is said, and it is asked no more."""
        for name, tracker in list(self.opened.items()):
            try:
                call(tracker)
            except Exception as error:  # whatever a library, a network or a server makes it meet
                del self.opened[name]
                reason = f"{type(error).__name__}: {error}"
                log(f"warning: tracker {name} failed ({reason}); the run goes on without it", level=logging.WARNING)


NO_TRACKERS = Trackers({})

"""What a tracker is asked, and all of them together. One that fails on the way is left out: training goes on without it."""

from __future__ import annotations

import contextlib
import json
import logging
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from s2s.config.distributions import install
from s2s.config.options import get, options, show
from s2s.config.schema import TrainConfig
from s2s.config.trackers import TENSORBOARD, TRACKERS
from s2s.errors import UserError
from s2s.files import read, write
from s2s.runs.history import RESULTS, read_results
from s2s.runtime.process import log, rank

if TYPE_CHECKING:
    from s2s.training.state import Training

IDS = "trackers.json"
"""In the run folder: the ids of its tracked runs, by the names of the trackers, so that a later session goes on with them."""
LARGEST = 1 << 16
ID = re.compile(r"[\w-]{1,128}")
FILES = ("report.html", RESULTS)
"""What of a finished run is attached to the tracked one."""


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


def asked(train: TrainConfig) -> dict[str, str]:
    """The trackers that options ask for, each with the option that does, as one types it."""
    named = {name: f"train.trackers=[{name}]" for name in train.trackers or ()}
    return ({TENSORBOARD: "train.tensorboard=true"} if train.tensorboard else {}) | named


@contextlib.contextmanager
def tracked(training: Training) -> Iterator[None]:
    """Have what is measured inside go to the trackers that options ask for, by the process of rank 0.

    Raises `UserError` for a tracker that is not installed, or cannot begin.
    """
    names = asked(training.config.train) if rank() == 0 else {}
    if not names:
        yield
        return
    trackers = training.log.trackers = Trackers(opened(training, names))
    state = "failed"
    try:
        yield
        state = "finished" if training.stopped_by is None else "stopped"
        if state == "finished":
            folder = training.parts.folder
            files = [folder / name for name in FILES if (folder / name).is_file()]
            scores = test_scores(folder)
            trackers.each(lambda tracker: tracker.attach(scores, files))
    finally:
        trackers.each(lambda tracker: tracker.close(state))
        training.log.trackers = NO_TRACKERS


def opened(training: Training, names: Mapping[str, str]) -> dict[str, Tracker]:
    """The trackers by name, each begun; the folder then knows their ids."""
    config, folder = training.config, training.parts.folder
    typed = {name: show(get(config, name)) for name in options()}
    before = known_ids(folder)
    found: dict[str, Tracker] = {}
    try:
        for name, option in names.items():
            facts = TRACKERS.facts(name)
            session = Session(folder, folder.name, typed, training.step, before.get(name))
            try:
                found[name] = TRACKERS.load(name)(session)
            except UserError:
                raise
            except ImportError as error:
                library = (error.name or facts.library).partition(".")[0]
                library = facts.library if library == "torch" else library  # whose part for TensorBoard needs it
                raise UserError(f"{option}: {library} is not installed; {install(facts.extra)}") from None
            except Exception as error:
                raise UserError(f"{option}: cannot begin ({type(error).__name__}: {error}); leave it out") from error
    except UserError:
        for tracker in found.values():
            with contextlib.suppress(Exception):
                tracker.close("failed")
        raise
    ids = {name: tracker.id for name, tracker in found.items() if tracker.id is not None}
    if ids and before | ids != before:
        write(folder / IDS, json.dumps(before | ids).encode() + b"\n")
    return found


def known_ids(folder: Path) -> dict[str, str]:
    """The ids of earlier sessions; nothing where there are none, or none that a tracker could have."""
    try:
        known = json.loads(read(folder / IDS, LARGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    items = known.items() if isinstance(known, dict) else ()
    return {name: one for name, one in items if name in TRACKERS.names and isinstance(one, str) and ID.fullmatch(one)}


def test_scores(folder: Path) -> dict[str, float]:
    """What the run has reached at its end, by ``test_`` and the names of the metrics."""
    with contextlib.suppress(ValueError, KeyError, TypeError):
        test = read_results(folder)["test"]
        return {f"{test['split']}_{name}": one["score"] for name, one in test["scores"].items()}
    return {}

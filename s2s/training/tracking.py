"""The trackers of a training: begun with it, continued by later sessions, and given what the run has come to."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from s2s.config.distributions import install
from s2s.config.options import get, options, show
from s2s.config.schema import TrainConfig
from s2s.config.trackers import TENSORBOARD, TRACKERS
from s2s.errors import UserError
from s2s.files import read, write
from s2s.runs.history import RESULTS, read_results
from s2s.runtime.process import rank
from s2s.training.state import Training
from s2s.training.trackers.base import NO_TRACKERS, Session, Tracker, Trackers

IDS = "trackers.json"
"""In the run folder: the ids of its tracked runs, by the names of the trackers, so that a later session goes on with them."""
LARGEST = 1 << 16
ID = re.compile(r"[\w-]{1,128}")
FILES = ("report.html", RESULTS)
"""What of a finished run is attached to the tracked one."""


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

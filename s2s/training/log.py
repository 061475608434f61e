"""What a run writes down while it trains: metrics.jsonl and times.jsonl; trackers take in the same."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from s2s.files import append, sync, write
from s2s.runs.history import read_log, until
from s2s.runtime.process import log
from s2s.training.trackers.base import NO_TRACKERS


class Log:
    """The measurements of the run in `folder`, of which one process writes them all.

    metrics.jsonl has only what a repeated run would measure alike, so that its bytes are the same; how long that took is in
    times.jsonl. Both can be brought back to where a checkpoint was written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.metrics, self.times = folder / "metrics.jsonl", folder / "times.jsonl"
        self.written = 0
        """Bytes of metrics.jsonl that are of this run's updates so far."""
        self.seconds = 0.0
        """Spent on updates so far, in all sessions together; without validations."""
        self.trackers = NO_TRACKERS

    def begin(self) -> None:
        """Start both files anew."""
        write(self.metrics, b"")
        write(self.times, b"")

    def measure(self, step: int, **values: Any) -> None:
        """Add a line to metrics.jsonl, and have trackers take it in."""
        line = as_line(step=step, **values)
        append(self.metrics, line)
        self.written += len(line)
        self.trackers.each(lambda tracker: tracker.measure(step, values))

    def keep(self, step: int) -> None:
        """Have all of it on the disk, before a checkpoint of `step` counts on it; a line in times.jsonl for it."""
        sync(self.metrics)
        append(self.times, as_line(step=step, minutes=round(self.seconds / 60, 3)))
        self.trackers.each(lambda tracker: tracker.keep())

    def take_up(self, step: int, written: int) -> None:
        """Go back to the checkpoint of `step`, when metrics.jsonl had `written` bytes; what came later was lost with it."""
        content = read_log(self.metrics)
        if len(content) < written:
            log(f"warning: {self.metrics} has lost lines since the checkpoint was written", level=logging.WARNING)
        kept = content[:written]
        if kept != content or not is_plain(self.metrics):
            write(self.metrics, kept)
        self.written = len(kept)
        content = read_log(self.times)
        lines = until(content, step)
        self.seconds = 60 * lines[-1]["minutes"] if lines else 0.0
        kept = b"".join(as_line(**line) for line in lines)
        if kept != content or not is_plain(self.times):
            write(self.times, kept)


def is_plain(path: Path) -> bool:
    """Whether there is a regular file that can be added to, and no link or pipe in its place."""
    return path.is_file() and not path.is_symlink()


def as_line(**values: Any) -> bytes:
    """`values` as a line of JSON."""
    return json.dumps(values).encode() + b"\n"

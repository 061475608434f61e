"""Lines of requests that wait together are translated together: one thread, and one queue, for each model.

An idle model begins at once with what is there; what comes meanwhile waits, and makes the next round. A round takes lines
from all waiting requests in turn, so that a short one is not held up by a long one. What a line becomes does not depend
on the lines beside it (`s2s.decode.backend.Backend`), so answers are those of ``s2s translate``.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from s2s.decode.backend import Settings
from s2s.inference.demands import Demands
from s2s.inference.sentences import Translation
from s2s.inference.translator import Translator
from s2s.serve.refusal import busy

LINES, CHARACTERS = 256, 50_000
"""The most lines and characters of a round; a longer line makes a round alone."""

Observe = Callable[[int, int, float], None]
"""Lines, characters and seconds of a round."""


@dataclass(eq=False)
class Job:
    """The lines of one request. The thread fills `results`; `answer` belongs to the event loop."""

    lines: Sequence[str]
    settings: Settings
    split: bool | None
    """Whether lines are cut into sentences; None: as the model was trained."""
    answer: asyncio.Future[list[list[Translation]]]
    demands: Demands | None = None
    """What the translations must hold."""
    sure: bool = False
    """Whether they have their confidence."""
    results: list[list[Translation] | None] = field(default_factory=list)
    taken: int = 0
    """Lines that a round has taken."""
    left: int = 0
    """Lines without a result."""
    dropped: bool = False
    """Nobody waits for it any more."""

    @property
    def manner(self) -> tuple[Settings, bool | None, Demands | None, bool]:
        """What the jobs of a round have in common."""
        return self.settings, self.split, self.demands, self.sure


Pick = tuple[Job, int]
"""A line of a job, by its index."""


class Engine:
    """A translator behind a queue. `limit` is how many lines may wait."""

    def __init__(
        self, translator: Translator, limit: int, observe: Observe = lambda lines, size, seconds: None
    ) -> None:
        self.translator, self.limit, self.observe = translator, limit, observe
        self.jobs: deque[Job] = deque()
        self.waiting = 0
        """Lines of all jobs that no round has taken."""
        self.closed = False
        self.changed = threading.Condition()
        self.thread = threading.Thread(target=self.work, name="translate", daemon=True)
        self.thread.start()

    async def translate(
        self,
        lines: Sequence[str],
        settings: Settings,
        split: bool | None = None,
        demands: Demands | None = None,
        sure: bool = False,
    ) -> list[list[Translation]]:
        """The `nbest` translations of each line; `split`, `demands` and `sure` are those of `Translator.stream`.

        Raises `Refusal` if the queue is full.

        A caller that is cancelled takes its lines out of the queue.
        """
        if not lines:
            return []
        answer = asyncio.get_running_loop().create_future()
        job = Job(lines, settings, split, answer, demands, sure, [None] * len(lines), left=len(lines))
        with self.changed:
            if self.closed:
                raise busy("The server is shutting down")
            if self.waiting and self.waiting + len(lines) > self.limit:
                raise busy("Too many texts are waiting to be translated; try again later")
            self.jobs.append(job)
            self.waiting += len(lines)
            self.changed.notify()
        try:
            return await job.answer
        except asyncio.CancelledError:
            with self.changed:
                self.drop(job)
            raise

    def drop(self, job: Job) -> None:
        """Forget the lines of `job` that wait. The lock is held."""
        job.dropped = True
        if job in self.jobs:
            self.jobs.remove(job)
            self.waiting -= len(job.lines) - job.taken

    def close(self) -> None:
        """Translate what is waiting, and end the thread."""
        with self.changed:
            self.closed = True
            self.changed.notify()
        self.thread.join()

    def work(self) -> None:
        """Translate round after round until the engine is closed and nothing waits: what its thread does."""
        while picked := self.take():
            size, begin = sum(len(job.lines[index]) for job, index in picked), time.perf_counter()
            self.run(picked)
            self.observe(len(picked), size, time.perf_counter() - begin)

    def take(self) -> list[Pick]:
        """The lines of the next round, all with the settings of the job that waits longest; none at the end."""
        with self.changed:
            self.changed.wait_for(lambda: self.jobs or self.closed)
            if not self.jobs:
                return []
            first, picked, size = self.jobs[0], list[Pick](), 0
            turn = deque(job for job in self.jobs if job.manner == first.manner)
            while turn and len(picked) < LINES and size < CHARACTERS:
                job = turn.popleft()
                picked.append((job, job.taken))
                size += len(job.lines[job.taken])
                job.taken += 1
                if job.taken < len(job.lines):
                    turn.append(job)
            served = {id(job) for job, _ in picked}
            rest = [job for job in self.jobs if job.taken < len(job.lines)]
            self.jobs = deque(sorted(rest, key=lambda job: id(job) in served))  # stable: those not served come first
            self.waiting -= len(picked)
            return picked

    def run(self, picked: list[Pick]) -> None:
        """Translate, and hand over. An error is that of the job which causes it: the others are translated again."""
        lines = [job.lines[index] for job, index in picked]
        try:
            settings, split, demands, sure = picked[0][0].manner
            stream = self.translator.stream(lines, settings, split=split, demands=demands, sure=sure)
            for (job, index), translations in zip(picked, stream, strict=True):
                self.deliver(job, index, translations)
        except Exception as error:
            unfinished = [(job, index) for job, index in picked if job.results[index] is None]
            jobs = {id(job): job for job, _ in unfinished}
            if len(jobs) > 1:
                for suspect in jobs.values():
                    self.run([(job, index) for job, index in unfinished if job is suspect])
                return
            for job in jobs.values():
                with self.changed:
                    self.drop(job)
                settle(job, error)

    def deliver(self, job: Job, index: int, translations: list[Translation]) -> None:
        """Keep the translations of the line at `index` of a job; the last of its lines settles it."""
        job.results[index] = translations
        job.left -= 1
        if not job.left:
            settle(job, None)


def settle(job: Job, error: Exception | None) -> None:
    """Answer in the event loop, which may have ended meanwhile."""

    def answer() -> None:
        if job.answer.done():
            return
        if error is not None:
            job.answer.set_exception(error)
        else:
            job.answer.set_result([translations for translations in job.results if translations is not None])

    with suppress(RuntimeError):
        job.answer.get_loop().call_soon_threadsafe(answer)

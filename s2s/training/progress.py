"""How a training shows its progress: a bar on a terminal or in a notebook, lines in a log that nobody watches."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

from tqdm.auto import tqdm

from s2s.runtime.process import log, rank
from s2s.runtime.progress import duration, watched

if TYPE_CHECKING:
    from s2s.training.state import Training

IN_NOTEBOOK = any(base.__module__ == "tqdm.notebook" for base in tqdm.__mro__)
"""Whether tqdm shows widgets, which need no terminal."""


class Progress:
    """The progress of the updates of one session, by the process of rank 0; of the others it shows nothing.

    Where there is no bar, a line is logged at least every `train.log_every` seconds, unless an update or a validation
    takes longer.
    """

    def __init__(self, training: Training) -> None:
        self.training, self.every = training, training.config.train.log_every
        self.has_bar = rank() == 0 and (watched() or IN_NOTEBOOK)
        total, first = training.parts.total, training.step
        self.bar = tqdm(total=total, initial=first, unit="step", dynamic_ncols=True, disable=not self.has_bar)
        self.first, self.started = first, time.perf_counter()
        self.begin(self.started)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.close()

    def begin(self, now: float) -> None:
        """Start the stretch that the next line is about."""
        self.said, self.seconds = now, self.training.log.seconds
        self.tokens = self.updates = 0
        self.loss = 0.0

    def update(self, tokens: int) -> None:
        """Count an update of so many `tokens`, and say where training is if it is time to."""
        self.bar.update()
        self.tokens += tokens
        self.updates += 1
        self.loss += self.training.latest.get("loss", 0.0)
        if not self.has_bar and (now := time.perf_counter()) - self.said >= self.every:
            log(self.line(now))
            self.begin(now)

    def show(self, loss: float) -> None:
        """Show the mean `loss` and the speed beside the bar."""
        self.bar.set_postfix_str(f"loss {loss:.3f}, {self.speed:,.0f} tokens/s")

    @property
    def speed(self) -> float:
        """Tokens a second, of the time that updates take, since the last line."""
        return self.tokens / max(1e-9, self.training.log.seconds - self.seconds)

    def line(self, now: float) -> str:
        """Step of steps, loss, learning rate, tokens/s, time elapsed and left in this session, last and best score."""
        training, total = self.training, self.training.parts.total
        elapsed, done = now - self.started, max(1, training.step - self.first)
        left = elapsed / done * (total - training.step)
        parts = [
            f"step {training.step:,} of {total:,}",
            f"loss {self.loss / max(1, self.updates):.3f}",
            f"learning rate {training.latest.get('lr', 0.0):.2g}",
            f"{self.speed:,.0f} tokens/s",
            f"{duration(elapsed)} elapsed",
            f"{duration(left)} left",
        ]
        return ", ".join(parts + training.selection.described())

"""TensorBoard, whose files lie in the run folder."""

from __future__ import annotations

from collections.abc import Mapping

from s2s.files import own
from s2s.training.trackers.base import Session, Tracker


class TensorBoard(Tracker):
    """``RUN/tensorboard``. What it shows of steps that were lost with an earlier session goes."""

    def __init__(self, session: Session) -> None:
        from torch.utils.tensorboard import SummaryWriter

        self.writer = SummaryWriter(str(own(session.folder / "tensorboard")), purge_step=session.step + 1)

    def measure(self, step: int, values: Mapping[str, float]) -> None:
        """A point on the curve of each."""
        for name, value in values.items():
            self.writer.add_scalar(name, value, step)

    def keep(self) -> None:
        """Flush."""
        self.writer.flush()

    def close(self, state: str) -> None:
        """The files tell no states apart."""
        self.writer.close()

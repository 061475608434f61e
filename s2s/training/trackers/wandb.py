"""Weights & Biases; with ``WANDB_MODE=offline`` its files lie in the run folder until ``wandb sync`` sends them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from s2s.files import own
from s2s.training.trackers.base import Session, Tracker

PROJECT = "s2s"
"""The project, unless ``WANDB_PROJECT`` names another."""


class WeightsAndBiases(Tracker):
    """A run of Weights & Biases, with the same id in every session, so that it is continued where that is possible."""

    def __init__(self, session: Session) -> None:
        import wandb

        self.id, self.folder = session.before or secrets.token_hex(8), session.folder
        (own(session.folder / "wandb")).mkdir(exist_ok=True)
        self.run: Any = wandb.init(
            project=os.environ.get("WANDB_PROJECT") or PROJECT,
            name=session.name,
            id=self.id,
            resume="allow",
            config=dict(session.options),
            dir=str(session.folder),
            settings=wandb.Settings(console="off", silent=True),
        )
        self.run.define_metric("update")
        self.run.define_metric("*", step_metric="update")  # a later session may measure an update again

    def measure(self, step: int, values: Mapping[str, float]) -> None:
        """All of them in one step."""
        self.run.log({"update": step, **values})

    def attach(self, scores: Mapping[str, float], files: Sequence[Path]) -> None:
        """Scores in the summary, and files."""
        self.run.summary.update(dict(scores))
        for file in files:
            self.run.save(str(file), base_path=str(self.folder), policy="now")

    def close(self, state: str) -> None:
        """With an exit code that says whether the run has failed."""
        self.run.finish(exit_code=int(state == "failed"))

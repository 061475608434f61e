"""MLflow: on the server or in the store that ``MLFLOW_TRACKING_URI`` names, by default one in the working folder."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from s2s.runtime.process import log
from s2s.training.trackers.base import Session, Tracker

EXPERIMENT = "s2s"
"""The experiment, unless ``MLFLOW_EXPERIMENT_NAME`` names another."""
STATES = {"finished": "FINISHED", "stopped": "KILLED", "failed": "FAILED"}
BATCH = 100
"""Parameters at a time, as many as a server takes."""
LONGEST = 6000
"""Characters of a parameter."""


class MLflow(Tracker):
    """A run of MLflow. A later session goes on with it; what it measures again is there twice, as MLflow forgets nothing."""

    def __init__(self, session: Session) -> None:
        from mlflow.tracking import MlflowClient

        self.client = MlflowClient()
        self.run_id = self.id = self.begin(session)

    def begin(self, session: Session) -> str:
        """The id of the run of an earlier session, or of a new one."""
        from mlflow.entities import Param
        from mlflow.exceptions import MlflowException

        if session.before is not None:
            try:
                self.client.update_run(session.before, status="RUNNING")
                return session.before
            except MlflowException:
                remark = "is not in its store any more, and begins anew"
                log(f"warning: MLflow: the run {session.before} {remark}", level=logging.WARNING)
        name = os.environ.get("MLFLOW_EXPERIMENT_NAME") or EXPERIMENT
        known = self.client.get_experiment_by_name(name)
        experiment = self.client.create_experiment(name) if known is None else known.experiment_id
        made = str(self.client.create_run(experiment, run_name=session.name).info.run_id)
        every = [Param(name, value[:LONGEST]) for name, value in session.options.items()]
        for begin in range(0, len(every), BATCH):
            self.client.log_batch(made, params=every[begin : begin + BATCH])
        return made

    def measure(self, step: int, values: Mapping[str, float]) -> None:
        """All of them in one request."""
        from mlflow.entities import Metric

        now = int(time.time() * 1000)
        metrics = [Metric(named(name), float(value), now, step) for name, value in values.items()]
        self.client.log_batch(self.run_id, metrics=metrics)

    def attach(self, scores: Mapping[str, float], files: Sequence[Path]) -> None:
        """Scores as metrics, files as artifacts."""
        if scores:
            self.measure(0, scores)
        for file in files:
            self.client.log_artifact(self.run_id, str(file))

    def close(self, state: str) -> None:
        """With the state, as MLflow calls it."""
        self.client.set_terminated(self.run_id, STATES[state])


def named(metric: str) -> str:
    """The name of a metric, of the characters that MLflow takes."""
    return re.sub(r"[^\w\-. /]", "_", metric)

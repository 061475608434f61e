"""The trackers that `train.trackers` names."""

from __future__ import annotations

from dataclasses import dataclass

from s2s.config.registry import Registry


@dataclass(frozen=True)
class TrackerFacts:
    """What is known of a tracker without its class."""

    library: str
    """What is imported."""
    extra: str
    """What of s2s installs it."""


TENSORBOARD = "tensorboard"
TRACKERS = Registry(
    "tracker",
    TrackerFacts,
    {
        TENSORBOARD: ("s2s.training.trackers.tensorboard:TensorBoard", TrackerFacts("tensorboard", "tensorboard")),
        "mlflow": ("s2s.training.trackers.mlflow:MLflow", TrackerFacts("mlflow", "mlflow")),
        "wandb": ("s2s.training.trackers.wandb:WeightsAndBiases", TrackerFacts("wandb", "wandb")),
    },
)
"""What makes a `s2s.training.trackers.base.Tracker` of a `Session`."""

"""How the probabilities of labels are corrected by what the validation set shows: a temperature, and a threshold a label.

Kept with a run, and in its export, as ``probabilities.json``. A run of an earlier version has none: its temperature is 1.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy
import numpy.typing

from s2s.errors import UserError
from s2s.files import read, write

CALIBRATION = "probabilities.json"
LARGEST = 1 << 26
"""Bytes of a file: the thresholds of millions of labels."""
THRESHOLD = 0.5
"""Of a label of its own, where none was chosen."""


@dataclass(frozen=True)
class Calibration:
    """One temperature T for all labels (Guo et al. 2017, arXiv:1706.04599, eq. 9), and thresholds of independent ones."""

    temperature: float = 1.0
    thresholds: tuple[float, ...] = ()
    """(V,) the calibrated probability from which a text has a label, of several labels a text; none stands for 0.5 each."""
    measured: Mapping[str, float] = field(default_factory=dict, compare=False)
    """What was seen on the validation set: its examples, and the calibration error before and after, 0 to 1."""

    def of_one(self, probabilities: Any) -> Any:
        """softmax(log p / T) over the last axis, which is softmax(z / T) of what p is the softmax of; 0 stays 0."""
        if self.temperature == 1.0:
            return probabilities
        powers = numpy.asarray(probabilities, numpy.float64) ** (1 / self.temperature)
        return (powers / powers.sum(axis=-1, keepdims=True)).astype(numpy.float32)

    def of_each(self, probabilities: Any) -> Any:
        """σ(logit p / T) of each probability by itself; 0 and 1 stay as they are."""
        if self.temperature == 1.0:
            return probabilities
        exact = numpy.asarray(probabilities, numpy.float64)
        powers, others = exact ** (1 / self.temperature), (1 - exact) ** (1 / self.temperature)
        return (powers / (powers + others)).astype(numpy.float32)

    def chosen(self, probabilities: Any) -> Any:
        """Which labels a text has by calibrated probabilities (..., V): bool."""
        return probabilities >= (numpy.array(self.thresholds, numpy.float32) if self.thresholds else THRESHOLD)

    def check(self, labels: int) -> None:
        """Raise `UserError` for thresholds of another number of `labels`, which is 0 where a text has one label."""
        if len(self.thresholds) not in (0, labels):
            raise UserError(f"{CALIBRATION}: is that of a run with other labels; copy the run folder again")


def mean_of(calibrations: Sequence[Calibration | None]) -> Calibration:
    """That of the mean of calibrated probabilities: temperature 1, and of each label the mean of the thresholds."""
    each = [one.thresholds for one in calibrations if one is not None]
    counts = {len(thresholds) for thresholds in each}
    if counts == {0}:
        return Calibration()
    filled = [thresholds or (THRESHOLD,) * max(counts) for thresholds in each]
    return Calibration(thresholds=tuple(numpy.mean(filled, axis=0).tolist()))


def save_calibration(folder: Path, calibration: Calibration) -> None:
    """Write ``probabilities.json``."""
    content = {
        "temperature": calibration.temperature,
        "thresholds": list(calibration.thresholds),
        "measured": dict(calibration.measured),
    }
    write(folder / CALIBRATION, (json.dumps(content) + "\n").encode())


def load_calibration(folder: Path) -> Calibration:
    """What `save_calibration` wrote, or temperature 1 where there is nothing. Raises `UserError` for anything else."""
    path = folder / CALIBRATION
    try:
        content = json.loads(read(path, LARGEST))
        temperature, thresholds = float(content["temperature"]), tuple(map(float, content["thresholds"]))
        measured = {str(name): float(value) for name, value in content["measured"].items()}
        if not 0 < temperature < math.inf or not all(0 <= one <= 1 for one in thresholds):
            raise ValueError
    except FileNotFoundError:
        return Calibration()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise UserError(f"{path}: not what training writes; copy the run folder again") from None
    return Calibration(temperature, thresholds, measured)

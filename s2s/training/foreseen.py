"""What a training would cost, for who plans several: it is measured as ``--dry-run`` does, and nothing is left behind."""

from __future__ import annotations

import contextlib
from typing import NamedTuple

from s2s.config.schema import RunConfig
from s2s.runtime.device import choose_device, restored
from s2s.runtime.distributed import joined
from s2s.training.accumulation import rehearse
from s2s.training.caller import Caller
from s2s.training.cost import Cost, foresee
from s2s.training.dry_run import trial
from s2s.training.setup import assemble
from s2s.training.state import Training


class Foreseen(NamedTuple):
    """A training that is not begun."""

    cost: Cost | None
    """None where the memory does not suffice to measure it."""
    total: int
    """Updates of the whole training."""
    pairs: int
    """Training examples."""


def foreseen(config: RunConfig, allow_code: bool = False) -> Foreseen:
    """Read the corpus and time a few updates of the run that `config` names, from where it stands. Raises `UserError`."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(joined(str(config.device)))
        config = stack.enter_context(trial(config, "wait for its end, or stop it"))
        stack.enter_context(restored(choose_device(str(config.device))))
        parts = assemble(config, allow_code)
        training = Training(parts, Caller())
        training.resume()
        if training.step < parts.total:
            rehearse(training)
        return Foreseen(foresee(training, always=True), parts.total, len(parts.corpus.train))

"""What a caller from Python adds to the options of a run: functions to call in between, and what the call was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy

Callback = Callable[[int, dict[str, float]], object]
"""Called with the step and what was measured there; False stops the training, and anything else lets it go on."""


@dataclass(frozen=True)
class Caller:
    """Who trains. The command has no functions of its own, and is started again by its own line."""

    on_update: Callback | None = None
    """After every update, with ``loss``, ``nll``, ``norm``, ``lr`` and ``epoch``; on rank 0 alone."""
    on_validation: Callback | None = None
    """After every validation, with ``loss`` and the scores of the task; on rank 0 alone."""
    call: str | None = None
    """The call as one types it again; None: the command line."""


def says_stop(answer: object) -> bool:
    """Whether a callback has returned False, Python's or numpy's: None, 0 and the like are no such answer."""
    return isinstance(answer, bool | numpy.bool_) and not answer

"""results.json: what a training has come to, for programs, the table of runs and the report."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from s2s.config.versions import stamp
from s2s.errors import UserError
from s2s.runs.history import write_results
from s2s.runtime.process import rank


@contextlib.contextmanager
def failure_noted(folder: Path) -> Iterator[None]:
    """Have results.json say why the training of the run in `folder` has failed, where an error ends it."""
    try:
        yield
    except Exception as error:
        if rank() == 0:
            said = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            with contextlib.suppress(UserError):  # a full disk may be the error
                write_results(folder, {**stamp(), "state": "failed", "error": said})
        raise

"""What several runs need to agree in before they are asked together, as an ensemble."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from s2s.config.distributions import needing
from s2s.data.codecs.files import load_codecs
from s2s.runs.folder import load_config

if TYPE_CHECKING:
    from s2s.decode.backends.ensemble import Run


def alike(paths: Sequence[Path], allow_code: bool) -> list[Run]:
    """The runs in the folders `paths`, without their weights. Raises `UserError` for runs that no ensemble can have."""
    with needing(paths[0]):
        from s2s.decode.backends.ensemble import Run, check_alike
    runs = [Run(path, load_config(path, allow_code), load_codecs(path)) for path in paths]
    for run in runs[1:]:
        check_alike(runs[0], run)
    return runs

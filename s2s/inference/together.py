"""What several runs need to agree in before they are asked together, as an ensemble."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from s2s.config.distributions import needing
from s2s.config.networks import HEADS
from s2s.config.schema import Pooling
from s2s.data.codecs.files import load_codecs
from s2s.errors import UserError
from s2s.runs.folder import load_config

if TYPE_CHECKING:
    from s2s.decode.backends.ensemble import Run


def alike(paths: Sequence[Path], allow_code: bool) -> list[Run]:
    """The runs in the folders `paths`, without their weights. Raises `UserError` for runs that no ensemble can have."""
    with needing(paths[0]):
        from s2s.decode.backends.ensemble import Run, check_alike
    runs = [Run(path, load_config(path, allow_code), load_codecs(path)) for path in paths]
    head = runs[0].config.model.head
    if head is not None and HEADS.facts(head).chained:
        raise UserError(
            f"{' and '.join(map(str, paths))}: no ensemble with model.head={head}, whose labels depend on their neighbours;"
            " give one run, or runs without it"
        )
    for run in runs[1:]:
        check_alike(runs[0], run)
        if (run.config.model.pooling is Pooling.none) != (runs[0].config.model.pooling is Pooling.none):
            raise UserError(
                f"{runs[0].folder} and {run.folder}: no ensemble, as only one predicts at every position; give runs that agree"
            )
    return runs

"""The examples that a run was trained on, for commands that need some of them again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from inspect import signature
from pathlib import Path

from s2s.config.corpora import FILES, Shape
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.data.corpora.corpus import Corpus
from s2s.errors import UserError
from s2s.runs.history import read_results
from s2s.runs.made_here import check_made_here, elsewhere
from s2s.runtime.process import log
from s2s.tasks.base import task_of


def own_data(folder: Path, config: RunConfig, run_data: bool = False, splits: Sequence[str] = FILES) -> Corpus:
    """The corpus that the run in `folder` was trained on, if it was trained here or `run_data` allows it. Raises `UserError`.

    Nothing is read but the `splits` that are wanted, and train where validation is held out of it; of series all.
    """
    check_made_here(folder, config, run_data)
    read = task_of(config).read
    try:
        corpus = read(config, splits) if "splits" in signature(read).parameters else read(config)
    except UserError as error:
        said = str(error)
        if "train" not in splits and ("data.train=" in said or "data.corpora[" in said):
            series = Shape.series in rules_of(config.task).shapes
            said += "; windows of every split are read from it" if series else "; the validation set was held out of it"
        raise UserError(said + elsewhere(folder, config, said)) from None
    if changed := changed_since(folder, corpus, splits):
        log(
            f"warning: {folder}: its {' and '.join(changed)} set{'s' * (len(changed) > 1)} held other examples when it was"
            " trained; what is measured now cannot be compared with what was measured then",
            level=logging.WARNING,
        )
    return corpus


def changed_since(folder: Path, corpus: Corpus, splits: Sequence[str]) -> list[str]:
    """Those of the `splits` with other examples than results.json has the digests of; none for a run without such digests."""
    try:
        data = read_results(folder).get("data")
    except ValueError:
        return []
    before = data.get("digests") if isinstance(data, dict) else None
    if not isinstance(before, dict):
        return []
    origins = {split: "train" if split == "validation" and corpus.held_out else split for split in splits}
    return [split for split, origin in origins.items() if differ(before.get(origin), corpus.digests.get(origin))]


def differ(before: object, now: str | None) -> bool:
    """Whether both digests are known, and are not the same."""
    return isinstance(before, str) and now is not None and before != now

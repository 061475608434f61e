"""A training that is only looked at: in a folder of its own, which is removed at the end."""

from __future__ import annotations

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from s2s.config.schema import RunConfig
from s2s.errors import SaidElsewhere, UserError
from s2s.files import exclusive, unwritable
from s2s.runs.folder import run_folder
from s2s.runtime.distributed import first, gather
from s2s.runtime.process import LOGGER, rank

PREFIX = ".s2s-dry-run-"
NEEDED = (
    "config.yaml",
    "*.model",
    "*.json",
    "*.jsonl",
    "model.safetensors",
    "README.md",
    "checkpoints",
    "*.safetensors",
)
"""Files of a run folder, and of its checkpoints, that a continued training reads."""


@contextlib.contextmanager
def trial(config: RunConfig, remedy: str) -> Iterator[RunConfig]:
    """The options of the same run elsewhere, where what it has learned so far is copied; `remedy` is for one that is in use.

    What is said of that folder names the run's own. Raises `UserError` where there is no room for it.
    """
    with contextlib.ExitStack() as stack:
        name = None
        with first():
            if rank() == 0:
                name = stack.enter_context(emptied(config))
                copy(run_folder(config), Path(name) / run_folder(config).name, remedy)
        name = gather(name)[0]
        renamed = Renamed(name, config.runs)
        LOGGER.addFilter(renamed)
        stack.callback(LOGGER.removeFilter, renamed)
        try:
            yield replace(config, runs=name)
        except SaidElsewhere:
            raise
        except UserError as error:
            raise UserError(str(renamed.said(str(error)))) from None


@contextlib.contextmanager
def emptied(config: RunConfig) -> Iterator[str]:
    """The name of a new folder where the run folders are, so that all processes and nodes see it; it goes at the end.

    It is inside another one, deeper than `runs_below` looks: what a killed process leaves behind is no run.
    """
    runs = Path(config.runs).absolute()
    home = next(path for path in (runs, *runs.parents) if path.is_dir())
    try:
        folder = tempfile.mkdtemp(prefix=PREFIX, dir=home)
    except OSError as error:
        raise unwritable(home / PREFIX, error) from None
    try:
        yield str(Path(folder) / "runs")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copy(folder: Path, into: Path, remedy: str) -> None:
    """Copy what a continued training needs of a run folder, if there is one."""
    if not folder.is_dir():
        return

    def unneeded(within: str, names: list[str]) -> Sequence[str]:
        paths = [Path(within) / name for name in names]
        state = any(part.startswith("step-") for part in Path(within).relative_to(folder).parts)
        return [
            path.name
            for path in paths
            if path.is_symlink()
            or not (path.is_dir() or path.is_file())
            or not (state or path.name.startswith("step-") or any(map(path.match, NEEDED)))
        ]

    with exclusive(folder, remedy):
        try:
            shutil.copytree(folder, into, ignore=unneeded)
        except (OSError, shutil.Error) as error:
            raise UserError(
                f"{folder}: cannot be copied for --dry-run ({' '.join(str(error).split())}); free some room"
            ) from None


class Renamed(logging.Filter):
    """Messages name the run's own folder instead of the one that is removed."""

    def __init__(self, name: str, runs: str) -> None:
        super().__init__()
        self.name_there, self.runs = name, runs

    def said(self, part: object) -> object:
        """A part of a message."""
        return part.replace(self.name_there, self.runs) if isinstance(part, str) else part

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, changed."""
        if isinstance(record.args, tuple):
            record.args = tuple(self.said(part) for part in record.args)
        return True

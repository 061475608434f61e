"""The run that a name stands for: the commands and Python look for it alike."""

from __future__ import annotations

import os
from pathlib import Path

from s2s.errors import UserError
from s2s.runs.names import CONFIG, SCHEME

RUNS = Path("runs")
"""Where training puts runs unless `runs` says otherwise."""
PACKS: dict[str, Path] = {}
"""Folder in the cache → the pack that this process has unpacked there."""
FETCHED: dict[str, str] = {}
"""Folder in the hub's cache → the name, ``hf://…``, by which this process has fetched it."""
LISTED = 10
"""The most runs that a message lists."""


def find_run(name: str | os.PathLike[str]) -> Path:
    """The path itself or, where it is not there, ``runs/NAME``; the path again where neither is, for others to refuse.

    Of a pack, the folder that it is unpacked to; of ``hf://ORGANISATION/NAME``, the one that it is fetched to. Raises
    `UserError` for a pack that is damaged, and for a repository that is not there.
    """
    if isinstance(name, str) and name.startswith(SCHEME):
        from s2s.runs.hub import fetched

        folder = fetched(name)
        FETCHED[str(folder)] = name
        return folder
    path = Path(name)
    if not os.path.exists(path) and os.path.exists(RUNS / path):
        path = RUNS / path
    if not os.path.isfile(path):
        return path
    from s2s.runs.pack import unpacked  # most often it is a folder

    folder = unpacked(path)
    if folder != path:
        PACKS[str(folder)] = path.absolute()
    return folder


def packed_as(folder: Path) -> Path:
    """The pack that this process has unpacked to `folder`, else `folder` itself."""
    return PACKS.get(str(folder), folder)


def own_name(folder: Path) -> str:
    """What a run folder is called, also one that is given as ``.``; of one that was unpacked the pack."""
    return packed_as(folder).name or folder.resolve().name


def writable(folder: Path) -> bool:
    """Whether a run's folder is the user's own: what a pack or the hub is unpacked or fetched to is a cache."""
    return str(folder) not in PACKS and str(folder) not in FETCHED


def check_not_fetched(folder: Path, what: str) -> None:
    """Raise `UserError` for a folder in the hub's cache, into which `what` would be written, and lost."""
    if (name := FETCHED.get(str(folder))) is None:
        return
    repository, _, revision = name.removeprefix(SCHEME).partition("@")
    download = f"hf download {repository}{f' --revision {revision}' * bool(revision)} --local-dir FOLDER"
    raise UserError(f"{name}: {what} would be written into the hub's cache; give a copy, which  {download}  makes")


def no_run(path: Path) -> UserError:
    """What to raise of a path where there is no run: it lists those that there are in ``runs``, the newest first."""
    if os.path.exists(path):
        return UserError(f"{path}: not a run folder, as it has no readable config.yaml; give a folder under {RUNS}/")
    names = known_runs()
    if not names:
        return UserError(f"{path}: no such run, and {RUNS}/ has none; s2s train makes one")
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return UserError(f"{path}: no such run; there are, the newest first: {', '.join(names[:LISTED])}{more}")


def runs_below(folder: Path) -> list[Path]:
    """The run folders in `folder` and in its folders, in the order of their names; the export inside a run is none."""
    runs = {file.parent for file in folder.glob(f"*/{CONFIG}")}
    return sorted(runs | {file.parent for file in folder.glob(f"*/*/{CONFIG}") if file.parent.parent not in runs})


def known_runs() -> list[str]:
    """Paths of the runs in ``runs`` and in its folders, the newest first."""
    times = {folder.as_posix(): written(folder / CONFIG) for folder in runs_below(RUNS)}
    return sorted(times, key=lambda name: (-times[name], name))


def written(file: Path) -> int:
    """When a file was written, in nanoseconds; 0 for one that went in the meantime."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0

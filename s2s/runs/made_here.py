"""Whether a run was trained here, by this user: only then is the data read that its folder names.

A folder that somebody else has made may name any file of this user's disk, or a data set to download. What says that a run
was trained here is a record in the user's own cache, never in the folder: it is found by what the run was trained on, the
options of its data and the files of its codecs, so that a run that is moved or copied stays one of the user's own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import fields
from pathlib import Path

from s2s.config.corpora import CORPORA, FILES
from s2s.config.options import entry, show
from s2s.config.registry import is_code
from s2s.config.schema import DataConfig, RunConfig
from s2s.config.weighted import named_files
from s2s.data.codecs.files import FILES as CODECS
from s2s.data.text.tokenizer import LARGEST_FILE
from s2s.errors import UserError
from s2s.files import read, write
from s2s.runtime.process import log

NAMES = (*FILES, "corpora", "folder", "dataset")
"""Options of `data` that name what is to be read."""


def reads_nothing(data: DataConfig) -> bool:
    """Whether the examples are made by s2s, held by a program, or given by code that the user has allowed."""
    return is_code(data.corpus) or CORPORA.facts(data.corpus).made or not CORPORA.facts(data.corpus).chosen


def record_of(folder: Path, data: DataConfig) -> Path:
    """The file that is there if the run in `folder` was trained here. Raises OSError for codecs that cannot be read."""
    said = {one.name: getattr(data, one.name) for one in fields(DataConfig)}
    said = {name: value for name, value in said.items() if value != getattr(DataConfig(), name)}
    known = hashlib.sha256(json.dumps(said, sort_keys=True, default=entry).encode())
    for name in CODECS:
        if os.path.lexists(folder / name):
            known.update(name.encode() + hashlib.sha256(read(folder / name, LARGEST_FILE)).digest())
    return cache() / "trained" / known.hexdigest()


def cache() -> Path:
    """The user's own folder for what s2s remembers: ``XDG_CACHE_HOME/s2s``, by default ``~/.cache/s2s``."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named if os.path.isabs(named) else os.path.expanduser("~/.cache")) / "s2s"


def remember(folder: Path, data: DataConfig) -> None:
    """Record that the run in `folder`, whose codecs are there, is trained here on `data`."""
    if reads_nothing(data):
        return
    try:
        record = record_of(folder, data)
        if not record.is_file():
            write(record, f"{folder.absolute()}\n".encode(errors="surrogateescape"))
    except (OSError, UserError) as error:
        needed = "evaluate, distill and export will need --run-data to read the run's data"
        log(f"warning: it cannot be recorded that the run was trained here ({error}); {needed}", level=logging.WARNING)


def check_made_here(folder: Path, config: RunConfig, run_data: bool) -> None:
    """Raise `UserError` if the data that the run in `folder` names may not be read."""
    if run_data or reads_nothing(config.data):
        return
    try:
        if record_of(folder, config.data).is_file():
            return
    except OSError:
        pass  # what is no codec was not trained here
    given = {f"data.{name}": value for name in NAMES if (value := getattr(config.data, name)) is not None}
    named = ", ".join(f"{name}={show(value)}" for name, value in given.items()) or f"data={config.data.corpus}"
    raise UserError(
        f"{folder}: names data, {named}, and there is no record that you have trained it here, which runs of earlier"
        " releases lack too; give --run-data (in Python run_data=True) to read it, or texts of your own"
    )


def elsewhere(folder: Path, config: RunConfig, message: str) -> str:
    """What to add to a `message` on data with a relative path, which means another file in another working folder."""
    named = [*named_files(config.data), *(("data.folder", one) for one in [config.data.folder] if one is not None)]
    for option, path in named:
        if os.path.isabs(path) or f"{option}={path}" not in message:
            continue
        home = Path(os.path.normpath(Path(folder).absolute().parent))
        runs = Path(os.path.normpath(config.runs)).parts
        parts = home.parts[-len(runs) :] if runs else ()
        started = "" if os.path.isabs(config.runs) or parts != runs else f", it seems {Path(*home.parts[: -len(runs)])}"
        return (
            f"; this path is relative to the folder in which the run was trained{started}: call s2s from there, or give texts"
            " of your own (--source FILE --reference FILE)"
        )
    return ""

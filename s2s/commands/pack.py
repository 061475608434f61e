"""``s2s pack``: a run as one file, which every command reads in place of the folder."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from s2s.commands.output import STDOUT, output
from s2s.decode.backends.exported import find_export
from s2s.errors import SettingError, UserError
from s2s.files import opened
from s2s.runs.contents import OWN, USED
from s2s.runs.find import packed_as
from s2s.runs.names import CARD
from s2s.runs.pack import LARGEST, NAME, SUFFIX, save
from s2s.runtime.process import log


def run(options: argparse.Namespace) -> None:
    """Load what is packed, write it, and say what it is. Raises `UserError`."""
    folder = Path(options.model)
    if (pack := packed_as(folder)) != folder:
        raise UserError(f"{pack}: is packed already; copy it, or pack the run that it is of")
    exported = find_export(folder)
    if options.weights and exported == folder:
        raise SettingError("weights", True, f"{folder} is an export, which has none; give the run that it is of")
    origin = exported if exported is not None and not options.weights else folder
    check(folder, options.weights or exported is None, options.allow_code)
    members = files_of(origin)
    if (folder / CARD).is_file():
        members[CARD] = folder / CARD
    name = options.output or f"{folder.resolve().name}{SUFFIX}"
    if name in STDOUT or Path(name).is_dir():
        raise SettingError("output", name, "is no file; give the name of one, such as run-1.s2s")
    if name.endswith(".gz"):
        raise SettingError("output", name, "a pack is not packed again; leave .gz out")
    with output(name) as sink:
        save(sink, members)
    with opened(Path(name), LARGEST) as file:
        digest, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    what = "the weights" if origin == folder != exported else "the export, which needs no torch,"
    log(f"{name}: {what} of {folder}, {len(members)} files, {size / 1e6:.1f} MB, SHA-256 {digest}")


def check(folder: Path, weights: bool, allow_code: bool) -> None:
    """Load it as its users will. Raises `UserError` for what they could not."""
    from s2s.inference.loading import load

    load(folder, "cpu", backend="torch" if weights else "onnx", allow_code=allow_code)


def files_of(folder: Path) -> dict[str, Path]:
    """What is packed of an export, or of a run folder: options, codecs, facts and weights; nothing else that lies there."""
    try:
        found = {path.name: path for path in folder.iterdir() if NAME.fullmatch(path.name) and path.is_file()}
    except OSError as error:
        raise UserError(f"{folder}: cannot be read: {error.strerror}; give a run folder") from None
    names = OWN if find_export(folder) == folder else USED
    return {name: path for name, path in found.items() if name in names}

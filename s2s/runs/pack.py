"""A run in one file: an export, or the weights, with all that using it needs; and that file as a folder again.

A pack is a zip archive without compression, with its members in the order of their names and no times: the same run gives the same
bytes. It is read in place of a folder: its members go to the user's cache, under the SHA-256 of the file, and are read there
as those of any folder that somebody else may have made.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from s2s.errors import UserError
from s2s.files import opened, unwritable
from s2s.runs.made_here import cache
from s2s.runtime.process import log

SUFFIX = ".s2s"
"""What the name of a pack ends in, unless the user says otherwise; what a file is, its content tells."""
BEGINNING = b"PK\x03\x04"
END = struct.Struct("<4s4H2LH")
"""The end of an archive: its mark, disks, the members on this disk and of all, bytes and begin of their list, and of a comment."""
LARGEST = (1 << 32) - 1
"""Bytes of a pack: what an archive without the extension for large ones can hold."""
MOST, LARGEST_LIST = 64, 1 << 14
"""The most members of a pack, and the most bytes of their list. A run has a dozen."""
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can say."""
BLOCK = 1 << 20
REMEDY = "copy the file again, or pack the run again with s2s pack"


def save(file: BinaryIO, members: Mapping[str, Path]) -> None:
    """Write a pack of the files `members`, by the names that they have in it. Raises OSError, and `UserError` for more than a pack holds."""
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
            for name in sorted(members):
                entry = zipfile.ZipInfo(name, TIME)
                entry.create_system, entry.external_attr = 3, 0o100644 << 16  # the same on every system
                with opened(members[name], LARGEST) as source, archive.open(entry, "w") as target:
                    shutil.copyfileobj(source, target, BLOCK)
    except (zipfile.LargeZipFile, RuntimeError, struct.error):
        raise UserError(
            f"{next(iter(members.values())).parent}: has more than the 4 GB that a pack holds; copy the folder"
        ) from None


def unpacked(path: Path) -> Path:
    """The folder with the members of the pack `path`; `path` itself where that is no archive. Raises `UserError`."""
    try:
        with opened(path, LARGEST) as file:
            if file.read(len(BEGINNING)) != BEGINNING:
                return path
            file.seek(0)
            folder = cache() / "packs" / hashlib.file_digest(file, "sha256").hexdigest()
            unpack(file, path, folder)
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}; {REMEDY}") from None
    return folder


def unpack(file: BinaryIO, path: Path, folder: Path) -> None:
    """Write the members of `file`, the pack `path`, to `folder`, unless all of them are there. Raises `UserError`, OSError."""
    check_end(file, path)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            check(entries, path)
            if whole(folder, entries):
                return
            partial = begun(folder)
            try:
                for entry in entries:
                    with archive.open(entry) as source, open(partial / entry.filename, "xb") as target:
                        shutil.copyfileobj(source, target, BLOCK)
                if not whole(folder, entries):
                    shutil.rmtree(folder, ignore_errors=True)  # from which something has been removed
                    os.replace(partial, folder)
            except OSError as error:
                if not whole(folder, entries):  # else another process was faster
                    raise unwritable(folder, error, sum(entry.file_size for entry in entries)) from None
            finally:
                shutil.rmtree(partial, ignore_errors=True)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError, struct.error) as error:
        raise error if isinstance(error, UserError) else damaged(path) from None
    log(f"{path}: unpacked to {folder}")


def whole(folder: Path, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether `folder` holds all members of a pack, each of its size."""
    try:
        return all((folder / entry.filename).stat().st_size == entry.file_size for entry in entries)
    except OSError:
        return False


def begun(folder: Path) -> Path:
    """A new folder beside `folder`. Raises `UserError`."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            f"{folder.parent}: cannot be written: {reason}; set XDG_CACHE_HOME to a folder where packs can be unpacked"
        ) from None


def check_end(file: BinaryIO, path: Path) -> None:
    """Raise `UserError` unless the list of members is as short as that of a run, before it is read."""
    size = os.fstat(file.fileno()).st_size
    file.seek(max(0, size - END.size))
    last = file.read(END.size)
    if len(last) < END.size:
        raise damaged(path)
    mark, *_, count, listed, _, comment = END.unpack(last)
    if mark != b"PK\x05\x06" or comment or not 0 < count <= MOST or listed > LARGEST_LIST:
        raise damaged(path)
    file.seek(0)


def check(entries: list[zipfile.ZipInfo], path: Path) -> None:
    """Raise `UserError` for members that `save` does not write: in folders, packed tightly, encrypted, or twice."""
    names = [entry.filename for entry in entries]
    plain = all(
        entry.compress_type == zipfile.ZIP_STORED and entry.file_size == entry.compress_size and not entry.flag_bits & 1
        for entry in entries
    )
    if not plain or len(set(map(str.lower, names))) < len(names) or not all(map(NAME.fullmatch, names)):
        raise damaged(path)


def damaged(path: Path) -> UserError:
    """What to raise of an archive that is no pack."""
    return UserError(f"{path}: not what s2s pack writes, or damaged; {REMEDY}")

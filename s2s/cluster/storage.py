"""Files of this machine and of object stores, by paths as fsspec knows them: ``data/*.parquet``, ``s3://bucket/data``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, BinaryIO, cast

from s2s import files
from s2s.config.distributions import needing
from s2s.errors import UserError


def filesystem(path: str) -> tuple[Any, str]:
    """What reads and writes at `path`, and what it calls it. Raises `UserError` for a store that is not known."""
    with needing(path):
        import fsspec

    path = path.removeprefix("file://")
    try:
        made: tuple[Any, str] = fsspec.core.url_to_fs(path)
    except (ImportError, ValueError) as error:
        raise UserError(
            f"{path}: {' '.join(str(error).split())}; use a path of this machine, or of a known store"
        ) from None
    return made


def is_local(path: str) -> bool:
    """Whether `path` is of this machine."""
    return "://" not in path.removeprefix("file://")


def matching(pattern: str) -> list[str]:
    """The files that `pattern` names or matches, by their names in order. Raises `UserError` where there is none.

    As in a shell, a part of a name that begins with a full stop is matched by such a part of the pattern alone.
    """
    system, path = filesystem(pattern)
    with reading(pattern):
        try:
            found = [path] if system.isfile(path) else [name for name in system.glob(path) if system.isfile(name)]
        except ValueError:
            raise UserError(
                f"{pattern}: has ** inside of a name; write it as a folder of its own, as data/**/*.txt"
            ) from None
    names = sorted(name for name in found if not is_hidden(name, path))
    if not names:
        folder = f"{pattern.rstrip('/')}/*.parquet"
        remedy = (
            f"is a folder; give the files in it, as {folder!r}"
            if system.isdir(path)
            else "no file matches; check the path"
        )
        raise UserError(f"{pattern}: {remedy}")
    return [name if is_local(pattern) else str(system.unstrip_protocol(name)) for name in names]


def matches(pattern: str, path: str) -> bool:
    """Whether `pattern` matches what may be written to `path`."""
    (system, wanted), (other, name) = filesystem(pattern), filesystem(path)
    from fsspec.utils import glob_translate

    same = type(system) is type(other) and re.match(glob_translate(wanted), name) is not None
    return same and not is_hidden(name, wanted)


def is_hidden(name: str, pattern: str) -> bool:
    """Whether a part of a file's name begins with a full stop, and `pattern` has no such part for it."""
    shown = [part for part in pattern.split("/") if part.startswith(".")]
    hidden = [part for part in name.split("/") if part.startswith(".")]
    return not all(any(fnmatchcase(part, one) for one in shown) for part in hidden)


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file, open to be read from any place. Raises `UserError` for one that is missing."""
    system, inside = filesystem(path)
    with reading(path), system.open(inside, "rb") as file:
        yield cast(BinaryIO, file)


@contextmanager
def reading(path: str) -> Iterator[None]:
    """One line for a file that is not there, or that may not be read; other errors of a store may pass."""
    try:
        yield
    except FileNotFoundError:
        raise UserError(f"{path}: no such file; every worker needs it at the same path") from None
    except PermissionError as error:
        raise UserError(f"{path}: {error.strerror or 'permission denied'}; make it readable") from None


def exists(path: str) -> bool:
    """Whether there is a file or a folder."""
    system, inside = filesystem(path)
    return bool(system.exists(inside))


def write(path: str, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    if is_local(path):
        files.write(Path(path.removeprefix("file://")), content)
        return
    system, inside = filesystem(path)
    system.pipe_file(inside, content)  # object stores show nothing before it is whole


def read(path: str) -> bytes | None:
    """The content of a file, None where there is none."""
    system, inside = filesystem(path)
    try:
        content: bytes = system.cat_file(inside)
    except FileNotFoundError:
        return None
    return content


def remove(path: str) -> None:
    """Remove a file, if it is there."""
    system, inside = filesystem(path)
    with suppress(FileNotFoundError):
        system.rm_file(inside)


def make(folder: str) -> None:
    """Make a folder, where a store has such."""
    system, inside = filesystem(folder)
    system.makedirs(inside, exist_ok=True)


def names(folder: str) -> list[str]:
    """The names of what lies in a folder; nothing where there is none."""
    system, inside = filesystem(folder)
    try:
        system.invalidate_cache()
        found = system.ls(inside, detail=False)
    except FileNotFoundError:
        return []
    return sorted(os.path.basename(name.rstrip("/")) for name in found)

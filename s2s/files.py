"""Files of a run folder: written whole or not at all, read within bounds, never through a link that leads elsewhere."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import gzip
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from s2s.errors import UserError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def partial_of(path: Path) -> Path:
    """Where `path` is written until it is whole; of any path, also the root, which has no name."""
    return path.parent / (path.name + ".partial")


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all. Raises `UserError`, and leaves what was there."""
    partial = partial_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        with open(partial, "xb") as file:  # a new file, so that no link laid in its place is followed
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
        sync(path.parent)
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError, ValueError):
            partial.unlink(missing_ok=True)
        raise unwritable(path, error, len(content)) from None


def sync(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def append(path: Path, content: bytes) -> None:
    """Add to the end of a file. Raises `UserError`; part of `content` may then be there."""
    try:
        with open(path, "ab") as file:
            file.write(content)
    except OSError as error:
        raise unwritable(path, error, len(content)) from None


@contextlib.contextmanager
def writing(name: str) -> Iterator[None]:
    """Make one line of what keeps `name` from being written; that nobody reads it any more is no mistake."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(name, error) from None


def unwritable(name: Path | str, error: OSError | ValueError, size: int | None = None) -> UserError:
    """Why `name` cannot be written, of how many bytes if that is known, and what to do."""
    reason = getattr(error, "strerror", None) or str(error)
    if getattr(error, "errno", None) not in FULL:
        return UserError(f"{name}: cannot be written: {reason}; give a folder that can be written")
    needed = ""
    if size is not None:
        there = next(folder for folder in Path(name).absolute().parents if folder.exists())
        needed = f"{size:,} bytes are needed and {shutil.disk_usage(there).free:,} are free; "
    return UserError(f"{name}: cannot be written: {reason}; {needed}make room, and the same command goes on")


def read(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most `most`.

    Raises OSError, also for all else that a name may stand for: a pipe would block, a device never end.
    """
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise OSError(errno.EINVAL, "Is not a regular file")
            if found.st_size > most:
                raise OSError(errno.EFBIG, f"Has {found.st_size:,} bytes, more than it can need")
            return file.read()
    except ValueError as error:  # a NUL in the name
        raise OSError(errno.EINVAL, str(error)) from None


@contextlib.contextmanager
def alone(folder: Path, remedy: str) -> Iterator[None]:
    """Let no other process come here with the same `folder` meanwhile; it is made, and removed again if it stays empty.

    Raises `UserError` where one is here already.
    """
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        handle = held(folder, f"{folder}: another process is writing to it; {remedy}")
    except UserError:
        raise
    except (OSError, ValueError) as error:
        raise unwritable(folder, error) from None
    try:
        yield
    finally:
        for path in missing:
            with contextlib.suppress(OSError):  # it is not empty
                path.rmdir()
        os.close(handle)


def held(folder: Path, refusal: str) -> int:
    """`folder`, made and locked; once more where the process that had it before has removed it meanwhile."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError), contextlib.ExitStack() as stack:
            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            lock(handle, refusal)
            if os.path.samestat(os.fstat(handle), os.stat(folder)):
                stack.pop_all()
                return handle


def lock(file: int | BinaryIO, refusal: str) -> None:
    """Keep `file` until it is closed. Raises `UserError` with `refusal` if another process has it.

    Where there are no locks, as on some network's file system, go on without.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UserError(refusal) from None
    except OSError:
        pass


def packed(file: BinaryIO, name: str, stack: contextlib.ExitStack) -> BinaryIO:
    """`file`, open for writing, or what packs into it where its name asks for that; the same bytes at any time."""
    if not name.endswith(".gz"):
        return file
    return cast(BinaryIO, stack.enter_context(gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0)))


def own(folder: Path) -> Path:
    """`folder`, which may be missing but no link: what is written there must stay inside the run folder."""
    if folder.is_symlink():
        raise UserError(f"{folder}: is a link; put a folder in its place")
    return folder

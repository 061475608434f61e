"""Files of a run folder: written whole or not at all, read within bounds, never through a link that leads elsewhere."""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import logging
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from s2s.errors import UserError

logger = logging.getLogger("s2s")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
LOCK = ".lock"
"""The file in a folder on which a process holds the lock of the folder."""
NONBLOCKING = getattr(os, "O_NONBLOCK", 0)
"""Windows has no such flag, and no pipes that have a name in a folder."""
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
ABANDONED = 24 * 3600.0
"""Seconds after which an unfinished output that nobody has written to is taken for that of a killed process."""


def partial_of(path: Path) -> Path:
    """Where `path` is written until it is whole: a name that is drawn at each call, so that nobody can lay out a link there."""
    return path.parent / f"{shortened(path)}.{os.urandom(8).hex()}.partial"


def shortened(path: Path) -> str:
    """The start of the name of `path`, so short that a name may be made of it."""
    return path.name.encode(errors="surrogateescape")[:200].decode(errors="surrogateescape")


def clear(path: Path, older: float = 0.0) -> None:
    """Remove what killed processes left behind of `path`, unless it was written to in the last `older` seconds."""
    leftover = re.compile(
        re.escape(shortened(path)) + r"(\.[0-9a-f]{16})?\.partial", re.DOTALL
    )  # earlier releases drew none
    with contextlib.suppress(OSError, ValueError), os.scandir(path.parent) as entries:
        for entry in entries:
            if not leftover.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):
                if older and time.time() - entry.stat(follow_symlinks=False).st_mtime < older:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                else:
                    os.unlink(entry.path)


def partial_folder(path: Path) -> Path:
    """A new empty folder, in which the folder `path` is written until it is whole. Raises OSError."""
    clear(path)
    partial = partial_of(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial.mkdir()  # which fails where anything is there, be it a link
    return partial


def replace_folder(partial: Path, final: Path) -> None:
    """Put the whole folder `partial` in the place of `final`. Raises `UserError`, and then leaves what was there."""
    before = partial_of(final)  # so that the next call removes what a killed one leaves
    try:
        with contextlib.suppress(FileNotFoundError):
            os.replace(final, before)
        os.replace(partial, final)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.replace(before, final)
        raise unwritable(final, error) from None
    shutil.rmtree(before, ignore_errors=True)


def write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all. Raises `UserError`, and leaves what was there."""
    partial = partial_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        clear(path)
        with open(partial, "xb") as file:  # a new file, so that no link laid in its place is followed
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
        sync(path.parent)
    except (OSError, ValueError) as error:
        raise unwritable(path, error, len(content)) from None
    finally:  # where it is still there, also after a signal
        with contextlib.suppress(OSError, ValueError):
            partial.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have what was written to `path` survive a power cut; of a folder, the renames inside it."""
    try:
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    except PermissionError:
        if not path.is_dir():
            raise
        return  # Windows opens no folders; there the system keeps renames
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def append(path: Path, content: bytes) -> None:
    """Add to the end of a file. Raises `UserError`; part of `content` may then be there."""
    try:
        with open(path, "ab", opener=unfollowed) as file:
            file.write(content)
    except OSError as error:
        raise unwritable(path, error, len(content)) from None


def unfollowed(name: str, flags: int) -> int:
    """An opener for `open` that follows no link and waits for no pipe. Raises OSError, also for what is no regular file."""
    handle = os.open(name, flags | NO_LINK | NONBLOCKING, 0o666)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    raise OSError(errno.EINVAL, "Is not a regular file")


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
        existing = next(folder for folder in Path(name).absolute().parents if folder.exists())
        needed = f"{size:,} bytes are needed and {shutil.disk_usage(existing).free:,} are free; "
    return UserError(f"{name}: cannot be written: {reason}; {needed}make room, and the same command goes on")


def read(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    Raises OSError, also for all else that a name may stand for: a pipe would block, a device never end.
    """
    with opened(path, limit) as file:
        return file.read(os.fstat(file.fileno()).st_size)  # not more, though some, as in /proc, have more than they say


def digest(path: Path, limit: int) -> str:
    """The SHA-256, in hexadecimal digits, of a regular file of at most `limit` bytes. Raises OSError, as `read` does."""
    with opened(path, limit) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def opened(path: Path, limit: int) -> Iterator[BufferedReader]:
    """A regular file of at most `limit` bytes, open for reading. Raises OSError for all else."""
    try:
        file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | NONBLOCKING))  # noqa: SIM115
    except ValueError as error:  # a NUL in the name
        raise OSError(errno.EINVAL, str(error)) from None
    with file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "Is not a regular file")
        if status.st_size > limit:
            raise OSError(errno.EFBIG, f"Has {status.st_size:,} bytes, more than it can need")
        yield file


def holds(path: Path, content: bytes) -> bool:
    """Whether `path` is a regular file of exactly this `content`."""
    try:
        return read(path, len(content)) == content
    except OSError:
        return False


@contextlib.contextmanager
def exclusive(folder: Path, remedy: str) -> Iterator[None]:
    """Keep other processes from entering here with the same `folder`. It is made, and removed again if it stays empty.

    Raises `UserError` where another process has it already. A lock ends with its process, however that ends; the file
    `LOCK`, which it is held on, is removed at the end, and one that a killed process left behind is taken over.
    """
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        handle = acquire(folder, f"{folder}: another process is writing to it; {remedy}")
    except UserError:
        raise
    except (OSError, ValueError) as error:
        raise unwritable(folder, error) from None
    try:
        yield
    finally:
        release(folder / LOCK, handle)
        for path in missing:
            with contextlib.suppress(OSError):  # it is not empty
                path.rmdir()


def acquire(folder: Path, refusal: str) -> int:
    """The handle of the lock file of `folder`, which is made. Raises `UserError` with `refusal` if it is locked.

    Where the process that had it before has removed file or folder between our opening and our locking it, what we have
    locked is no longer what others open, and we begin again.
    """
    flags = os.O_RDWR | os.O_CREAT | NO_LINK | NONBLOCKING
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError), contextlib.ExitStack() as stack:
            handle = os.open(folder / LOCK, flags, 0o666)
            stack.callback(os.close, handle)
            lock(handle, folder, refusal)
            if os.path.samestat(os.fstat(handle), os.stat(folder / LOCK)):
                stack.pop_all()
                return handle


def release(path: Path, handle: int) -> None:
    """Remove the lock file `path`, if it is still the one that was locked, and only then let go of it."""
    try:
        if os.path.samestat(os.fstat(handle), os.stat(path)):
            path.unlink()
    except PermissionError:  # Windows removes no file that is open
        os.close(handle)
        with contextlib.suppress(OSError):  # the next process has it already
            path.unlink()
    except OSError:
        os.close(handle)
    else:
        os.close(handle)


def lock(handle: int, name: Path | str, refusal: str) -> None:
    """Lock an open file until it is closed. Raises `UserError` with `refusal` if another process has locked it.

    Where the file system has no locks, as some network file systems, a warning says so and work goes on.
    """
    from filelock import lock_descriptor

    try:
        locked = lock_descriptor(handle, blocking=False)
    except OSError as error:
        reason = error.strerror or str(error)
        logger.warning(f"warning: {name}: cannot be locked ({reason}); see that no other process writes to it")
        return
    if not locked:
        raise UserError(refusal)


def locked(folder: Path) -> bool:
    """Whether a process works in `folder` under `exclusive`. False where there is no lock, or where none can be seen."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | NO_LINK | NONBLOCKING)
    except (OSError, ValueError):
        return False
    from filelock import lock_descriptor

    try:
        return not lock_descriptor(handle, blocking=False)
    except OSError:
        return False
    finally:
        os.close(handle)  # and with it our lock


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

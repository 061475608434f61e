"""Work for other processes, which must find it in a module."""

from __future__ import annotations

import os
import time
from typing import Any

from s2s.runtime.private import private_folder


def number(lines: list[Any], first: int) -> bytes:
    return b"".join(f"{first + place} {line}\n".encode() for place, line in enumerate(lines))


def who(lines: list[Any], first: int) -> bytes:
    return str(os.getpid()).encode()


def nap(lines: list[Any], first: int) -> bytes:
    """A minute for each part but the first."""
    time.sleep(60 if first else 0)
    return b"done"


def die(lines: list[Any], first: int) -> bytes:
    os._exit(9)


def loading(lines: list[Any], first: int) -> bytes:
    """What never gets done with its private copy."""
    with private_folder() as folder:
        (folder / "file").write_bytes(b"x")
        time.sleep(600)
    return b""

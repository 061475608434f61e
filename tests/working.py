"""Work for other processes, which must find it in a module."""

from __future__ import annotations

import os


def number(lines: list[str], first: int) -> bytes:
    return b"".join(f"{first + place} {line}\n".encode() for place, line in enumerate(lines))


def who(lines: list[str], first: int) -> bytes:
    return str(os.getpid()).encode()


def die(lines: list[str], first: int) -> bytes:
    os._exit(9)

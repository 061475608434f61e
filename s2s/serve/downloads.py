"""Translated files that wait to be fetched, by a name that nobody can guess."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from s2s.files import write

KEPT = 600
"""Seconds that a file waits to be fetched."""
MOST_BYTES = 1 << 29
"""Bytes of all files together: 512 MiB."""
TOKEN = re.compile("[0-9a-f]{32}")


class Downloads:
    """Files in `folder`, which all workers share. A request names a file by its token alone, never by a path."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self.folder, self.clock = folder, clock
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, content: bytes) -> str:
        """Write `content`; the token that it is fetched by. What is old, or too much, goes."""
        self.sweep(MOST_BYTES - len(content))
        token = secrets.token_hex(16)
        write(self.folder / token, content)
        return token

    def fetch(self, token: str) -> bytes | None:
        """The bytes of a file; None for what is no token, and for a file that has been removed."""
        if not TOKEN.fullmatch(token):
            return None
        self.sweep(MOST_BYTES)
        try:
            return (self.folder / token).read_bytes()
        except FileNotFoundError:
            return None

    def sweep(self, room: int) -> None:
        """Remove files of more than `KEPT` seconds, and the oldest of those that are more than `room` bytes together."""
        files = []
        for path in self.folder.iterdir():
            try:
                facts = path.stat()
            except FileNotFoundError:  # another worker sweeps too
                continue
            files.append((facts.st_mtime, facts.st_size, path))
        total = 0
        for when, size, path in sorted(files, reverse=True):
            total += size
            if self.clock() - when > KEPT or total > room:
                path.unlink(missing_ok=True)

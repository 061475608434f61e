"""How many requests came from each client in this minute, counted over all worker processes.

The counts lie in a file of fixed size that the workers map: memory stays the same however many clients come.
"""

from __future__ import annotations

import mmap
import os
import struct
import time
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

RECORD = struct.Struct("<QQQ")
"""A client's hash, the minute, and the requests in it."""
SLOTS = 1 << 14
"""Records in the file: 384 KiB."""
TRIED = 16
"""Records that a client may be in. Where more clients of one minute share them, the one with fewest requests is forgotten."""


class Rates:
    """Counts of the clients of this minute, in the file `path`, which is created if it does not exist."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.file = open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")  # noqa: SIM115 (as long as the server)
        self.file.truncate(SLOTS * RECORD.size)
        self.table = mmap.mmap(self.file.fileno(), SLOTS * RECORD.size)

    def count(self, client: str) -> int:
        """The requests of `client` in this minute, this one included."""
        tag = int.from_bytes(blake2b(client.encode(errors="surrogatepass"), digest_size=8).digest(), "little")
        minute = int(self.clock() // 60)
        offsets = [(tag + step) % SLOTS * RECORD.size for step in range(TRIED)]
        lock_descriptor(self.file.fileno(), poll_interval=0.001)
        try:
            records = [RECORD.unpack_from(self.table, offset) for offset in offsets]
            current = [requests if recorded == minute else 0 for _, recorded, requests in records]
            same = [step for step, (owner, _, _) in enumerate(records) if owner == tag and current[step]]
            step = same[0] if same else min(range(TRIED), key=current.__getitem__)
            requests = (current[step] if same else 0) + 1
            RECORD.pack_into(self.table, offsets[step], tag, minute, requests)
        finally:
            unlock_descriptor(self.file.fileno())
        return requests

    def seconds_left(self) -> int:
        """Seconds until the next minute begins."""
        return 60 - int(self.clock() % 60)

    def close(self) -> None:
        """Close the file; it stays for the other workers."""
        self.table.close()
        self.file.close()

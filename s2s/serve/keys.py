"""The keys that a server asks for: a line each in a file, with the requests a minute that it allows if they are its own."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from s2s.errors import UserError
from s2s.files import read

LARGEST = 1 << 24
"""Bytes of the file."""
SHORTEST = 8
"""Characters of a key: fewer are guessed."""


class Keys:
    """Which keys are good, and the requests a minute of each; None is the server's own limit. Only hashes are kept."""

    def __init__(self, limits: dict[str, int | None]) -> None:
        self.limits = {digest(key): limit for key, limit in limits.items()}

    @classmethod
    def load(cls, path: str) -> Keys:
        """Read lines of ``KEY`` or ``KEY REQUESTS-A-MINUTE``; ``#`` begins a comment. Raises `UserError`."""
        try:
            lines = read(Path(path), LARGEST).decode("utf-8-sig").split("\n")
        except OSError as error:
            raise UserError(
                f"--api-keys {path}: cannot be read: {error.strerror}; give a file with a key a line"
            ) from None
        except UnicodeDecodeError:
            raise UserError(f"--api-keys {path}: is no UTF-8 text; give a file with a key a line") from None
        limits: dict[str, int | None] = {}
        for number, line in enumerate(lines, start=1):
            words = line.partition("#")[0].split()
            if not words:
                continue
            good = len(words) == 1 or (len(words) == 2 and words[1].isascii() and words[1].isdigit() and int(words[1]))
            if not good or len(words[0]) < SHORTEST:  # the key itself is not shown: a terminal may be recorded
                raise UserError(
                    f"--api-keys {path}: line {number}: not a key of {SHORTEST} characters or more, and perhaps a number of"
                    " requests a minute above 0; write KEY or KEY NUMBER"
                )
            limits[words[0]] = int(words[1]) if len(words) == 2 else None
        if not limits:
            raise UserError(f"--api-keys {path}: holds no key; write one a line")
        return cls(limits)

    def __contains__(self, key: str) -> bool:
        return digest(key) in self.limits

    def limit(self, key: str) -> int | None:
        """The requests a minute that `key` may make, or None where the file says nothing of it."""
        return self.limits.get(digest(key))


def digest(key: str) -> bytes:
    """What a key is looked up by: how long that takes tells nothing of other keys."""
    return sha256(key.encode(errors="surrogatepass")).digest()

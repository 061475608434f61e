"""What the operator of a server decides, checked before a model is loaded."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from s2s.errors import SettingError

MOST_WORKERS = 256
LARGEST = 1 << 31
"""The largest value of any limit."""
ORIGIN = re.compile(r"https?://[^/\s]+")


@dataclass(frozen=True)
class ServeOptions:
    """Options of ``s2s serve``. What a worker process needs to build its own application from."""

    model: tuple[str, ...] = ()
    """Run folders; one of several directions offers all of them."""
    device: str = "auto"
    backend: str = "auto"
    threads: int | None = None
    allow_code: bool = False
    beam_size: int | None = None
    max_length: int | None = None
    host: str = "127.0.0.1"
    port: int = 5000
    """0 takes a free one."""
    workers: int = 1
    char_limit: int = 10_000
    """Characters of all texts of a request."""
    batch_limit: int = 1_000
    """Texts of a request."""
    upload_limit: int = 10_000_000
    """Bytes of a file."""
    queue_limit: int = 10_000
    """Lines that wait for a model in one worker."""
    timeout: float = 60.0
    """Seconds for a request, from its first byte to its answer."""
    req_limit: int | None = None
    """Requests a minute from one address, or with one key; None: any number."""
    api_keys: str | None = None
    """A file of keys; None: no key is needed."""
    cors: tuple[str, ...] = ()
    """Origins whose pages may ask."""
    proxy: tuple[str, ...] = ()
    """Addresses and networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""

    def __post_init__(self) -> None:
        for keyword, value, least, most in (
            ("port", self.port, 0, 65535),
            ("workers", self.workers, 1, MOST_WORKERS),
            ("char_limit", self.char_limit, 1, LARGEST),
            ("batch_limit", self.batch_limit, 1, LARGEST),
            ("upload_limit", self.upload_limit, 1, LARGEST),
            ("queue_limit", self.queue_limit, 1, LARGEST),
            ("req_limit", self.req_limit, 1, LARGEST),
        ):
            if value is not None and not least <= value <= most:
                raise SettingError(keyword, value, f"use a whole number from {least} to {most}")
        if not 0 < self.timeout <= 86_400:
            raise SettingError("timeout", self.timeout, "use seconds above 0, and at most 86400")
        for origin in self.cors:
            if origin != "*" and not ORIGIN.fullmatch(origin):
                raise SettingError("cors", origin, "no origin; use one such as https://example.org, or *")
        for address in self.proxy:
            if address != "*" and not is_network(address):
                remedy = "no IP address or network; use one such as 127.0.0.1, ::1 or 10.0.0.0/8, or * for any"
                raise SettingError("proxy", address, remedy)


def is_network(address: str) -> bool:
    """Whether uvicorn, which would compare anything else with addresses letter by letter, reads an IP address or network."""
    try:
        ipaddress.ip_network(address)
    except ValueError:
        return False
    return True


def body_limit(options: ServeOptions) -> int:
    """Bytes of a request without a file: a character has at most 12 in JSON (two escapes), and something stands beside it."""
    return 12 * options.char_limit + 64 * options.batch_limit + 65_536

"""Why a request is not answered: a status and a sentence, which each interface writes in its own way."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """Raised anywhere below a route. `headers` go with the answer, as Retry-After."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, dict(headers or {})


def invalid(message: str) -> Refusal:
    """In LibreTranslate's words."""
    return Refusal(400, f"Invalid request: {message}")


def missing(name: str) -> Refusal:
    """The refusal of a request without the parameter `name`."""
    return invalid(f"missing {name} parameter")


def too_long(size: int, limit: int) -> Refusal:
    """The refusal of a request of `size` characters or texts, of which it may have `limit`."""
    return Refusal(413, f"Invalid request: request ({size}) exceeds text limit ({limit})")


def busy(message: str) -> Refusal:
    """The refusal of a request that may succeed later; the client is asked to wait a second."""
    return Refusal(503, message, {"Retry-After": "1"})

"""What stands before every request that translates: its time, the client's key and rate, and what is said of errors."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from s2s.serve.keys import Keys
from s2s.serve.options import ServeOptions
from s2s.serve.rates import Rates
from s2s.serve.refusal import Refusal, busy

log = logging.getLogger("uvicorn.error")
GONE = 499
"""The status that proxies note for a client that did not wait for its answer; nobody reads it."""
Result = TypeVar("Result")


class KeyCheck(Protocol):
    """Raises `Refusal` for a key that is missing (None) or not good, in an interface's own words."""

    def __call__(self, key: str | None, keys: Keys) -> None:
        """Raises `Refusal` for `key`; `keys` are those that are good."""


class Guard:
    """The limits of the server, shared by all of its interfaces. `folder` is what its workers have in common."""

    def __init__(self, options: ServeOptions, folder: Path) -> None:
        self.options = options
        self.keys = Keys.load(options.api_keys) if options.api_keys is not None else None
        self.rates = Rates(folder / "rates")

    def admit(self, request: Request, key: str | None, check: KeyCheck) -> None:
        """Let a request in, or raise `Refusal`. One without a good key counts for its address, also if it is refused."""
        good = key is not None and self.keys is not None and key in self.keys
        limit = self.options.req_limit
        if good and self.keys is not None and key is not None:
            own = self.keys.limit(key)
            limit = own if own is not None else limit
        if limit is not None:
            address = request.client.host if request.client is not None else ""
            if self.rates.count(f"key {key}" if good else f"address {address}") > limit:
                wait = {"Retry-After": str(self.rates.seconds_left())}
                raise Refusal(429, f"Slowdown: {limit} per 1 minute", wait)
        if self.keys is not None and not good:
            check(key, self.keys)

    async def within_time(self, work: Callable[[], Awaitable[Response]]) -> Response:
        """The response that `work` makes, or a refusal: no error says, or logs, what the request held."""
        try:
            async with asyncio.timeout(self.options.timeout):
                return await work()
        except TimeoutError:
            raise busy(f"The request was not answered within {self.options.timeout:g} seconds") from None
        except ClientDisconnect:
            return Response(status_code=GONE)
        except Exception as error:
            from starlette.exceptions import HTTPException

            if isinstance(error, Refusal | HTTPException):
                raise
            frame = traceback.extract_tb(error.__traceback__)[-1]
            log.error(
                "%s at %s:%s; the request is answered with 500", type(error).__name__, frame.filename, frame.lineno
            )
            raise Refusal(500, "Cannot translate text") from None

    def close(self) -> None:
        """Close the file in which requests are counted."""
        self.rates.close()


async def while_connected(request: Request, work: Awaitable[Result]) -> Result:
    """The result of `work`, which is ended if the client goes away. The body must have been read."""
    task, gone = asyncio.ensure_future(work), asyncio.ensure_future(disconnected(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        for pending in (task, gone):
            pending.cancel()
        await asyncio.gather(task, gone, return_exceptions=True)


async def disconnected(request: Request) -> None:
    """Wait until the client goes away; anything else that it sends is dropped."""
    while (await request.receive())["type"] != "http.disconnect":
        pass

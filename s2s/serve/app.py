"""The application that answers: it is built in each worker process from the options alone."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from s2s import __version__
from s2s.data.text.lines import whole
from s2s.inference.translator import Translator
from s2s.serve import deepl, libretranslate, pages, uploads
from s2s.serve.context import Context
from s2s.serve.detect import Detector
from s2s.serve.downloads import Downloads
from s2s.serve.guard import Guard
from s2s.serve.metrics import Metrics
from s2s.serve.models import Models, load
from s2s.serve.options import ServeOptions
from s2s.serve.refusal import Refusal

ABOUT = "Translations by trained models. LibreTranslate's interface, and DeepL's for text; what is beyond them is said."
DOCUMENTS = 4
"""Documents that are worked on at a time in each process."""


def create(options: ServeOptions, folder: Path) -> FastAPI:
    """The application of a worker process; `folder` is what all workers of a server have in common."""
    return build(load(options), options, folder)


def build(translators: Sequence[Translator], options: ServeOptions, folder: Path) -> FastAPI:
    """The application for models that are loaded already; `folder` is what all workers of a server have in common."""
    models = Models(translators, options)
    guard, downloads = Guard(options, folder), Downloads(folder / "files")
    pool = ThreadPoolExecutor(DOCUMENTS, thread_name_prefix="document")
    context = Context(options, models, Detector(models.codes), guard, Metrics(), downloads, pool)
    app = FastAPI(
        title="s2s",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan_of(context),
    )
    for interface in (libretranslate, uploads, deepl, pages):
        app.include_router(interface.router(context))
    pages.add_files(app)
    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(HTTPException, refused)
    if options.cors:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(options.cors),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
        )
    app.add_middleware(Measured, context=context)
    return app


def lifespan_of(context: Context):  # type: ignore[no-untyped-def]  # FastAPI's own type is not exported
    """What FastAPI runs from the start of the application to its end."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        """The models work while the application is up; at its end they finish what waits."""

        def observe(lines: int, characters: int, seconds: float) -> None:
            context.metrics.observe(lines, characters, seconds)
            context.metrics.waiting.set(context.models.waiting)

        context.models.start(observe)
        watch = asyncio.create_task(end_with_parent()) if context.options.workers > 1 else None
        yield
        if watch is not None:
            watch.cancel()
        await asyncio.to_thread(context.models.close)
        context.pool.shutdown(cancel_futures=True)
        context.guard.close()

    return lifespan


async def end_with_parent() -> None:
    """End this worker where its parent was killed, and could tell nobody."""
    parent = multiprocessing.parent_process()
    while parent is None or parent.is_alive():
        await asyncio.sleep(1)
    signal.raise_signal(signal.SIGTERM)


async def refused(request: Request, error: Exception) -> JSONResponse:
    """One sentence, under the name that the interface's clients look for."""
    assert isinstance(error, Refusal | HTTPException)
    status, message = error.status if isinstance(error, Refusal) else error.status_code, None
    message = error.message if isinstance(error, Refusal) else str(error.detail)
    name = "message" if request.url.path.startswith("/v2/") else "error"
    return JSONResponse({name: whole(message)}, status, headers=dict(error.headers or {}))


class Measured:
    """Counts and times what is answered, by route and not by address: that may hold text. Adds headers of safety."""

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self.app, self.metrics = app, context.metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI), and count it when its answer has been sent; what is not HTTP is only passed on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begin, status = time.perf_counter(), 500

        async def measured(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] += [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
            await send(message)

        self.metrics.active.inc()
        try:
            await self.app(scope, receive, measured)
        finally:
            self.metrics.active.dec()
            route = getattr(scope.get("route"), "path", "other")
            self.metrics.requests.labels(route, str(status)).inc()
            self.metrics.seconds.labels(route).observe(time.perf_counter() - begin)

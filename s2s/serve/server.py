"""The process, or processes, that listen: uvicorn's, with a socket that they share."""

from __future__ import annotations

import gc
import os
import signal
import socket
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn

from s2s.errors import SettingError
from s2s.runtime.private import leave_at_sigterm
from s2s.runtime.process import log
from s2s.serve.app import build, create
from s2s.serve.keys import Keys
from s2s.serve.metrics import SHARED, forget
from s2s.serve.models import direction, load
from s2s.serve.options import ServeOptions
from s2s.serve.workers import keep

BACKLOG = 2048
"""Connections that wait to be accepted."""


def serve(options: ServeOptions) -> None:
    """Answer until SIGTERM or SIGINT, and then finish what has come. Raises `UserError` for what cannot be served."""
    if options.api_keys is not None:
        Keys.load(options.api_keys)  # before the models, which take longer
    with listening(options) as listener, tempfile.TemporaryDirectory(prefix="s2s-serve-") as folder:
        translators = load(options)
        pairs = ", ".join(f"{source} → {target}" for source, target in map(direction, translators))
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        log(f"s2s: {pairs} at http://{shown}:{port}/, interfaces at http://{shown}:{port}/docs")
        if options.workers == 1:
            server = uvicorn.Server(config(build(translators, options, Path(folder)), options))
            server.run([listener])
            return
        del translators  # each worker loads its own
        gc.collect()
        numbers = Path(folder) / "metrics"
        numbers.mkdir()
        os.environ[SHARED] = str(numbers)  # read by the workers, when they import the library
        keep(partial(work, options, Path(folder), listener), options.workers, forget)


def work(options: ServeOptions, folder: Path, listener: socket.socket) -> None:
    """What a worker process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as `begin` has it, but on Windows
    leave_at_sigterm()  # until uvicorn, which finishes what has come, says what a signal does
    uvicorn.Server(config(create(options, folder), options)).run([listener])


def config(app: Any, options: ServeOptions) -> uvicorn.Config:
    """How uvicorn serves `app`: requests are not logged, and a proxy's headers count only from `options.proxy`."""
    return uvicorn.Config(
        app,
        http="h11",  # which bounds the size of headers
        access_log=False,  # an address may hold the text of a request
        log_level="warning",
        server_header=False,
        proxy_headers=bool(options.proxy),
        forwarded_allow_ips="*" if "*" in options.proxy else list(options.proxy),
        lifespan="on",
    )


def listening(options: ServeOptions) -> socket.socket:
    """The socket that the workers take connections from. Raises `UserError`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            options.host, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        raise SettingError(
            "host", options.host, "no address of this machine; use 127.0.0.1, or 0.0.0.0 for all"
        ) from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        remedy = f"cannot be listened at on {options.host}: {error.strerror}; give another --port or --host"
        raise SettingError("port", options.port, remedy) from None
    listener.set_inheritable(True)
    return listener

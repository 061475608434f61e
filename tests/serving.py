"""A server on loopback in this process, over translators that are made for the test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import uvicorn
from translating import Copy, copier, tokenizer

from s2s.config.schema import RunConfig
from s2s.inference.translator import Translator
from s2s.serve.app import build
from s2s.serve.options import ServeOptions
from s2s.serve.server import config


def speaker(source: str, target: str) -> Translator:
    """A translator from one language to another that repeats what it is given."""
    plain = RunConfig()
    return copier(replace(plain, data=replace(plain.data, source=source, target=target)))


class Server:
    def __init__(self, url: str, app: object) -> None:
        self.url, self.app = url, app

    @property
    def address(self) -> tuple[str, int]:
        host, _, port = self.url.rstrip("/").removeprefix("http://").partition(":")
        return host, int(port)


@contextmanager
def served(
    folder: Path, translators: Sequence[Translator] | None = None, at: int = 0, **options: object
) -> Iterator[Server]:
    """A server of `translators`, by default from English to German, on a free port or `at` one, and its address."""
    chosen = ServeOptions(port=0, **options)  # type: ignore[arg-type]
    folder.mkdir(parents=True, exist_ok=True)
    app = build(translators or [speaker("en", "de")], chosen, folder)
    with socket.create_server(("127.0.0.1", at)) as listener:
        server = uvicorn.Server(config(app, chosen))
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
            yield Server(f"http://127.0.0.1:{listener.getsockname()[1]}/", app)
        finally:
            server.should_exit = True
            thread.join()


__all__ = ["Copy", "Server", "served", "speaker", "tokenizer"]

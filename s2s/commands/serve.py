"""``s2s serve``: translate over HTTP."""

from __future__ import annotations

import argparse
import contextlib
from dataclasses import fields
from typing import Any

from s2s.config.distributions import install
from s2s.errors import UserError
from s2s.runtime.signals import Terminated
from s2s.serve.options import ServeOptions


def run(options: argparse.Namespace) -> None:
    """Serve until SIGTERM. Raises `UserError`."""
    given: dict[str, Any] = {field.name: getattr(options, field.name) for field in fields(ServeOptions)}
    chosen = ServeOptions(**given | {name: tuple(value) for name, value in given.items() if isinstance(value, list)})
    try:
        from s2s.serve.server import serve
    except ImportError as error:
        raise UserError(f"serve: needs {error.name}; {install('serve')}") from None
    with contextlib.suppress(Terminated):  # raised once more after the server has finished what had come
        serve(chosen)

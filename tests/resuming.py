"""Calls of `s2s translate` that are stopped, and what they leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from s2s.cli import main
from s2s.commands import translate as command

LINES = [f"line {n}" if n % 5 else "" for n in range(40)]


def note(out: Path) -> Path:
    """What lies beside an output that is unfinished."""
    return out.with_name("out.resume")


def stopped(monkeypatch: pytest.MonkeyPatch, arguments: list[str], after: int) -> None:
    """A call that fails after so many lines, as if killed: what it has buffered is written, which a kill may prevent."""
    blocks = command.blocks

    def some(*given: object) -> Iterator[Any]:
        for number, block in enumerate(blocks(*given)):  # type: ignore[arg-type]
            if number == after:
                raise KeyboardInterrupt
            yield block

    with monkeypatch.context() as patch:
        patch.setattr(command, "blocks", some)
        assert main(arguments) == 130

"""A translation that is resumed: its text, and the model that repeats it."""

from __future__ import annotations

from pathlib import Path

import pytest
from resuming import LINES
from translating import stand_in


@pytest.fixture
def copying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run folder holds a model that repeats its source."""
    stand_in(monkeypatch)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.write_text("".join(f"{line}\n" for line in LINES), encoding="utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"

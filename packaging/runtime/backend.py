"""setuptools' build backend, with the package `s2s` copied beside this file while it builds: setuptools takes nothing from above."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setuptools import build_meta

__all__ = ["build_sdist", "build_wheel", "get_requires_for_build_sdist", "get_requires_for_build_wheel"]
HERE = Path(__file__).parent.resolve()
SOURCE = HERE.parents[1]
COPIED = {"s2s": SOURCE / "s2s", "LICENSE": SOURCE / "LICENSE"}


@contextlib.contextmanager
def copied() -> Iterator[None]:
    """The source beside this file; in an sdist it is there already."""
    made = [HERE / name for name in COPIED if not (HERE / name).exists()]
    try:
        for path in made:
            origin = COPIED[path.name]
            if origin.is_dir():
                shutil.copytree(origin, path, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(origin, path)
        yield
    finally:
        for path in (*made, *([HERE / "build", *HERE.glob("*.egg-info")] if made else [])):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def get_requires_for_build_wheel(settings: Any = None) -> list[str]:
    """Nothing but setuptools."""
    with copied():
        return build_meta.get_requires_for_build_wheel(settings)


def get_requires_for_build_sdist(settings: Any = None) -> list[str]:
    """Nothing but setuptools."""
    with copied():
        return build_meta.get_requires_for_build_sdist(settings)


def build_wheel(folder: str, settings: Any = None, metadata: str | None = None) -> str:
    """Build the wheel into `folder`; its name."""
    with copied():
        return build_meta.build_wheel(folder, settings, metadata)


def build_sdist(folder: str, settings: Any = None) -> str:
    """Build the source distribution, which holds the source, into `folder`; its name."""
    with copied():
        return build_meta.build_sdist(folder, settings)

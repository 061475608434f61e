"""The two ways to install s2s, whole or to use models only, and what to type where a library is missing.

Both bring the same package `s2s` and the same command. What the smaller one leaves out is in `packaging/runtime/pyproject.toml`.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from s2s.errors import UserError

logger = logging.getLogger("s2s")
WHOLE, RUNTIME = "s2s-translate", "s2s-runtime"
"""What installers know them by; on PyPI the name s2s is another project's."""
EXTRAS = {
    "onnx": ("onnx", "onnxruntime"),
    "serve": (
        "fastapi",
        "starlette",
        "uvicorn",
        "multipart",
        "python_multipart",
        "prometheus_client",
        "fastapi_offline",
        "py3langid",
    ),
    "documents": ("polib", "pyromark"),
    "hub": ("huggingface_hub",),
    "evaluate": ("sacrebleu", "rapidfuzz"),
    "chem": ("rdkit",),
    "plot": ("matplotlib",),
    "tensorboard": ("tensorboard",),
    "mlflow": ("mlflow",),
    "wandb": ("wandb",),
    "examples": ("sklearn",),
    "sweep": ("hydra_plugins",),
    "ray": ("ray",),
}
"""Each extra of either distribution, and what is imported of the libraries that it brings."""
BASE = """torch hydra omegaconf datasets pyarrow pandas tqdm langcodes safetensors defusedxml ftfy sacrebleu rapidfuzz numpy
sentencepiece sentencex yaml filelock""".split()
"""What is imported of the libraries that the whole one brings by itself."""
RUNTIME_EXTRAS = ("serve", "documents", "evaluate", "hub")
"""The extras of the smaller one."""


@cache
def installed() -> frozenset[str]:
    """Which of the two are installed in this environment; none where s2s is used from a checkout."""
    return frozenset(name for name in (WHOLE, RUNTIME) if any(has(folder, name) for folder in sys.path))


def has(folder: str, distribution: str) -> bool:
    """Whether an installer has put a `distribution` into a folder of the search path."""
    start = distribution.replace("-", "_") + "-"
    try:
        return any(name.startswith(start) and name.endswith(".dist-info") for name in os.listdir(folder or "."))
    except OSError:
        return False


def only_runtime() -> bool:
    """Whether s2s is installed to use models only."""
    return installed() == {RUNTIME}


def install(extra: str = "") -> str:
    """What to type to have what an `extra` brings, or without one what the whole distribution does by itself."""
    small = only_runtime()
    if small and extra in RUNTIME_EXTRAS:
        return f'pip install "{RUNTIME}[{extra}]"'
    wanted = f'"{WHOLE}[{extra}]"' if extra in EXTRAS and extra != "evaluate" else WHOLE
    return f"pip uninstall {RUNTIME}, then pip install {wanted}" if small else f"pip install {wanted}"


def upgrade() -> str:
    """What to type for a later version."""
    return f"pip install --upgrade {RUNTIME if only_runtime() else WHOLE}"


@contextlib.contextmanager
def needing(subject: object) -> Iterator[None]:
    """Make one line, which begins with the `subject`, of an import in here that fails for a library which is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise missing(error, f"{subject}: ") or error from None


def public(home: str, name: str) -> Any:
    """What the module `home` calls `name`, imported now. Raises `UserError` where a library is missing that it needs."""
    notice()
    with needing(f"s2s.{name}"):
        return getattr(importlib.import_module(home), name)


def missing(error: ModuleNotFoundError, subject: str = "") -> UserError | None:
    """What to say of a library that is not installed, with a `subject` before it; None of what s2s does not know."""
    name = (error.name or "").partition(".")[0]
    extra = next((extra for extra, modules in EXTRAS.items() if name in modules), "")
    if not extra and name not in BASE:
        return None
    return UserError(f"{subject}{name} is not installed, which this needs; {install(extra)}")


@cache
def notice() -> None:
    """Say, once, that both are installed: their files are the same, and the one that came last has its own version of them."""
    if len(installed()) == 2:
        logger.warning(
            f"warning: {WHOLE} and {RUNTIME} are both installed, over the same files;"
            f" pip uninstall {WHOLE} {RUNTIME}, and then install the one that you want"
        )

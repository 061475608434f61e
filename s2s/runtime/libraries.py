"""Versions of libraries below which somebody else's input does harm: pip installs no such version, but may find one there."""

from __future__ import annotations

import re
from types import ModuleType

from s2s.errors import UserError

SAFE = {
    "onnxruntime": (
        "1.25.1",
        "earlier ones crash on some graphs, and translate in int8 by what stands beside a sentence",
    ),
    "sentencepiece": ("0.2.3", "earlier ones crash on some models, and hang on some lines of text"),
}
"""The first version that is safe, and what the others do."""


def check_safe(library: ModuleType) -> None:
    """Raise `UserError` if `library`, which is about to be given a file or a text, is older than it may be."""
    name, installed = library.__name__, str(getattr(library, "__version__", "of unknown version"))
    least, reason = SAFE[name]
    if numbers(installed) < numbers(least):
        raise UserError(f'{name} {installed}: is not safe, {reason}; pip install "{name}>={least}"')


def numbers(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with, to be compared; a pre-release comes before its release."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    if found is None:
        return ()
    before = re.match(r"[.-]?(?:a|b|c|rc|alpha|beta|pre|dev)", version[found.end() :])
    parts = [int(part) for part in found[0].split(".")]
    parts += [0] * (3 - len(parts))
    return (*parts[:3], -1 if before else 0)

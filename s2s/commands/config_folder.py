"""A folder of the user's, or of somebody else's, that ``--config-dir`` names: its files choose values, they run nothing.

Hydra would build whatever a ``_target_`` names, call its callbacks and have `logging` import the classes of its handlers.
Launchers and sweepers of installed plugins may be chosen, as they are no part of the folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from s2s.config import bounded_yaml
from s2s.errors import UserError
from s2s.files import read

RUNS_CODE = ("_target_", "()", "class", "callbacks", "env_set", "searchpath")
"""Keys whose values Hydra, or `logging` for it, would import, call, or look for more files in."""
BUILDS_KEYS = ("oc.create", "oc.decode")
"""Resolvers of OmegaConf that make keys out of text."""
LARGEST, DEEPEST, LIMIT_FILES, LIMIT_BYTES = 1 << 16, 20, 10_000, 1 << 20
"""Bytes of a file, levels of nesting in it, files of a folder, and bytes of all, beyond any that hold options."""


def check_folders(flags: Sequence[str], overrides: Sequence[str]) -> None:
    """Raise `UserError` for what no folder may bring, before Hydra reads it. `flags` are Hydra's, with their values."""
    for typed in overrides:
        if typed.lstrip("+~").startswith("hydra.searchpath"):
            raise UserError(f"{typed}: is not looked into; name the folder with --config-dir FOLDER")
    for index, flag in enumerate(flags):
        name, equals, value = flag.partition("=")
        if name in ("--config-path", "-cp"):
            raise UserError(f"{flag}: would take the place of s2s' own options; add a folder to them with --config-dir")
        if name in ("--config-dir", "-cd"):
            check_folder(Path(value if equals else "".join(flags[index + 1 : index + 2])))


def check_folder(folder: Path) -> None:
    """Raise `UserError` for the first file of `folder` that is no plain YAML, or that would run code."""
    if not folder.is_dir():
        raise UserError(f"--config-dir {folder}: no such folder; name one with files such as experiment/mine.yaml")
    size = 0
    for number, path in enumerate(files(folder)):
        size += os.stat(path).st_size if os.path.isfile(path) else 0
        if number == LIMIT_FILES or size > LIMIT_BYTES:
            raise UserError(
                f"--config-dir {folder}: has more than {LIMIT_FILES:,} files or {LIMIT_BYTES:,} bytes of YAML; name a folder"
                " that holds options alone"
            )
        check_file(path)


def files(folder: Path) -> Iterator[Path]:
    """The YAML files below `folder`. Raises `UserError` for a link to another folder, which Hydra would follow."""
    for directory, folders, names in os.walk(folder, followlinks=False):
        for name in folders:
            if os.path.islink(os.path.join(directory, name)):
                raise UserError(f"{os.path.join(directory, name)}: is a link to a folder; put the folder there itself")
        yield from (Path(directory) / name for name in sorted(names) if name.endswith((".yaml", ".yml")))


def check_file(path: Path) -> None:
    """Raise `UserError` for a file that is no plain YAML, or that would run code."""
    try:
        content = read(path, LARGEST).decode()
        keys = set(keys_of(bounded_yaml.load(content, DEEPEST)))
    except OSError as error:
        raise UserError(f"{path}: cannot be read as options: {error.strerror or error}; remove it") from None
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        remedy = "write plain YAML of a few levels, without anchors and tags"
        raise UserError(f"{path}: is not YAML that options are read from; {remedy}") from None
    for key in RUNS_CODE:
        if key in keys:
            raise UserError(f"{path}: its {key} would have code run, which no folder of options may; leave it out")
    for name in BUILDS_KEYS:
        if name in content:
            raise UserError(f"{path}: {name} makes options out of text; write them as they are")


def keys_of(value: Any) -> Iterator[str]:
    """Every key of nested values."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)

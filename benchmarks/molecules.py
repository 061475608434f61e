"""The reactions of a table written anew by ``s2s smiles``, both sides alike, into files beside the runs."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path

from published import DEV, TABLES

OPTIONS = {"train": "data.train", DEV: "data.validation"}


def path_of(split: str, options: argparse.Namespace) -> Path:
    """The file of a split, which need not be there yet: other data, and other numbers of copies, have other names."""
    given = f"{Path(options.data).resolve()} {TABLES[options.name].copies}"
    return Path(options.runs) / f"{options.name}.{split}.{hashlib.sha256(given.encode()).hexdigest()[:8]}.tsv"


def reactions(options: argparse.Namespace) -> list[str]:
    """The options of the data."""
    return ["data.columns=[1,2]", *(f"{option}={path_of(split, options)}" for split, option in OPTIONS.items())]


def write_reactions(options: argparse.Namespace) -> None:
    """Write the files that are not there yet. Exits where that fails."""
    table = TABLES[options.name]
    Path(options.runs).mkdir(parents=True, exist_ok=True)
    for split, copies in (("train", table.copies), (DEV, 1)):
        if not (path := path_of(split, options)).is_file():
            source, target = table.files(Path(options.data), split, "")
            command = [sys.executable, "-m", "s2s", "smiles", "--source", source, "--target", target]
            done = subprocess.run([*command, "--copies", str(copies), "-o", str(path)], check=False)
            if done.returncode:
                sys.exit(done.returncode % 256)

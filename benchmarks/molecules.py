"""The reactions of a table written anew by ``s2s smiles``, both sides alike."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from published import DEV, Table


def alike(table: Table, options: argparse.Namespace) -> list[str]:
    """The options of the data: files that are written beside the runs, where they are not there yet."""
    runs, data = Path(options.runs), ["data.columns=[1,2]"]
    for option, split, copies in (("data.train", "train", table.copies), ("data.validation", DEV, 1)):
        path = runs / f"{options.name}.{split}.tsv"
        data.append(f"{option}={path}")
        if not path.is_file():
            runs.mkdir(parents=True, exist_ok=True)
            source, target = table.files(Path(options.data), split, "")
            command = [sys.executable, "-m", "s2s", "smiles", "--source", source, "--target", target]
            done = subprocess.run([*command, "--copies", str(copies), "-o", str(path)], check=False)
            if done.returncode:
                sys.exit(done.returncode % 256)
    return data

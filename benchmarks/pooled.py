"""The training sets of all parts of a table as one, such as those of several languages."""

from __future__ import annotations

import argparse
from pathlib import Path

from published import DEV, Table


def pool(table: Table, options: argparse.Namespace, name: str) -> tuple[Path, list[str]]:
    """The run called `name` but for its seed, and the options of its data: files that are written beside the runs."""
    runs, data = Path(options.runs), []
    runs.mkdir(parents=True, exist_ok=True)
    for option, split in (("data.train", "train"), ("data.validation", DEV)):
        files = [Path(options.data) / table.splits[split].replace("PART", part) for part in table.parts]
        path = runs / f"{options.name}.{split}{files[0].suffix}"
        path.write_bytes(b"\n".join(file.read_bytes().rstrip(b"\n") + b"\n" for file in files))
        data.append(f"{option}={path}")
    return runs / name, data

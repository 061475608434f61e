"""``s2s report``: one page, and one figure, of a run or of several; without torch."""

from __future__ import annotations

import argparse
from pathlib import Path

from s2s.config.distributions import install
from s2s.errors import UserError
from s2s.files import write
from s2s.reports.page import page, shown
from s2s.reports.table import root_of
from s2s.runs.find import find_run, no_run, writable
from s2s.runtime.process import log


def run(options: argparse.Namespace) -> None:
    """Write the page and the figure, and say where they are. Raises `UserError`."""
    folders = [find_run(name) for name in options.runs]
    for folder in folders:
        if not (folder / "config.yaml").is_file():
            raise no_run(folder)
    twice = [name for number, name in enumerate(options.runs) if folders.index(folders[number]) != number]
    if twice:
        raise UserError(f"{twice[0]}: given twice; leave one of them out")
    alone = len(folders) == 1 and writable(folders[0])
    target = Path(options.output or (folders[0] / "report.html" if alone else "report.html"))
    if target.suffix != ".html":
        raise UserError(f"--output {target}: its suffix must be .html")
    root = root_of(folders)
    runs = [shown(folder, root) for folder in folders]
    write(target, page(runs, root).encode(errors="replace"))
    try:
        from s2s.inspect.curves import figure_of
    except ImportError:
        log(f"{target}; no figure beside it, as matplotlib is not installed; {install('plot')}")
        return
    picture = target.with_suffix(".png")
    write(picture, figure_of([curve for one in runs for curve in one.curves], "png"))
    log(f"{target}, {picture}")

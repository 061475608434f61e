"""``s2s runs``: the table of runs, and their learning curves laid over each other."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from s2s.config.distributions import install
from s2s.errors import UserError
from s2s.files import write
from s2s.reports.curves import Curve, curves_of
from s2s.reports.summary import Summary
from s2s.reports.table import as_csv, as_text, named, ordered, root_of, runs_in
from s2s.runtime.process import log

KINDS = (".png", ".svg")


def run(options: argparse.Namespace) -> None:
    """Print the table. Raises `UserError`."""
    root = Path(options.folder)
    if options.plot is not None:
        check_plot(options.plot)
    if not root.is_dir():
        raise UserError(f"{root}: no such folder; give the one that holds the runs, as training's option runs names it")
    runs = runs_in(root)
    if not runs:
        raise UserError(f"{root}: holds no run; s2s train makes one")
    if options.sort is not None:
        runs = ordered(runs, options.sort)
    if options.csv:
        print(as_csv(runs, root), end="")
    else:
        print(as_text(runs, root, width_of_stdout()))
    if options.plot is not None:
        draw(options.plot, [curve for one in runs for curve in curves_of(one.folder, named(one.folder, root))])


def width_of_stdout() -> int | None:
    """The columns of the terminal that stdout is; None for a file or a pipe, which has room."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def check_plot(path: str) -> None:
    """Raise `UserError` for a figure of another kind, or where matplotlib is not installed."""
    if Path(path).suffix not in KINDS:
        raise UserError(f"--plot {path}: its suffix must be {' or '.join(KINDS)}")
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise UserError(f"--plot {path}: matplotlib is not installed; {install('plot')}") from None


def draw(path: str, curves: Sequence[Curve]) -> None:
    """Write the figure of `curves`."""
    from s2s.inspect.curves import figure_of

    write(Path(path), figure_of(curves, Path(path).suffix[1:]))
    log(f"{path}: learning curves of {len({curve.run for curve in curves}):,} runs")


def print_table(runs: Sequence[Summary]) -> None:
    """The table of the runs of a sweep, in the order of its jobs."""
    print(as_text(runs, root_of(one.folder for one in runs), width_of_stdout()), flush=True)

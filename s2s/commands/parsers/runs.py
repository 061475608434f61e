"""The command line of ``s2s runs``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser

SENTENCE = "Compare the runs of a folder: what differs between their options, and what they have reached."
EXAMPLE = "s2s runs runs --sort validation"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s runs`."""
    add = command.add_argument
    add("folder", metavar="FOLDER", nargs="?", default="runs", help="folder of run folders; default: runs")
    columns = "name, task, updates, validation, test, minutes, parameters, state, or an option"
    add("--sort", metavar="COLUMN", help=f"order by a column: {columns}; of scores the best first")
    add("--csv", action="store_true", help="print the table as CSV, with every option that differs")
    add("--plot", metavar="FILE", help="draw the learning curves of all runs too: FILE.png or FILE.svg")

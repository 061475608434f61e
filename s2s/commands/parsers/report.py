"""The command line of ``s2s report``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser

SENTENCE = (
    "Write report.html and report.png of a run, or of several laid over each other, from what their folders hold."
)
EXAMPLE = "s2s report gru-1 lstm-1 -o compared.html"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s report`."""
    add = command.add_argument
    add("runs", metavar="RUN", nargs="+", help="a run folder, or its name in runs/; it may still be trained")
    where = "where the page goes, with a figure beside it; default: RUN/report.html, of several runs report.html"
    add("-o", "--output", metavar="FILE.html", help=where)

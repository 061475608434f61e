"""The command line of ``s2s pack``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import CODE

SENTENCE = "Write a run as one file, which every command reads in place of the folder."
EXAMPLE = "s2s pack runs/run-1 -o run-1.s2s"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s pack`."""
    add = command.add_argument
    add("model", metavar="RUN", help="the run folder, or its name in runs/; or an export")
    add("-o", "--output", metavar="FILE", help="default: the name of the run, with .s2s, in the working folder")
    weights = "pack the weights, for torch and for training on, though there is an export; default: the export if there is one"
    add("--weights", action="store_true", help=weights)
    add("--allow-code", action="store_true", help=CODE)

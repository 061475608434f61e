"""The command line of ``s2s export``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_languages, add_run, add_run_data

SENTENCE = "Write RUN/onnx, which translates or predicts on a CPU without torch."
EXAMPLE = "s2s export -m runs/run-1 --int8"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s export`."""
    add = command.add_argument
    add_run(command, "the run folder, or its name in runs/")
    add("--int8", action="store_true", help="weights and activations of 8 bits: a quarter of the size, and faster")
    listed = "faster: N translations of each piece, and what is frequent; 50 is safe"
    add("--shortlist", type=int, metavar="N", help=listed)
    add("--source", metavar="FILE", help="text to check the export on; default: the run's own validation set")
    add("--reference", metavar="FILE", help="what is right for it: its translation by people, its labels or numbers")
    add_languages(command)
    add_run_data(command)

"""The command line of ``s2s confidence``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_computing, add_languages, add_run, add_run_data

SENTENCE = "Learn from validation text how sure a run is of what it writes."
EXAMPLE = "s2s confidence -m runs/run-1 --source valid.en --reference valid.de"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s confidence`."""
    add = command.add_argument
    add_run(command, "the run folder, or its name in runs/, or an export")
    add("--source", metavar="FILE", help="text that it has not learned from; default: the run's own validation set")
    add("--reference", metavar="FILE", help="its translation by people")
    add_languages(command)
    add_run_data(command)
    add_computing(command)

"""The command line of ``s2s distill``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_decoding, add_languages, add_run, add_run_data

SENTENCE = "Write a teacher's translations as a corpus, for a student to learn from."
EXAMPLE = "s2s distill -m runs/run-1 -o distilled --keep-original"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s distill`."""
    add = command.add_argument
    add_run(command, "the teacher's run folder, or its name in runs/; several are an ensemble", several=True)
    names = "write PREFIX.en and PREFIX.de, or what the languages are"
    add("-o", "--output", required=True, metavar="PREFIX", help=names)
    add("--source", metavar="FILE", help="text to translate; default: the sources that the teacher was trained on")
    add("--keep-original", action="store_true", help="append the pairs that the teacher was trained on")
    add_run_data(command)
    add_languages(command)
    add_decoding(command)

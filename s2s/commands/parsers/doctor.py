"""The command line of ``s2s doctor``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_run

SENTENCE = "Examine a parallel corpus, line by line, and write a cleaned copy of it."
EXAMPLE = "s2s doctor corpus/train --source en --target de --validation corpus/val --fix cleaned/train"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s doctor`."""
    add = command.add_argument
    add(
        "data",
        metavar="DATA",
        nargs="?",
        help="training pairs: PREFIX of PREFIX.en and PREFIX.de, or any other file that training reads",
    )
    add("--source", metavar="CODE", help="source language; default: the run's, else en")
    add("--target", metavar="CODE", help="target language; default: the run's, else de")
    add("--validation", metavar="DATA", help="validation pairs, which must not be among the training pairs")
    add("--test", metavar="DATA", help="test pairs, which must not be either")
    add("--format", metavar="NAME", help="format of the files, as in data.format; default: told by their suffix")
    columns = "their columns, after DATA, by name or by number from 1; further ones are features of the source"
    add("--columns", nargs="+", metavar=("SOURCE TARGET", "FEATURE"), help=columns)
    which = "a run folder, or its name in runs/, to see what its tokenizer makes of the text"
    add_run(command, which, required=False)
    add("--json", action="store_true", help="every line number, as JSON")
    add("--fix", metavar="OUT", help="write a cleaned copy of DATA to OUT, named as DATA is, and OUT.report.json")

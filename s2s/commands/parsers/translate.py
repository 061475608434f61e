"""The command line of ``s2s translate``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_decoding, add_errors, add_languages, add_run, add_sampling, add_workers

SENTENCE = "Translate text, a line for each line; write text with a run that generates."
EXAMPLE = "s2s translate -m runs/run-1 -i sentences.en -o sentences.de"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s translate`."""
    add = command.add_argument
    add_run(command, "the run folder, or its name in runs/; several are an ensemble", several=True)
    add("-i", "--input", action="file", metavar="FILE", help="read from FILE instead of stdin (plain or .gz)")
    add("-o", "--output", action="file", metavar="FILE", help="write to FILE instead of stdout")
    add("--document", metavar="FILE", help="translate a document, of the kind that its suffix names, to --output FILE")
    add(
        "--column",
        action="append",
        metavar="NAME",
        help="with --document: of a table, by name or number; repeatable; with --engine ray: of text",
    )
    add(
        "--encoding", metavar="NAME", help="with --document: of its bytes, as cp1252; default: what it says, else utf-8"
    )
    terms = "terms that translations must hold: a line each, SOURCE TAB TARGET, or with TAB case or TAB stem after it"
    add("--glossary", metavar="FILE", help=terms)
    add("--keep", action="append", metavar="REGEX", help="what it matches is in the translation as it is; repeatable")
    add("--prefix", metavar="FILE", help="for each line of the input a line: the beginning of its translation")
    sure = "write an empty line where the run is less sure of its translation than P, 0 to 1"
    add("--min-confidence", type=float, metavar="P", help=sure)
    add("--below", metavar="FILE", help="with --min-confidence: what was not sure enough, each with its line's number")
    add("--resume", metavar="FILE", help="write to FILE, and go on after what is there if a call was ended early")
    add("--nbest", type=int, default=1, metavar="N", help="the N best translations of each line")
    add("--output-type", choices=("text", "json", "tsv"), default="text", help="json holds scores and attention")
    add_workers(command)
    engine = "ray: on several machines, from files that --input matches to a folder (docs/several_machines.md)"
    add("--engine", choices=("local", "ray"), default="local", help=engine)
    form = "with --engine ray: of the parts in the folder; default: that of the files"
    add("--format", choices=("parquet", "jsonl", "text"), help=form)
    add_errors(command)
    add_languages(command)
    add_decoding(command)
    add_sampling(command)

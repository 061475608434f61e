"""The command line of ``s2s predict``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_computing, add_errors, add_run

SENTENCE = "Label lines of text, continue series, or say the next word."
EXAMPLE = "s2s predict -m runs/tags-1 -i sentences.txt"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s predict`."""
    add = command.add_argument
    add_run(command, "the run folder, or its name in runs/; several are an ensemble", several=True)
    add(
        "-i",
        "--input",
        action="file",
        metavar="FILE",
        help="read from FILE instead of stdin (plain, .gz or .npy; series also .csv or .parquet)",
    )
    add("-o", "--output", action="file", metavar="FILE", help="write to FILE instead of stdout")
    add("--output-type", choices=("text", "json"), default="text", help="json holds the probability of each label")
    numbers = (
        "the input has a word a line, as CoNLL's: write its lines with the tags; numbers say which columns, from 1"
    )
    add("--columns", nargs="*", metavar="COLUMN", help=numbers)
    levels = "of a file of series: columns with these quantiles, such as 0.1 0.5 0.9"
    add("--quantiles", type=float, nargs="+", metavar="LEVEL", help=levels)
    add("--plot", metavar="FILE", help="of a file of series: draw history, forecast and quantiles as .png or .svg")
    add("--nbest", type=int, metavar="N", help="the N most probable labels, or sequences of tags, in the JSON")
    add_errors(command)
    add_computing(command)

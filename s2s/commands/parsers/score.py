"""The command line of ``s2s score``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_computing, add_languages, add_run

SENTENCE = (
    "Say how probable a run holds given targets for given sources: log P of each pair, and the perplexity of all."
)
EXAMPLE = "s2s score -m RUN --source pairs.en --target pairs.de -o scores.txt"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s score`."""
    add = command.add_argument
    add_run(command, "the run folder, or its name in runs/; of several the mean of their probabilities", several=True)
    add("--source", metavar="FILE", help="the sources, a text a line; of a language model none")
    add("--target", metavar="FILE", required=True, help="the targets, as many lines")
    add("-o", "--output", action="file", metavar="FILE", help="write to FILE instead of stdout")
    add("--tokens", action="store_true", help="give the log-probability of each piece, too")
    add(
        "--pieces",
        action="store_true",
        help="targets are pieces apart by blanks, as translate --output-type json has them",
    )
    add("--json", action="store_true", help="a JSON record for each pair")
    add("--batch-size", type=int, default=2000, metavar="TOKENS", help="positions scored together")
    add_languages(command)
    add_computing(command)

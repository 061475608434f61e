"""The command line of ``s2s smiles``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_workers

SENTENCE = "Write reactions in SMILES anew, so that both sides begin at the same atom, as a corpus to train on."
EXAMPLE = "s2s smiles --source train.product --target train.reactants --copies 4 -o train.tsv"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s smiles`."""
    add = command.add_argument
    add("--source", metavar="FILE", required=True, help="the sources, such as products, a line each")
    add("--target", metavar="FILE", required=True, help="the targets, such as their reactants, as many lines")
    add(
        "--columns",
        nargs=2,
        metavar="NAME",
        help="of source and target, by name or number from 1, in a file of columns",
    )
    copies = "ways to write each source: in canonical form, and from N - 1 other atoms; default: 1"
    add("--copies", type=int, default=1, metavar="N", help=copies)
    add("--seed", type=int, default=1, metavar="N", help="of the atoms that are drawn; default: 1")
    add(
        "-o",
        "--output",
        action="file",
        metavar="FILE",
        help="write to FILE instead of stdout, a source, a tab and a target a line",
    )
    add_workers(command, "processes; default: one for each core for many lines")

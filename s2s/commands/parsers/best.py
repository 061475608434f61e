"""The command line of ``s2s best``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import CODE

SENTENCE = (
    "Train the best translator that s2s can from the same pairs: teachers both ways, their translations, a student."
)
EXAMPLE = "s2s best data=files data.train=corpus/train data.validation=corpus/val backward.train.steps=1200"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s best`, whose own ones Hydra reads."""
    add = command.add_argument
    options = (
        "GROUP=CHOICE and OPTION=VALUE of s2s train, for all stages; with backward. or student. before it for one alone"
    )
    add("options", nargs="*", metavar="OPTION=VALUE", help=options)
    add(
        "--dry-run",
        action="store_true",
        help="say the stages and what they cost, train nothing and leave nothing behind",
    )
    add("--allow-code", action="store_true", help=CODE)

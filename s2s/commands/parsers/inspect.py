"""The command line of ``s2s inspect``, which has a command of its own for each look inside."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_languages, add_max_length, add_run, add_run_data
from s2s.config.layers import Nonlinearity
from s2s.config.networks import CELL_VARIANTS, CELLS

SENTENCE = "Look inside networks: gradients, memory, a forward pass in numbers, alignments."
EXAMPLE = 's2s inspect unfold "a few words"'


def add_options(command: Parser) -> None:
    """Declare the subcommands of `s2s inspect`, each with its own options."""
    looks = command.add_subparsers(dest="what", required=True, metavar="LOOK")

    def look(name: str, summary: str, sentence: str, example: str) -> Parser:
        return looks.add_parser(name, help=summary, sentence=sentence, example=example)

    add_gradients(
        look(
            "gradients",
            "how far back in time the gradient of the loss reaches",
            "Measure how far back in time the gradient of the loss reaches.",
            "s2s inspect gradients --cells rnn-tanh lstm --format none",
        )
    )
    add_memory(
        look(
            "memory",
            "how many steps each cell remembers, and what helps",
            "Train small networks to find out how many steps each cell remembers, and what helps.",
            "s2s inspect memory --lengths 5 20 --seeds 1 --updates 200",
        )
    )
    add_unfold(
        look(
            "unfold",
            "every number of a small network's forward pass",
            "Show every number of a small network's forward pass, with its formula.",
            's2s inspect unfold "dog bites man" --cell gru',
        )
    )
    add_attention(
        look(
            "attention",
            "the alignment of a translation with its source",
            "Show the alignment of a translation with its source, greedy and by beam search.",
            's2s inspect attention "The girl opened the door." -m runs/run-1',
        )
    )
    for one in looks.choices.values():
        prefix = "write the figure to PREFIX.png; default: the look's name"
        one.add_argument("-o", "--output", metavar="PREFIX", help=prefix)
        kinds = "of the figure; svg keeps text as text, none leaves it out"
        one.add_argument("--format", choices=("png", "svg", "none"), default="png", help=kinds)
        one.add_argument("--json", action="store_true", help="results as JSON lines")


def add_gradients(look: Parser) -> None:
    """Declare the options of `s2s inspect gradients`."""
    add = look.add_argument
    which = "run folders, or names in runs/; default: fresh networks that read characters"
    add_run(look, which, required=False, several=True)
    cells = f"of the fresh networks: {', '.join(CELL_VARIANTS)} (default: all), or module:Class"
    add("--cells", nargs="+", metavar="CELL", help=cells)
    add("--units", type=int, metavar="H", help="of a fresh network; default: 64")
    inits = ("uniform", "xavier", "orthogonal", "identity")
    add("--init", choices=inits, help="of W_h; default: uniform, as torch's")
    add("--scale", type=float, metavar="S", help="multiply W_h by S")
    add("--seed", type=int, metavar="N", help="of weights and sentences; default: 0")
    add("--sentences", type=int, default=32, metavar="N", help="how many to measure on; default: 32")
    add("--source", metavar="FILE", help="sentences; default: the run's validation set, or the built-in corpus")
    add("--reference", metavar="FILE", help="with -m: their translation by people, or labels")
    add_languages(look)
    add_run_data(look)
    add("--last", action="store_true", help="with -m: the loss of the last position alone, not of all")


def add_memory(look: Parser) -> None:
    """Declare the options of `s2s inspect memory`."""
    add = look.add_argument
    steps = "steps of noise; default: 5 10 20 50 100 200 500"
    add("--lengths", type=int, nargs="+", metavar="T", help=steps)
    add("--seeds", type=int, default=2, metavar="N", help="networks of each kind; default: 2")
    add("--updates", type=int, default=600, metavar="N", help="that a network may take to learn; default: 600")
    add("--workers", type=int, metavar="N", help="processes; default: one for each core")


def add_unfold(look: Parser) -> None:
    """Declare the options of `s2s inspect unfold`."""
    add = look.add_argument
    add("text", metavar="TEXT", help="a few words, each of which becomes a step")
    cells = f"{', '.join(CELLS.names)}, or module:Class; default: lstm"
    add("--cell", default="lstm", metavar="CELL", help=cells)
    curves = tuple(map(str, Nonlinearity))
    add("--nonlinearity", choices=curves, help="of --cell rnn; default: tanh")
    add("--embedding", type=int, default=2, metavar="E", help="width of the embeddings; default: 2")
    add("--units", type=int, default=3, metavar="H", help="width of the layer; default: 3")
    add("--unit", type=int, default=1, metavar="N", help="whose arithmetic is written out; default: 1")
    add("--seed", type=int, default=1, metavar="N", help="of the weights; default: 1")


def add_attention(look: Parser) -> None:
    """Declare the options of `s2s inspect attention`."""
    add = look.add_argument
    add("text", nargs="*", metavar="TEXT", help="sentences to translate")
    add_run(look, "the run folder, or its name in runs/")
    add_languages(look)
    add("-i", "--input", metavar="FILE", help="read the sentences from FILE")
    beside = "shown beside greedy; default: what the run was trained with"
    add("-b", "--beam-size", type=int, metavar="BEAM", help=beside)
    add_max_length(look)
    add("--pieces", action="store_true", help="a row and a column for each piece, not for each word")

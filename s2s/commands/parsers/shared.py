"""Options that several commands have."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.config.searches import SEARCHES

CODE = "import code of your own that the run names, as model.cell=mycells:Cell; it may do whatever you may"


def add_run(command: Parser, help: str, required: bool = True, several: bool = False) -> None:
    """``-m RUN``; of `several` runs one may also repeat the option. And ``--allow-code``, which those runs may need."""
    if several:
        command.add_argument("-m", "--model", metavar="RUN", required=required, nargs="+", action="extend", help=help)
    else:
        command.add_argument("-m", "--model", metavar="RUN", required=required, help=help)
    command.add_argument("--allow-code", action="store_true", help=CODE)


def add_run_data(command: Parser) -> None:
    """Declare --run-data, for commands that read what a run names as its data."""
    read = (
        "read the data that the run names, even if it was not trained here: files of yours, or a data set to download"
    )
    command.add_argument("--run-data", action="store_true", help=read)


def add_languages(command: Parser) -> None:
    """Declare --to and --from, for commands that translate."""
    add = command.add_argument
    add("--to", metavar="CODE", help="language to translate to, of a model of several directions")
    add(
        "--from", dest="from_", metavar="CODE", help="language of the text, likewise; default: any that the model reads"
    )


def add_errors(command: Parser) -> None:
    """Declare --errors, for commands that read lines of text."""
    command.add_argument(
        "--errors", choices=("strict", "replace"), default="strict", help="what to do with bytes that are not UTF-8"
    )


def add_device(command: Parser) -> None:
    """Declare --device, for commands that run a network."""
    command.add_argument(
        "--device", choices=("auto", "cpu", "cuda", "mps"), default="auto", help="auto: a GPU if there is one"
    )


def add_decoding(command: Parser) -> None:
    """How translations are searched for, and with what."""
    add = command.add_argument
    names = f"{', '.join(SEARCHES.names)}, or MODULE:NAME, a class of your own; default: what the run says"
    add("--search", metavar="NAME", help=names)
    add("-b", "--beam-size", type=int, metavar="BEAM", help="1 is greedy; default: what the run was trained with")
    add("--length-penalty", type=float, metavar="ALPHA", help="0: none; higher: longer translations")
    add("--coverage-penalty", type=float, metavar="BETA", help="0: none; higher: fewer words left out")
    add_max_length(command)
    add("--batch-size", type=int, default=2000, metavar="TOKENS", help="source tokens translated together")
    add_backend(command)


def add_max_length(command: Parser) -> None:
    """How long what is written may become."""
    most = "most pieces of an output; default: as many as the training pairs call for, with room"
    command.add_argument("--max-length", type=int, metavar="N", help=most)


def add_computing(command: Parser) -> None:
    """What computes, on how many cores."""
    add = command.add_argument
    add_device(command)
    add("--backend", choices=("auto", "torch", "onnx"), default="auto", help="auto: the export where there is one")
    add("--threads", type=int, metavar="N", help="default: 1 for an export, one for each core in torch")


def add_backend(command: Parser) -> None:
    """With what translations are made."""
    add_computing(command)
    command.add_argument("--no-split", action="store_true", help="translate a line as one sentence, whatever it holds")


def add_workers(
    command: Parser, help: str = "processes; default: one for each core for a large file and an export"
) -> None:
    """Declare --workers, for commands that read many lines."""
    command.add_argument("--workers", type=int, metavar="N", help=help)


def add_sampling(command: Parser) -> None:
    """Declare what samples outputs in place of a search."""
    add = command.add_argument
    add("--sample", action="store_true", help="sample instead of searching")
    add("--temperature", type=float, default=1.0, metavar="T", help="of the samples; below 1: likelier ones")
    add("--top-k", type=int, default=0, metavar="K", help="sample from the K best tokens only (0: all)")
    best = "sample from the best tokens that hold P of the probability"
    add("--top-p", type=float, default=1.0, metavar="P", help=best)
    add("--seed", type=int, metavar="N", help="of the samples; default: 1")

"""The command line: arguments become one call each. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence

from s2s import __version__
from s2s.commands.parsers.parser import Parser, guess
from s2s.config.distributions import missing, notice
from s2s.errors import SettingError, UserError, memory_error
from s2s.runs.find import find_run
from s2s.runtime.process import log_to_stderr
from s2s.runtime.signals import Terminated, terminable
from s2s.streams import flush, silence, standard

COMMANDS = {
    "doctor": "examine a parallel corpus, line by line, and write a cleaned copy",
    "train": "train a network, or continue a training that was stopped",
    "best": "train the best translator that s2s can, a chain of stages, in hours",
    "evaluate": "score a run with what suits its task, or translations with BLEU, chrF and TER",
    "runs": "compare the runs of a folder: options that differ, scores, minutes, state",
    "report": "write a page and a figure of a run, or of several laid over each other",
    "translate": "translate lines of text, or write text",
    "serve": "translate over HTTP: a page, and interfaces for programs",
    "predict": "label lines of text, continue series, or say the next word",
    "score": "say how probable given targets are: log P of each pair, and perplexity",
    "inspect": "look inside: gradients, memory, a forward pass, alignments",
    "confidence": "learn from validation text how sure a run is of what it writes",
    "export": "write RUN/onnx, which translates on a CPU without torch",
    "pack": "write a run as one file, which every command reads in place of the folder",
    "distill": "write a teacher's translations as a corpus for a student",
    "backtranslate": "translate text of one language back, as a corpus for a model that writes it",
    "smiles": "write reactions in SMILES anew, both sides alike, as a corpus to train on",
}
"""In the order in which one needs them."""
OPTIONS = {"beam": "beam-size", "batch_tokens": "batch-size", "prefixes": "prefix"}
"""What settings are called here, where that is not their Python keyword."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``s2s …``; the exit code. A mistake of the user's is one line on stderr and exit code 2."""
    if sys.stderr is None:  # the shell's 2>&-
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (as long as the process)
    log_to_stderr()
    notice()
    with standard():
        return answer(sys.argv[1:] if arguments is None else list(arguments))


def answer(typed: Sequence[str]) -> int:
    """`call`, with all of what it writes written; the exit code."""
    try:
        try:
            with terminable():
                code = call(typed)
        except SystemExit:  # after a help
            flush()
            raise
        flush()
    except UserError as error:
        silence()
        print(f"s2s: {as_typed(error) if isinstance(error, SettingError) else error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        silence()
        return 1
    except OSError as error:  # what the system refuses in a place that nobody thought of
        silence()
        print(f"s2s: {UserError(str(error))}", file=sys.stderr)
        return 2
    except Terminated:
        print(
            "s2s: stopped by SIGTERM; an unfinished output is removed, but what --resume has written stays, and the same"
            " command goes on",
            file=sys.stderr,
        )
        return 128 + signal.SIGTERM
    except KeyboardInterrupt:
        return 130
    except (ModuleNotFoundError, MemoryError, RuntimeError) as error:
        said = missing(error) if isinstance(error, ModuleNotFoundError) else memory_error(error)
        if said is None:
            raise
        silence()
        print(f"s2s: {said}", file=sys.stderr)
        return 2
    return code or 0


def call(typed: Sequence[str]) -> int | None:
    """Import and run the command that is `typed`; the exit code, if it has one of its own."""
    if typed[:1] == ["train"]:  # whose options are Hydra's to read
        importlib.import_module("s2s.commands.train").main(typed[1:])
        return None
    if typed[:1] == ["best"]:  # argparse takes OPTION=VALUE in one place only, and its flags have no values
        typed = sorted(typed, key=lambda word: word.startswith("-"))
    options = parser(typed).parse_args(typed)
    if given := getattr(options, "model", None):
        options.model = [str(find_run(name)) for name in given] if isinstance(given, list) else str(find_run(given))
    code: int | None = importlib.import_module(f"s2s.commands.{options.command}").run(options)
    return code


def as_typed(error: SettingError) -> str:
    """An error of one setting, in a line that names the option as it is typed on the command line."""
    option = OPTIONS.get(error.keyword, error.keyword.replace("_", "-"))
    return str(UserError(f"--{option} {error.value}: {error.remedy}"))


def parser(typed: Sequence[str]) -> Parser:
    """The parser of the program and of the command that is `typed`; of the others only what its help says."""
    top = Parser(
        prog="s2s",
        sentence="Train recurrent sequence-to-sequence networks, and translate, label or forecast with them.",
        example='s2s train && echo "The girl opened the door." | s2s translate -m run-1',
    )
    top.add_argument("--version", action="version", version=f"s2s {__version__}", help="show the version and exit")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    wanted = next((word for word in typed if not word.startswith("-")), "")
    if wanted and wanted not in COMMANDS:
        top.error(f"{wanted}: no such command{guess(wanted, COMMANDS)}")
    for name, summary in COMMANDS.items():
        if name == wanted:
            module = importlib.import_module(f"s2s.commands.parsers.{name}")
            module.add_options(
                commands.add_parser(name, help=summary, sentence=module.SENTENCE, example=module.EXAMPLE)
            )
        else:
            commands.add_parser(name, help=summary, sentence=summary, example="")
    return top

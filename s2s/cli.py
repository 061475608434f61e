"""The command line: arguments become one call each. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence

from s2s import __version__
from s2s.errors import SettingError, UserError
from s2s.files import writing

OPTIONS = {"beam": "beam-size", "batch_tokens": "batch-size"}
"""What settings are called here, where that is not their Python keyword."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``s2s …``; the exit code. A mistake of the user's is one line on stderr and exit code 2."""
    if sys.stderr is None:  # the shell's 2>&-
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (as long as the process)
    options = parser().parse_args(arguments)
    try:
        code: int | None = importlib.import_module(f"s2s.commands.{options.command}").run(options)
        if sys.stdout is not None:
            with writing("stdout"):
                sys.stdout.flush()
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
    except KeyboardInterrupt:
        return 130
    return code or 0


def silence() -> None:
    """What stdout could not take must not be tried again when Python ends."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def as_typed(error: SettingError) -> str:
    option = OPTIONS.get(error.keyword, error.keyword.replace("_", "-"))
    return f"--{option} {error.value}: {error.remedy}"


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="s2s", description="Translate with, and evaluate, recurrent translators.")
    top.add_argument("--version", action="version", version=f"s2s {__version__}")
    commands = top.add_subparsers(dest="command", required=True)
    add_translate(commands.add_parser("translate", help="translate lines of text"))
    add_predict(commands.add_parser("predict", help="label lines of text, forecast numbers, or say the next word"))
    add_evaluate(commands.add_parser("evaluate", help="score translations with BLEU, chrF and TER"))
    add_distill(commands.add_parser("distill", help="write a teacher's translations as a corpus for a student"))
    add_doctor(commands.add_parser("doctor", help="examine a parallel corpus, line by line, and write a cleaned copy"))
    add_inspect(commands.add_parser("inspect", help="look inside: gradients, memory, a forward pass, alignments"))
    add_export(commands.add_parser("export", help="write RUN/onnx, which translates on a CPU without torch"))
    for name in ("translate", "predict", "evaluate", "distill", "doctor", "export"):
        add_allow_code(commands.choices[name])
    return top


def add_allow_code(command: argparse.ArgumentParser) -> None:
    """The flag of every command that takes a run."""
    remedy = "import code of your own that the run names, as model.cell=mycells:Cell; it may do whatever you may"
    command.add_argument("--allow-code", action="store_true", help=remedy)


def add_translate(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add(
        "-m",
        "--model",
        required=True,
        nargs="+",
        action="extend",
        metavar="RUN",
        help="the run folder; several are an ensemble",
    )
    add("-i", "--input", metavar="FILE", help="read from FILE instead of stdin (plain or .gz)")
    add("-o", "--output", metavar="FILE", help="write to FILE instead of stdout")
    add("--resume", metavar="FILE", help="write to FILE, and go on after what is there if a call was ended early")
    add("--nbest", type=int, default=1, metavar="N", help="the N best translations of each line")
    add("--output-type", choices=("text", "json", "tsv"), default="text", help="json holds scores and attention")
    add("--workers", type=int, metavar="N", help="processes; default: one for each core for a large file and an export")
    add("--errors", choices=("strict", "replace"), default="strict", help="what to do with bytes that are not UTF-8")
    add_decoding(command)
    add("--sample", action="store_true", help="sample instead of searching")
    add("--temperature", type=float, default=1.0)
    add("--top-k", type=int, default=0, metavar="K", help="sample from the K best tokens only (0: all)")
    add(
        "--top-p",
        type=float,
        default=1.0,
        metavar="P",
        help="sample from the best tokens that hold P of the probability",
    )
    add("--seed", type=int, metavar="N", help="of the samples; default: 1")


def add_predict(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("-m", "--model", required=True, metavar="RUN", help="the run folder")
    add("-i", "--input", metavar="FILE", help="read from FILE instead of stdin (plain, .gz or .npy)")
    add("-o", "--output", metavar="FILE", help="write to FILE instead of stdout")
    add("--output-type", choices=("text", "json"), default="text", help="json holds the probability of each label")
    add("--errors", choices=("strict", "replace"), default="strict", help="what to do with bytes that are not UTF-8")
    add("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    add("--threads", type=int, metavar="N", help="default: one for each core")


def add_decoding(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("-b", "--beam-size", type=int, metavar="BEAM", help="1 is greedy; default: what the run was trained with")
    add("--length-penalty", type=float, metavar="ALPHA", help="0: none; higher: longer translations")
    add("--coverage-penalty", type=float, metavar="BETA", help="0: none; higher: fewer words left out")
    add("--batch-size", type=int, default=2000, metavar="TOKENS", help="source tokens translated together")
    add("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    add("--backend", choices=("auto", "torch", "onnx"), default="auto", help="auto: the export where there is one")
    add("--threads", type=int, metavar="N", help="default: 1 for an export, one for each core in torch")


def add_evaluate(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add(
        "-m",
        "--model",
        nargs="+",
        action="extend",
        metavar="RUN",
        help="the run folder, or several; not needed with --hypothesis",
    )
    add("--source", metavar="FILE", help="text to translate; default: the run's own test set")
    add("--reference", metavar="FILE", help="its translation by people; alone: text for a language model to foresee")
    add("--hypothesis", metavar="FILE", help="score this file instead of translating")
    add("--baseline", metavar="FILE", help="another system's translations, for a paired test")
    add("--metrics", nargs="+", metavar="NAME", help="default: bleu chrf ter; or MODULE:NAME, a class of your own")
    add(
        "--tokenize",
        metavar="NAME",
        help="sacrebleu's tokenizer; default: by target language, else 13a; none: as it is",
    )
    add("--language", metavar="CODE", help="target language, with --hypothesis and no run")
    add("--json", action="store_true", help="results as JSON")
    add_decoding(command)


def add_distill(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add(
        "-m",
        "--model",
        required=True,
        nargs="+",
        action="extend",
        metavar="RUN",
        help="the teacher; several are an ensemble",
    )
    add(
        "-o",
        "--output",
        required=True,
        metavar="PREFIX",
        help="write PREFIX.en and PREFIX.de, or what the languages are",
    )
    add("--source", metavar="FILE", help="text to translate; default: the sources that the teacher was trained on")
    add("--keep-original", action="store_true", help="append the pairs that the teacher was trained on")
    add_decoding(command)


def add_doctor(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("data", metavar="DATA", help="training pairs: PREFIX of PREFIX.en and PREFIX.de, a .tsv or a .jsonl, also .gz")
    add("--source", metavar="CODE", help="source language; default: the run's, else en")
    add("--target", metavar="CODE", help="target language; default: the run's, else de")
    add("--validation", metavar="DATA", help="validation pairs, which must not be among the training pairs")
    add("--test", metavar="DATA", help="test pairs, which must not be either")
    add("-m", "--model", metavar="RUN", help="a run, to see what its tokenizer makes of the text")
    add("--json", action="store_true", help="every line number, as JSON")
    add("--fix", metavar="OUT", help="write a cleaned copy of DATA to OUT, named as DATA is, and OUT.report.json")


def add_inspect(command: argparse.ArgumentParser) -> None:
    looks = command.add_subparsers(dest="what", required=True)
    add_gradients(looks.add_parser("gradients", help="how far back in time the gradient of the loss reaches"))
    add_memory(looks.add_parser("memory", help="how many steps each cell remembers, and what helps"))
    add_unfold(looks.add_parser("unfold", help="every number of a small network's forward pass"))
    add_attention(looks.add_parser("attention", help="the alignment of a translation with its source"))
    for name in ("gradients", "attention"):
        add_allow_code(looks.choices[name])
    for look in looks.choices.values():
        look.add_argument(
            "-o", "--output", metavar="PREFIX", help="write the figure to PREFIX.png; default: the look's name"
        )
        look.add_argument("--format", choices=("png", "svg", "none"), default="png", help="svg keeps text as text")
        look.add_argument("--json", action="store_true", help="results as JSON lines")


def add_gradients(look: argparse.ArgumentParser) -> None:
    add = look.add_argument
    add(
        "-m",
        "--model",
        nargs="+",
        action="extend",
        metavar="RUN",
        help="run folders; default: fresh networks that read characters",
    )
    add("--cells", nargs="+", choices=("rnn-tanh", "rnn-relu", "rnn-leaky-relu", "gru", "lstm"), help="default: all")
    add("--units", type=int, metavar="H", help="of a fresh network; default: 64")
    add("--init", choices=("uniform", "xavier", "orthogonal", "identity"), help="of W_h; default: uniform, as torch's")
    add("--scale", type=float, metavar="S", help="multiply W_h by S")
    add("--seed", type=int, metavar="N", help="of weights and sentences; default: 0")
    add("--sentences", type=int, default=32, metavar="N")
    add("--source", metavar="FILE", help="sentences; default: the run's validation set, or the built-in corpus")
    add("--reference", metavar="FILE", help="with -m: their translation by people, or labels")
    add("--last", action="store_true", help="with -m: the loss of the last position alone, not of all")


def add_memory(look: argparse.ArgumentParser) -> None:
    add = look.add_argument
    add("--lengths", type=int, nargs="+", metavar="T", help="steps of noise; default: 5 10 20 50 100 200 500")
    add("--seeds", type=int, default=2, metavar="N", help="networks of each kind; default: 2")
    add("--updates", type=int, default=600, metavar="N", help="that a network may take to learn; default: 600")
    add("--workers", type=int, metavar="N", help="processes; default: one for each core")


def add_unfold(look: argparse.ArgumentParser) -> None:
    add = look.add_argument
    add("text", metavar="TEXT", help="a few words, each of which becomes a step")
    add("--cell", choices=("rnn", "gru", "lstm"), default="lstm")
    add("--nonlinearity", choices=("tanh", "relu", "leaky_relu"), help="of --cell rnn; default: tanh")
    add("--embedding", type=int, default=2, metavar="E")
    add("--units", type=int, default=3, metavar="H")
    add("--unit", type=int, default=1, metavar="N", help="whose arithmetic is written out; default: 1")
    add("--seed", type=int, default=1, metavar="N", help="of the weights; default: 1")


def add_attention(look: argparse.ArgumentParser) -> None:
    add = look.add_argument
    add("text", nargs="*", metavar="TEXT", help="sentences to translate")
    add("-m", "--model", required=True, metavar="RUN", help="the run folder")
    add("-i", "--input", metavar="FILE", help="read the sentences from FILE")
    add(
        "-b",
        "--beam-size",
        type=int,
        metavar="BEAM",
        help="shown beside greedy; default: what the run was trained with",
    )
    add("--pieces", action="store_true", help="a row and a column for each piece, not for each word")


def add_export(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("-m", "--model", required=True, metavar="RUN", help="the run folder")
    add("--int8", action="store_true", help="weights and activations of 8 bits: a quarter of the size, and faster")
    add(
        "--shortlist",
        type=int,
        metavar="N",
        help="faster: N translations of each piece, and what is frequent; 50 is safe",
    )
    add("--source", metavar="FILE", help="text to check the export on; default: the run's own validation set")
    add("--reference", metavar="FILE", help="its translation by people")

"""The command line of ``s2s evaluate``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_decoding, add_languages, add_run, add_run_data

SENTENCE = "Score a run on its test set or on other text: BLEU, chrF and TER, or what suits its task."
EXAMPLE = "s2s evaluate -m runs/run-1 --source test.en --reference test.de"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s evaluate`."""
    add = command.add_argument
    which = (
        "the run folder, or its name in runs/; several are scored each and as an ensemble; not needed with --hypothesis"
    )
    add_run(command, which, required=False, several=True)
    add("--source", metavar="FILE", help="text to translate; default: the run's own test set")
    right = "its translation by people, or several, of which each counts; alone: text to measure a language model on"
    add("--reference", metavar="FILE", nargs="+", action="extend", help=right)
    grouped = "score each different source once; any target that it occurs with is right"
    add("--group-references", action="store_true", help=grouped)
    add("--hypothesis", metavar="FILE", help="score this file instead of translating")
    add("--baseline", metavar="FILE", help="another system's translations, for a paired test")
    columns = "of source, reference and features, by name or number from 1, where files have columns"
    add("--columns", nargs="+", metavar="NAME", help=columns)
    add(
        "--metrics",
        nargs="+",
        metavar="NAME",
        help="default: bleu chrf ter, and the run's train.metric; or MODULE:NAME, a class of your own",
    )
    tokenizer = "sacrebleu's tokenizer; default: by target language, else 13a; none: as it is"
    add("--tokenize", metavar="NAME", help=tokenizer)
    add("--language", metavar="CODE", help="target language, with --hypothesis and no run")
    add("--nbest", type=int, metavar="N", help="top-n accuracy too, by exact or smiles; at most the beam")
    add("--per-line", metavar="FILE", help="write each line with its scores: a table (TSV), or JSON lines (.jsonl)")
    add("--sort", choices=("worst",), help="show the worst lines by the first metric; sorts --per-line, too")
    add("--json", action="store_true", help="results as JSON")
    add_run_data(command)
    add_languages(command)
    add_decoding(command)

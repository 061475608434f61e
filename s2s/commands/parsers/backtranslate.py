"""The command line of ``s2s backtranslate``."""

from __future__ import annotations

from s2s.commands.parsers import translate
from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_decoding, add_errors, add_languages, add_run, add_sampling, add_workers

SENTENCE = "Translate text of one language back, as a corpus for a model that writes this language."
EXAMPLE = "s2s backtranslate -m runs/german-english-1 -i news.de -o made/bt"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s backtranslate`; others that `s2s translate` has are at their defaults."""
    add = command.add_argument
    add_run(command, "a run of the reverse direction, or its name in runs/; several are an ensemble", several=True)
    add(
        "-i",
        "--input",
        action="file",
        metavar="FILE",
        required=True,
        help="text of the language to be written, a line each",
    )
    names = "write PREFIX.en, the translations, and PREFIX.de, their text, or what the languages are"
    add("-o", "--output", metavar="PREFIX", help=names)
    add("--resume", metavar="PREFIX", help="likewise, and go on after what is there if a call was ended early")
    noise = "leave out, replace and move words of the translations (Edunov et al. 2018); --seed is its seed, too"
    add("--noise", action="store_true", help=noise)
    add_workers(command)
    add_errors(command)
    add_languages(command)
    add_decoding(command)
    add_sampling(command)
    known = {action.dest for action in command._actions}
    every = Parser(sentence="", example="", add_help=False)
    translate.add_options(every)
    command.set_defaults(**{one.dest: one.default for one in every._actions if one.dest not in known})

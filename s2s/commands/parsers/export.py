"""The command line of ``s2s export``."""

from __future__ import annotations

from s2s.commands.parsers.parser import Parser
from s2s.commands.parsers.shared import add_languages, add_run, add_run_data

SENTENCE = (
    "Write RUN/onnx, which translates or predicts on a CPU without torch, or a page that translates in the browser."
)
EXAMPLE = "s2s export -m runs/run-1 --int8"


def add_options(command: Parser) -> None:
    """Declare the options of `s2s export`."""
    add = command.add_argument
    add_run(command, "the run folder, or its name in runs/; of several, distil one first (s2s distill)", several=True)
    add("--int8", action="store_true", help="weights and activations of 8 bits: a quarter of the size, and faster")
    listed = "faster: N translations of each piece, and what is frequent; 50 is safe"
    add("--shortlist", type=int, metavar="N", help=listed)
    folder = "write this folder instead, a page that translates in the browser, also offline; in int8"
    add("--web", metavar="OUT", help=folder)
    add("--fp32", action="store_true", help="with --web: weights of 32 bits, four times the size")
    packages = "with --web: copy onnxruntime-web and sentencex-wasm from here, where npm install has put them; default: the page loads them from a content delivery network"
    add("--runtime", metavar="DIR", help=packages)
    add("--source", metavar="FILE", help="text to check the export on; default: the run's own validation set")
    add("--reference", metavar="FILE", help="what is right for it: its translation by people, its labels or numbers")
    add_languages(command)
    add_run_data(command)

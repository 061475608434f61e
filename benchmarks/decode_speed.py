"""Tokens a second of decoding on a CPU: s2s in torch fp32, s2s int8 in ONNX Runtime, and CTranslate2's int8 Transformer.

    python benchmarks/decode_speed.py [--threads 1] [--sentences 256] [--repeats 5] [--model "OPTION=VALUE …" …]

Models have random weights (their speed does not depend on them), the same vocabulary of 8,000 and the same sources of 16
tokens, and are forced to write 16 tokens for each sentence. s2s: embedding 256, bidirectional encoder 2 × 256, decoder 512,
one LSTM layer each, attention; each ``--model`` is a further network in int8, as ``s2s train`` would build it from these
options, such as ``--model "experiment=multi30k model.cell=ssru model.decoder.upper=feedforward"``. CTranslate2: Transformer, width
512, 6 encoder and 1 decoder layers. The systems take turns in one process; each line of JSON is a median. Needs
``pip install -e ".[onnx,bench]"``.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import ctranslate2
import torch
from composed import composed, latest
from forced import CASES, LENGTH, exported, ours, sources
from size import MODEL, VOCABULARY
from transformer import random_transformer

from s2s.config.load import parse
from s2s.decode.backend import Backend
from s2s.decode.backends.torch import TorchBackend
from s2s.nn.model import build_model


def theirs(folder: Path, threads: int, beam: int, batch: int) -> Callable[[list[list[int]]], None]:
    translator = ctranslate2.Translator(str(folder), compute_type="int8", intra_threads=threads, inter_threads=1)

    def run(texts: list[list[int]]) -> None:
        tokens = [[str(token) for token in text] for text in texts]
        translator.translate_batch(
            tokens, beam_size=beam, max_batch_size=batch, min_decoding_length=LENGTH, max_decoding_length=LENGTH
        )

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--sentences", type=int, default=256)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--model", action="append", default=[], metavar='"OPTION=VALUE …"')
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = build_model(parse({"model": MODEL}).model, VOCABULARY, VOCABULARY, seed=1).eval()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "s2s").mkdir()
        backends: dict[str, Backend] = {
            "s2s torch fp32": TorchBackend(model, torch.device("cpu")),
            "s2s onnx int8": exported(model, folder / "s2s", options.threads),
        }
        for number, given in enumerate(options.model):
            (own := folder / f"s2s-{number}").mkdir()
            network = build_model(composed(latest(given.split())).model, VOCABULARY, VOCABULARY, seed=1).eval()
            backends[f"s2s onnx int8, {given}"] = exported(network, own, options.threads)
        random_transformer(folder / "transformer", VOCABULARY)
        for beam, batch in CASES:
            systems = {label: ours(backend, beam, batch) for label, backend in backends.items()}
            systems["ctranslate2 int8"] = theirs(folder / "transformer", options.threads, beam, batch)
            compare(systems, beam, batch, options)


def compare(
    systems: dict[str, Callable[[list[list[int]]], None]], beam: int, batch: int, options: argparse.Namespace
) -> None:
    """Let the systems take turns, and print a line for each."""
    texts = sources(options.sentences if batch > 1 else max(16, options.sentences // 8))
    seconds: dict[str, list[float]] = {label: [] for label in systems}
    for turn in range(options.repeats + 1):
        for label, system in systems.items():
            begin = time.perf_counter()
            system(texts)
            if turn:  # the first one warms up
                seconds[label].append(time.perf_counter() - begin)
    rates = {label: len(texts) * LENGTH / statistics.median(taken) for label, taken in seconds.items()}
    for label, rate in rates.items():
        print(
            json.dumps(
                {
                    "system": label,
                    "beam": beam,
                    "batch": batch,
                    "threads": options.threads,
                    "tokens/s": round(rate),
                    "ratio to ctranslate2": round(rate / rates["ctranslate2 int8"], 2),
                    "peak MB of the process": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                }
            )
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""What a shortlist of target pieces saves in decoding: int8 in ONNX Runtime with and without, one thread.

    python benchmarks/shortlist.py --folder FOLDER [--size 8000] [--shortlist 30] [--sentences 256] [--repeats 5]

FOLDER holds Multi30k, whose training pairs make the tokenizer and the list, and whose validation captions are decoded, 16
tokens for each. The weights are random (speed does not depend on them; what a list costs in BLEU `s2s export` says): the
network of `size.py`. The two take turns in process time; one line of JSON for each case, medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from size import MODEL

from s2s.config.load import parse
from s2s.data.batching import collate
from s2s.data.text.ids import EOS
from s2s.data.text.lines import read_file
from s2s.data.text.tokenizer import Tokenizer
from s2s.decode.backend import Settings
from s2s.decode.backends.exported import ENCODER, STEP
from s2s.decode.backends.onnx import OnnxBackend
from s2s.decode.scheduler import decode
from s2s.export.alignment_model import learn
from s2s.export.parts import decoder_step, encoder
from s2s.export.ranges import measure
from s2s.export.write import save_graphs
from s2s.nn.model import build_model

LENGTH = 16
CASES = ((1, 64), (1, 1), (5, 64), (5, 1))
"""(beam, sentences side by side)"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--size", type=int, default=8000)
    parser.add_argument("--shortlist", type=int, default=30)
    parser.add_argument("--sentences", type=int, default=256)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    texts = [read_file(f"{options.folder}/{name}") for name in ("train.en", "train.de", "val.en")]
    tokenizer = Tokenizer.train([*texts[0], *texts[1]], kind="bpe", size=options.size, coverage=None)
    sources, targets, held = (tokenizer.encode(lines) for lines in texts)
    shortlist = learn(zip(sources, targets, strict=True), (tokenizer.size, tokenizer.size), options.shortlist)
    model = build_model(parse({"model": MODEL}).model, tokenizer.size, tokenizer.size, seed=1).eval()
    ranges = measure(model, [collate(list(zip(sources[:32], targets[:32], strict=True)))])
    with tempfile.TemporaryDirectory() as name:
        backends = {}
        for label, choosing in (("all", False), ("listed", True)):
            folder = Path(name) / label
            folder.mkdir()
            if choosing:
                shortlist.save(folder)
            graphs = {ENCODER: encoder(model, ranges, choosing), STEP: decoder_step(model, ranges, choosing)}
            save_graphs(folder, graphs, tokenizer.size)
            backends[label] = OnnxBackend(folder)
        ended = [[*ids, EOS] for ids in held]
        facts = {"vocabulary": tokenizer.size, "candidates": options.shortlist, "list": round(shortlist.mean(ended))}
        for beam, batch in CASES:
            rates = compare(
                backends, ended[: options.sentences if batch > 1 else options.sentences // 8], beam, batch, options
            )
            gain = round(rates["listed"] / rates["all"], 2)
            print(json.dumps({**facts, "beam": beam, "batch": batch, "tokens/s": rates, "gain": gain}))
            sys.stdout.flush()


def compare(
    backends: dict[str, OnnxBackend], texts: list[list[int]], beam: int, batch: int, options: argparse.Namespace
) -> dict[str, int]:
    """Tokens a second of processor time; the backends take turns."""
    settings = Settings(beam=beam, batch_tokens=batch * LENGTH, forced_length=LENGTH)
    seconds: dict[str, list[float]] = {label: [] for label in backends}
    for turn in range(options.repeats + 1):
        for label, backend in backends.items():
            begin = time.process_time()
            for _ in decode(backend, texts, settings):
                pass
            if turn:  # the first one warms up
                seconds[label].append(time.process_time() - begin)
    return {label: round(len(texts) * LENGTH / statistics.median(taken)) for label, taken in seconds.items()}


if __name__ == "__main__":
    main()

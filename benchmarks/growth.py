"""How the time for a token grows with sentence length, batch and vocabulary, in training and in greedy decoding.

    python benchmarks/growth.py [--threads 2] [--repeats 3] [--plot FILE.png]

Embedding 256, bidirectional encoder 2 × 256, decoder 512, one LSTM layer each, attention; random tokens. One thing changes at
a time from 20 tokens, 64 sentences and 8,000 pieces. One line of JSON for each size, medians, with the exponent of the
growth of time per token since the size before: 0 is linear growth of the whole, above 0 is worse.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from typing import Any

import torch
from size import MODEL, VOCABULARY

from s2s.config.load import parse
from s2s.data.batching import collate
from s2s.decode.backend import Settings
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.nn.model import Seq2Seq, build_model
from s2s.runtime.memory import keep_freed_memory

START = {"length": 20, "batch": 64, "vocabulary": VOCABULARY}
SIZES = {
    "length": (10, 20, 50, 100, 200, 500),
    "batch": (1, 4, 16, 64, 256),
    "vocabulary": (1000, 4000, 8000, 16000, 32000),
}


def train_once(model: Seq2Seq, sentences: list[list[int]]) -> None:
    batch = collate([(sentence, sentence) for sentence in sentences])
    loss, _ = model.train()(batch.source, batch.lengths, batch.target, batch.mask, 0.1)
    loss.backward()
    model.zero_grad()


def decode_once(model: Seq2Seq, sentences: list[list[int]]) -> None:
    settings = Settings(beam=1, forced_length=len(sentences[0]), batch_tokens=10**6)
    for _ in decode(TorchBackend(model.eval(), torch.device("cpu")), [[*s, 2] for s in sentences], settings):
        pass


def measure(repeats: int, length: int, batch: int, vocabulary: int) -> dict[str, float]:
    """Microseconds a target token."""
    model = build_model(parse({"model": MODEL}).model, vocabulary, vocabulary, seed=1)
    sentences = torch.randint(4, vocabulary, (batch, length)).tolist()
    found = {}
    for name, run in (("training", train_once), ("decoding", decode_once)):
        taken = []
        for _ in range(repeats + 1):
            begin = time.perf_counter()
            run(model, sentences)
            taken.append(time.perf_counter() - begin)
        found[name] = statistics.median(taken[1:]) / (batch * length) * 1e6
    return found


def draw(lines: list[dict[str, Any]], name: str) -> None:
    from matplotlib import pyplot

    _, places = pyplot.subplots(1, len(SIZES), figsize=(12, 3.5), sharey=True)
    for place, what in zip(places, SIZES, strict=True):
        rows = [line for line in lines if line["what"] == what]
        for kind in ("training", "decoding"):
            place.loglog(
                [row["size"] for row in rows], [row[f"{kind}, µs a token"] for row in rows], marker="o", label=kind
            )
        place.set_xlabel(what)
    places[0].set_ylabel("µs a target token")
    places[0].legend()
    pyplot.tight_layout()
    pyplot.savefig(name, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--plot", metavar="FILE.png")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    keep_freed_memory()
    lines: list[dict[str, Any]] = []
    for what, sizes in SIZES.items():
        before: dict[str, Any] | None = None
        for size in sizes:
            found = measure(options.repeats, **(START | {what: size}))
            line: dict[str, Any] = {"what": what, "size": size, "threads": options.threads}
            for kind, microseconds in found.items():
                line[f"{kind}, µs a token"] = round(microseconds, 1)
                if before is not None:
                    growth = microseconds / before[f"{kind}, µs a token"]
                    line[f"{kind}, exponent"] = round(math.log(growth) / math.log(size / before["size"]), 2)
            print(json.dumps(line, ensure_ascii=False), flush=True)
            lines.append(line)
            before = line
    if options.plot:
        draw(lines, options.plot)


if __name__ == "__main__":
    main()

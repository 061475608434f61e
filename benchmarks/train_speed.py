"""Target tokens a second of training: s2s, and the same network as a textbook writes it.

    python benchmarks/train_speed.py --folder FOLDER [--threads 2] [--updates 60] [--rounds 3]

FOLDER holds Multi30k (train.en, train.de, …). Embedding 256, bidirectional encoder 2 × 256, decoder 512, one LSTM layer
each, attention, a joint vocabulary of 8,000. The textbook takes random batches of 128 sentences, in fp32. The two take
turns, each in a process of its own; medians of the rounds. One line of JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy
import torch
from size import DECODER, EMBEDDING, MODEL, VOCABULARY
from textbook import Textbook
from work import BACKWARD, flops, linear_rate

from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.data.batching import Batch, collate, padding_share
from s2s.data.stream import Place
from s2s.nn.model import Seq2Seq
from s2s.training.setup import Parts, assemble
from s2s.training.state import Training
from s2s.training.updates import update

SENTENCES = 128


def configuration(options: argparse.Namespace, runs: str) -> RunConfig:
    data = {"corpus": "multi30k", "folder": options.folder}
    other = {
        "runs": runs,
        "threads": options.threads,
        "precision": options.precision,
        "tokenizer": {"size": VOCABULARY},
    }
    return parse({"data": data, "model": MODEL, **other})


def measure(parts: Parts, options: argparse.Namespace) -> dict[str, float]:
    """Train s2s for some updates."""
    training, stream, model = Training(parts), parts.stream.run(Place()), parts.model
    assert isinstance(model, Seq2Seq)
    batches, waited = list[Batch](), 0.0
    begin = time.perf_counter()
    for number in range(options.updates + options.warm):
        if number == options.warm:
            batches, waited, begin = [], 0.0, time.perf_counter()
        asked = time.perf_counter()
        training.place, found = next(stream)
        waited += time.perf_counter() - asked
        update(training, found)
        batches += found
    seconds = time.perf_counter() - begin
    return {
        "tokens/s": sum(batch.tokens for batch in batches) / seconds,
        "GFLOP/s": BACKWARD * flops(model, batches) / seconds / 1e9,
        "padding": padding_share(batches),
        "waiting for data": waited / seconds,
    }


def measure_textbook(parts: Parts, options: argparse.Namespace) -> dict[str, float]:
    """Train the textbook's network on random batches."""
    model = Textbook(parts.codecs[1].size, EMBEDDING, DECODER)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    pairs = parts.stream.encode_plain(parts.corpus.train[:])
    order = numpy.random.default_rng(1).permutation(len(pairs))
    batches = [collate([pairs[row] for row in order[start : start + SENTENCES]]) for start in range(0, 4000, SENTENCES)]
    count = max(4, options.updates // 8)
    tokens, begin = 0, 0.0
    for number, batch in enumerate(batches[: count + 2]):
        if number == 2:
            tokens, begin = 0, time.perf_counter()
        optimiser.zero_grad()
        (model(batch.source, batch.lengths, batch.target) / batch.tokens).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        tokens += batch.tokens
    return {"tokens/s": tokens / (time.perf_counter() - begin), "padding": padding_share(batches)}


def child(options: argparse.Namespace) -> None:
    """One system in this process."""
    with tempfile.TemporaryDirectory() as runs:
        parts = assemble(configuration(options, runs))
        found: dict[str, Any] = (measure if options.system == "s2s" else measure_textbook)(parts, options)
        if options.system == "s2s":
            found["linear GFLOP/s"] = linear_rate(parts.precision)
            found["precision"] = str(parts.precision).removeprefix("torch.")
        found["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", default="auto")
    parser.add_argument("--updates", type=int, default=60)
    parser.add_argument("--warm", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--system", choices=("s2s", "textbook"), help="measure one only, in this process")
    options = parser.parse_args()
    if options.system:
        child(options)
        return
    found: dict[str, list[dict[str, float]]] = {"s2s": [], "textbook": []}
    for _ in range(options.rounds):
        for system, results in found.items():
            command = [sys.executable, str(Path(__file__)), *sys.argv[1:], "--system", system]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            results.append(json.loads(done.stdout.splitlines()[-1]))
    ours, theirs = (
        {
            name: value if isinstance(value, str) else statistics.median(one[name] for one in results)
            for name, value in results[0].items()
        }
        for results in found.values()
    )
    line = {f"s2s {name}": value for name, value in ours.items()} | {
        f"textbook {name}": value for name, value in theirs.items()
    }
    line["ratio"] = ours["tokens/s"] / theirs["tokens/s"]
    line["share of the linear layer"] = ours["GFLOP/s"] / ours["linear GFLOP/s"]
    line["threads"] = options.threads
    print(json.dumps({name: round(value, 3) if isinstance(value, float) else value for name, value in line.items()}))


if __name__ == "__main__":
    main()

"""Target tokens a second with one process and with several, one thread each: what summing gradients costs.

    python benchmarks/scaling.py [--folder FOLDER] [--processes 2] [--updates 60] [--rounds 3]

FOLDER holds Multi30k; without it the built-in corpus is used. The network is that of `train_speed.py`, in fp32. Every process
has a batch of its own in each update, so that twice the processes at best train on twice the tokens. One process and several
take turns, medians of the rounds. Meaningful only where each process has a core to itself. One line of JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from size import MODEL, VOCABULARY


def measure(options: argparse.Namespace) -> None:
    """What torchrun starts: some updates, timed."""
    import torch

    from s2s.config.load import parse
    from s2s.data.stream import Place
    from s2s.runtime.distributed import add_gradients, joined, total, wait
    from s2s.runtime.process import rank, world
    from s2s.training.setup import assemble
    from s2s.training.state import Training
    from s2s.training.updates import update

    corpus = {"corpus": "multi30k", "folder": options.folder} if options.folder else {"corpus": "phrasebook"}
    size = {"size": VOCABULARY if options.folder else VOCABULARY // 4}
    fixed = {"threads": 1, "precision": "fp32", "device": "cpu", "runs": options.runs}
    with joined("cpu"):
        training = Training(assemble(parse({"data": corpus, "model": MODEL, "tokenizer": size, **fixed})))
        stream = training.parts.stream.run(Place(), training.parts.batches, rank(), world())
        tokens, begin = 0, 0.0
        for number in range(options.updates + options.warm):
            if number == options.warm:
                wait()
                tokens, begin = 0, time.perf_counter()
            training.place, batches = next(stream)
            update(training, batches)
            tokens += sum(batch.tokens for batch in batches)
        seconds = time.perf_counter() - begin
        (every,) = total(tokens)
        begin = time.perf_counter()
        for _ in range(10):
            add_gradients(training.parameters)
        summing = (time.perf_counter() - begin) / 10
        parameters = sum(parameter.numel() for parameter in training.parameters)
        if rank() == 0:
            line = {"tokens/s": every / seconds, "update ms": 1000 * seconds / options.updates}
            line |= {"summing ms": 1000 * summing, "parameters": parameters, "torch": torch.__version__}
            print(json.dumps(line), flush=True)


def launch(processes: int) -> dict[str, float | str]:
    with tempfile.TemporaryDirectory() as runs:
        torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
        command = [*torchrun, str(Path(__file__)), *sys.argv[1:], "--runs", runs]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float | str] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--updates", type=int, default=60)
    parser.add_argument("--warm", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--runs", help="measure in this process, one of those that torchrun started")
    options = parser.parse_args()
    if options.runs:
        measure(options)
        return
    found: dict[int, list[dict[str, float | str]]] = {1: [], options.processes: []}
    for _ in range(options.rounds):
        for processes, results in found.items():
            results.append(launch(processes))
    line: dict[str, float | str] = {"processes": options.processes, "threads": 1}
    for processes, results in found.items():
        for name, value in results[0].items():
            middle = value if isinstance(value, str) else statistics.median(float(one[name]) for one in results)
            line[name if name in ("parameters", "torch") else f"{processes}: {name}"] = middle
    line["speed-up"] = float(line[f"{options.processes}: tokens/s"]) / float(line["1: tokens/s"])
    print(json.dumps({name: round(value, 3) if isinstance(value, float) else value for name, value in line.items()}))


if __name__ == "__main__":
    main()

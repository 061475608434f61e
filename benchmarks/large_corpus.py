"""A corpus of 10,000,000 pairs: what it costs to start, to train on and to resume, in seconds, tokens/s and memory.

    python benchmarks/large_corpus.py --folder FOLDER [--pairs 10000000] [--updates 1000] [--threads 1]

FOLDER takes the corpora (1 GB), their tables (1 GB) and the runs. The pairs recombine sentences of the built-in corpus, so a
small corpus made the same way is the yardstick of speed. Every figure is of a process of its own: the first start, with the
one-off indexing; a later start of the same run; one in the middle of the epoch; training on either corpus. A line of JSON
for each.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

BEGIN = time.perf_counter()
SMALL, SENTENCES, SEED = 29_000, 3_000, 1
SHORTEST, STEP, EVERY = 4, 100_000, 20
MEASURES = ("first", "later", "middle", "small", "large")


def generate(prefix: Path, count: int) -> None:
    """`count` pairs in PREFIX.en and PREFIX.de: every fifth of two sentences of the built-in corpus, the others of one."""
    import numpy

    from s2s.data.phrasebook import pairs

    sentences = pairs("en", "de", "train", SENTENCES, SEED)
    random = numpy.random.default_rng(SEED)
    for language in ("en", "de"):
        Path(f"{prefix}.{language}").unlink(missing_ok=True)
    for start in range(0, count, STEP):
        size = min(STEP, count - start)
        first, second = random.integers(0, SENTENCES, (2, size)).tolist()
        double = (random.random(size) < 0.2).tolist()
        for side, language in enumerate(("en", "de")):
            lines = (
                f"{sentences[i][side]} {sentences[j][side]}\n" if both else f"{sentences[i][side]}\n"
                for i, j, both in zip(first, second, double, strict=True)
            )
            with open(f"{prefix}.{language}", "a", encoding="utf-8", newline="\n") as file:
                file.write("".join(lines))


def memory() -> dict[str, float]:
    """MB of this process: all that is resident, and what of it is no page of a file."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().split("\n") if ":" in line)
    return {name: int(fields[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")}


def measure(options: argparse.Namespace) -> Iterator[tuple[str, float | list[float]]]:
    """One of `MEASURES` in this process."""
    from size import MODEL, VOCABULARY

    from s2s.assemble import assemble
    from s2s.data.corpus import load_corpus
    from s2s.data.stream import Place
    from s2s.parse import parse
    from s2s.state import Training
    from s2s.train import update

    prefix = str(options.folder / ("small" if options.measure == "small" else "large"))
    config = parse(
        {
            "name": Path(prefix).name,
            "runs": str(options.folder / "runs"),
            "threads": options.threads,
            "precision": "fp32",
            "device": "cpu",
            "data": {"corpus": "files", "train": prefix},
            "model": MODEL,
            "tokenizer": {"size": VOCABULARY // 4},
        }
    )
    begin = BEGIN
    if options.measure == "first":
        load_corpus(config.data, config.seed)
        yield "indexing s", time.perf_counter() - begin
        begin = time.perf_counter()
    parts = assemble(config)
    training = Training(parts)
    training.resume()
    stream = parts.stream.run(training.place)
    training.place, batches = next(stream)
    yield "first batch s", time.perf_counter() - begin
    if options.measure in ("small", "large"):
        tokens, resident = 0, []
        begin = time.perf_counter()
        for number in range(options.updates):
            update(training, batches)
            tokens += sum(batch.tokens for batch in batches)
            training.place, batches = next(stream)
            if number % max(1, options.updates // EVERY) == 0:
                resident.append(round(memory()["VmRSS"]))
        yield "tokens/s", tokens / (time.perf_counter() - begin)
        yield "resident MB", resident
        yield "anonymous MB", memory()["RssAnon"]
    else:
        update(training, batches)
        if options.measure == "later":
            training.place = Place(0, parts.stream.chunks // 2, 100)
        training.save()
    yield "peak MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(options: argparse.Namespace, name: str) -> dict[str, float | list[float]]:
    command = [sys.executable, __file__, *sys.argv[1:], "--measure", name]
    environment = {**os.environ, "HF_HOME": str(options.folder / "cache"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    found: dict[str, float | list[float]] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=10_000_000)
    parser.add_argument("--updates", type=int, default=1000, help="of the two trainings; a chunk has about 400")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--measure", choices=MEASURES, help="this one only, in this process")
    options = parser.parse_args()
    if options.measure:
        found = {name: round(value, 2) if isinstance(value, float) else value for name, value in measure(options)}
        print(json.dumps(found))
        return
    options.folder.mkdir(parents=True)  # a new one: the first start has to be the first
    generate(options.folder / "small", SMALL)
    generate(options.folder / "large", options.pairs)
    size = sum(path.stat().st_size for path in options.folder.glob("large.*"))
    line = {"pairs": options.pairs, "bytes": size, "threads": options.threads, "updates": options.updates}
    for name in MEASURES:
        print(json.dumps({"measure": name, **line, **child(options, name)}), flush=True)


if __name__ == "__main__":
    main()

"""A corpus of 10,000,000 pairs: what it costs to start, to train on and to resume, in seconds, tokens/s and memory.

    python benchmarks/large_corpus.py --folder FOLDER [--pairs 10000000] [--updates 1000] [--threads 1]

FOLDER takes the corpora (1 GB), their tables (1 GB) and the runs. The pairs recombine sentences of the built-in corpus, so a
small corpus made the same way is the yardstick of speed. Every figure is of a process of its own: the first start, with the
one-off indexing; a later start of the same run; one in the middle of the epoch. Then two processes train by turns, one on
either corpus, the other standing still meanwhile. The network is small, so that reading weighs more than it would in earnest.
Before each start the system forgets the pages of the tables, as if it had been started anew. Times are those of the clock and,
for a machine that others use too, of the processor. A line of JSON for each.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from size import MODEL, VOCABULARY

BEGIN = time.perf_counter()
SMALL, SENTENCES, SEED = 29_000, 3_000, 1
STEP, TURN = 100_000, 50
STARTS, TRAININGS = ("first", "later", "middle"), ("small", "large")
NETWORK = MODEL | {"embedding": 128, "encoder": {"units": 128, "layers": 1}, "decoder": {"units": 256, "layers": 1}}


def generate(prefix: Path, count: int) -> None:
    """`count` pairs in PREFIX.en and PREFIX.de: every fifth of two sentences of the built-in corpus, the others of one."""
    import numpy

    from s2s.data.corpora.phrasebook.draw import pairs

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


def memory() -> float:
    """MB that are resident."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().split("\n") if ":" in line)
    return int(fields["VmRSS"].split()[0]) / 1024


def forget(folder: Path) -> None:
    """Let the system drop what it has read of the files in `folder`."""
    for path in folder.rglob("*.arrow"):
        with open(path, "rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


class Clock:
    """Seconds since the process began, or since `restart`."""

    def __init__(self) -> None:
        self.begin, self.processor = BEGIN, 0.0

    def restart(self) -> None:
        self.begin, self.processor = time.perf_counter(), time.process_time()

    def read(self, name: str) -> dict[str, float]:
        return {
            f"{name} s": time.perf_counter() - self.begin,
            f"{name} processor s": time.process_time() - self.processor,
        }


def measure(options: argparse.Namespace) -> Iterator[dict[str, float]]:
    """One of `STARTS` or of `TRAININGS` in this process; of the latter, a turn for each line that comes."""
    from s2s.config.load import parse
    from s2s.data.corpora.load import load_corpus
    from s2s.data.stream import Place
    from s2s.runtime.memory import give_back_memory
    from s2s.training.setup import assemble
    from s2s.training.state import Training
    from s2s.training.updates import update

    prefix, clock = str(options.folder / ("small" if options.measure == "small" else "large")), Clock()
    run = {
        "name": Path(prefix).name,
        "runs": str(options.folder / "runs"),
        "data": {"corpus": "files", "train": prefix},
    }
    fixed = {"threads": options.threads, "precision": "fp32", "device": "cpu", "tokenizer": {"size": VOCABULARY // 4}}
    config = parse({**run, **fixed, "model": NETWORK})
    found: dict[str, float] = {}
    if options.measure == "first":
        load_corpus(config.data, config.seed)
        found |= clock.read("indexing")
        clock.restart()
    training = Training(assemble(config))
    training.resume()
    stream = training.parts.stream.run(training.place)
    training.place, batches = next(stream)
    found |= clock.read("first batch")
    if options.measure in STARTS:
        update(training, batches)
        if options.measure == "later":
            training.place = Place(0, training.parts.stream.chunks // 2, 100)
        training.save()
    yield found | {"peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    for _ in sys.stdin if options.measure in TRAININGS else ():
        clock.restart()
        tokens = 0
        for _ in range(TURN):
            update(training, batches)
            tokens += sum(batch.tokens for batch in batches)
            training.place, batches = next(stream)
        give_back_memory()  # as training does after so many updates
        place = {"epoch": training.place.epoch, "chunk": training.place.chunk}
        yield clock.read("turn") | {"tokens": tokens, "resident MB": memory()} | place


class Child:
    """A process that measures; it stands still unless it is listened to."""

    def __init__(self, options: argparse.Namespace, name: str) -> None:
        command = [sys.executable, __file__, *sys.argv[1:], "--measure", name]
        environment = {**os.environ, "HF_HOME": str(options.folder / "cache"), "HF_HUB_OFFLINE": "1"}
        forget(options.folder)
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.started = self.listen()

    def listen(self) -> dict[str, float]:
        found: dict[str, float] = json.loads(pipe(self.process.stdout).readline())
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGSTOP)
        return found

    def turn(self) -> dict[str, float]:
        self.process.send_signal(signal.SIGCONT)
        pipe(self.process.stdin).write("\n")
        pipe(self.process.stdin).flush()
        return self.listen()

    def end(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.communicate()
        assert self.process.returncode == 0


def pipe(end: IO[str] | None) -> IO[str]:
    assert end is not None
    return end


def trained(child: Child, turns: list[dict[str, float]]) -> dict[str, Any]:
    """What the turns of one training come to."""
    tokens = sum(turn["tokens"] for turn in turns)
    rates = {
        f"tokens/{name[5:]}": tokens / sum(turn[name] for turn in turns) for name in ("turn s", "turn processor s")
    }
    last = {"epoch": turns[-1]["epoch"], "chunk": turns[-1]["chunk"]}
    return {**child.started, **rates, **last, "resident MB": [round(turn["resident MB"]) for turn in turns]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=10_000_000)
    parser.add_argument("--updates", type=int, default=1000, help="of the two trainings; a chunk has about 400")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--measure", choices=STARTS + TRAININGS, help="this one only, in this process")
    options = parser.parse_args()
    if options.measure:
        for found in measure(options):
            print(json.dumps(found), flush=True)
        return
    if options.folder.exists():
        parser.error(
            f"--folder {options.folder}: is there already; give a new one, as the first start has to be the first"
        )
    options.folder.mkdir(parents=True)
    generate(options.folder / "small", SMALL)
    generate(options.folder / "large", options.pairs)
    size = sum(path.stat().st_size for path in options.folder.glob("large.*"))
    line = {"pairs": options.pairs, "bytes": size, "threads": options.threads}

    def say(name: str, found: dict[str, Any]) -> None:
        rounded = {key: round(value, 2) if isinstance(value, float) else value for key, value in found.items()}
        print(json.dumps({"measure": name, **line, **rounded}), flush=True)

    for name in STARTS:
        child = Child(options, name)
        child.end()
        say(name, child.started)
    children = {name: Child(options, name) for name in TRAININGS}
    turns: dict[str, list[dict[str, float]]] = {name: [] for name in TRAININGS}
    for _ in range(-(-options.updates // TURN)):
        for name, child in children.items():
            turns[name].append(child.turn())
    results = {name: trained(child, turns[name]) for name, child in children.items()}
    for name, child in children.items():
        child.end()
        say(name, {"updates": TURN * len(turns[name]), **results[name]})
    ratios = {
        key: results["large"][key] / results["small"][key] for key in results["large"] if key.startswith("tokens/")
    }
    say("large / small", ratios)


if __name__ == "__main__":
    main()

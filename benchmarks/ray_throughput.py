"""Lines a second of `s2s translate --engine ray` by two workers and by one, on one machine; goal: 1.6 times as many.

    python benchmarks/ray_throughput.py -m RUN --source FILE --folder FOLDER [--lines 200000] [--rows 5000] [--workers 1 2]

RUN is a run folder, whose export is taken where there is one, and FILE has text of its source language, which is repeated up to
so many lines, each with its number before it, so that no two are alike. Each number of workers has a cluster of its own in this
machine, a thread for each worker. What is timed is from the moment when as many blocks are finished as there are workers, so that
neither the start of Ray nor the loading of the model counts, to the last one; what workers wait for at the end counts. A line of JSON
for each, and one that says how many times as fast the last is as the first, and whether both have written the same text.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from s2s.data.text.lines import read_file
from s2s.runtime.machine import cores, processor, versions

CODE = """
import sys
from s2s.batch import translate_files
pattern, out, run, rows, workers, beam = sys.argv[1:]
translate_files(pattern, out, run, rows=int(rows), workers=int(workers), beam=int(beam))
"""


def generate(path: Path, source: str, count: int) -> None:
    """`count` lines."""
    lines = itertools.cycle(read_file(source))
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{number} {line}\n" for number, line in zip(range(count), lines, strict=False))


def measured(options: argparse.Namespace, text: Path, workers: int) -> dict[str, object]:
    """Translate by so many workers; the lines a second without the start, and the seconds of all."""
    out = options.folder / f"out-{workers}"
    environment = {name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}
    arguments = [str(text), str(out), options.model, str(options.rows), str(workers), str(options.beam_size)]
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", CODE, *arguments], env=environment, check=True)
    seconds = time.perf_counter() - begin
    ends = sorted(part.stat().st_mtime for part in out.glob("part-*"))
    assert len(ends) > 2 * workers, "give more lines, or fewer --rows"
    last = options.lines - options.rows * (len(ends) - 1)  # of the block that is not full
    lines = options.rows * (len(ends) - 1 - workers) + last
    return {
        "workers": workers,
        "lines/s": round(lines / (ends[-1] - ends[workers - 1]), 1),
        "seconds with the start": round(seconds, 1),
        "lines": options.lines,
        "blocks": len(ends),
        "beam": options.beam_size,
    }


def content(folder: Path) -> bytes:
    """All parts, one after the other."""
    return b"".join(part.read_bytes() for part in sorted(folder.glob("part-*")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-m", dest="model", required=True)
    parser.add_argument("--source", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--beam-size", type=int, default=1)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    text = (options.folder / "text").absolute()
    generate(text, options.source, options.lines)
    results = []
    for workers in options.workers:
        results.append(measured(options, text, workers))
        print(json.dumps(results[-1]), flush=True)
    ratio = float(str(results[-1]["lines/s"])) / float(str(results[0]["lines/s"]))
    same = len({content(options.folder / f"out-{workers}") for workers in options.workers}) == 1
    machine = {"processor": processor(), "cores": cores(), "versions": versions()}
    print(json.dumps({"times": round(ratio, 2), "same text": same, **machine}))


if __name__ == "__main__":
    main()

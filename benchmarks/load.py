"""`s2s translate --resume OUT` on a million lines from a pipe, killed on the way: memory, order, lines lost or doubled.

    python benchmarks/load.py -m RUN --folder FOLDER [--lines 1000000] [--kills 5]

RUN translates English and may be exported. The lines are sentences of the built-in corpus in a random order, one in ten of
them blank, so that the translation of each line is known beforehand. Every sitting reads the whole text from `cat` and is
killed by SIGKILL somewhere on its way, but for the last one. A line of JSON: lines that are missing, too many, or not the
known translation of what stands there (a few of these may be rounding: one row of a batch sees the width of the others), and
for each sitting the MB that were resident at the most in its first and in its second half.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from s2s import load
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.text.lines import read_file

SENTENCES, SEED, BLANK, PAUSE = 3000, 1, 0.1, 0.1


def generate(path: Path, sentences: list[str], count: int) -> None:
    """`count` lines, each the number of one of `sentences` turned into text, or blank."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{sentences[number]}\n" for number in drawn(count))


def drawn(count: int) -> list[int]:
    """The sentence of each line; the last one is blank."""
    chance = random.Random(SEED)
    return [SENTENCES if chance.random() < BLANK else chance.randrange(SENTENCES) for _ in range(count)]


def resident(process: subprocess.Popen[bytes]) -> float:
    """MB; 0 of a process that has ended."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in status.split("\n") if line.startswith("VmRSS")]
    return int(found[0]) / 1024 if found else 0.0


def sitting(command: list[str], text: Path, out: Path, until: float) -> list[float]:
    """Translate from a pipe until `out` has so many bytes, then kill, or to the end; MB resident on the way."""
    sizes = []
    with open(text, "rb") as file, subprocess.Popen(["cat"], stdin=file, stdout=subprocess.PIPE) as feeder:
        assert feeder.stdout is not None
        with subprocess.Popen(command, stdin=feeder.stdout) as process:
            feeder.stdout.close()
            while process.poll() is None and (out.stat().st_size if out.exists() else 0) < until:
                sizes.append(resident(process))
                time.sleep(PAUSE)
            process.kill()
        feeder.kill()
    assert process.returncode in (0, -signal.SIGKILL), process.returncode
    assert (process.returncode == 0) == (until == float("inf")), "a kill came too late"
    return sizes


def compare(out: Path, known: list[str], count: int) -> dict[str, int]:
    lines = read_file(str(out))
    other = sum(line != known[number] for line, number in zip(lines, drawn(count), strict=False))
    return {"lost": max(0, count - len(lines)), "doubled": max(0, len(lines) - count), "other": other}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-m", dest="model", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=5)
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    text, out = options.folder / "text", options.folder / "out"
    sentences = [*(source for source, _ in pairs("en", "de", "train", SENTENCES, SEED)), ""]
    known = load(options.model).translate(sentences, beam=1)
    generate(text, sentences, options.lines)
    size = sum(len(known[number].encode()) + 1 for number in drawn(options.lines))
    chance = random.Random(SEED)
    stops = sorted(size * (kill + chance.random()) / (options.kills + 1) for kill in range(1, options.kills + 1))
    command = [sys.executable, "-m", "s2s", "translate", "-m", options.model, "-b", "1", "--resume", str(out)]
    begin, halves = time.perf_counter(), []
    for until in itertools.chain(stops, [float("inf")]):
        sizes = sitting(command, text, out, until)
        middle = len(sizes) // 2
        halves.append([round(max(part, default=0.0), 1) for part in (sizes[:middle], sizes[middle:])])
    line = {"lines": options.lines, "seconds": round(time.perf_counter() - begin, 1), "kills": options.kills}
    print(json.dumps({**line, **compare(out, known, options.lines), "MB of the halves": halves}))


if __name__ == "__main__":
    main()

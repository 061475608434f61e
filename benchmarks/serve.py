"""`s2s serve` under load, on loopback alone: answers, latency, processor time, memory, and a worker that is killed.

    python benchmarks/serve.py -m RUN --folder FOLDER [--clients 1 8 64 200] [--seconds 20] [--requests 100000]

RUN translates English, and is exported: the numbers are of a server without torch. Each load is a line of JSON: requests a
second, p50 and p95 in milliseconds, the processor time of the server and of the generator a sentence and as a share of the
time, and answers that are wrong (not what `s2s translate` writes for the line), refused or lost. The load of 64 clients with
lists of 20 sentences has the ratio to the command's processor time a sentence, without the time that each takes to start.
`--requests` single sentences show memory; the last load kills a worker of two. Everything is bounded in count and in time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from s2s.data.corpora.phrasebook.draw import pairs
from s2s.data.text.lines import read_file

LIST = 20
HEAD = "POST /translate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"
TICKS = os.sysconf("SC_CLK_TCK")
LONGEST_WAIT = 120
"""Seconds for an answer."""


@dataclass
class Load:
    """What a load has met."""

    milliseconds: list[float] = field(default_factory=list)
    sentences: int = 0
    wrong: int = 0
    refused: int = 0
    lost: int = 0


def command_seconds(model: str, folder: Path, lines: list[str]) -> tuple[float, list[str]]:
    """Processor seconds of the command for a sentence, without its start, and what it writes."""
    used = []
    for name, some in (("one", lines[:1]), ("all", lines)):
        (folder / name).write_text("".join(f"{line}\n" for line in some), encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "s2s", "translate", "-m", model, "--workers", "1"]
        subprocess.run([*command, "-i", str(folder / name), "-o", str(folder / "out")], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return (used[1] - used[0]) / (len(lines) - 1), read_file(str(folder / "out"))


@contextmanager
def serving(model: str, workers: int) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server on a free port of this machine, and its port; it ends with the block."""
    command = [sys.executable, "-m", "s2s", "serve", "-m", model, "--port", "0", "--workers", str(workers)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            yield process, int(line.split("http://127.0.0.1:")[1].partition("/")[0])
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def workers_of(process: int) -> list[int]:
    """Its children that translate; itself where it has none."""
    children = map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())
    return [one for one in children if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()] or [process]


def used_seconds(process: int) -> float:
    """Processor time of a server and its workers."""
    return sum(
        sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13])) / TICKS
        for one in {process, *workers_of(process)}
    )


def resident(process: int) -> float:
    """MB of the workers."""
    status = [Path(f"/proc/{one}/status").read_text() for one in workers_of(process)]
    return sum(int(text.split("VmRSS:")[1].split()[0]) for text in status) / 1024


async def client(
    port: int, texts: list[str], known: list[str], number: int, size: int, load: Load, ends: float, most: int
) -> None:
    """Ask for `size` sentences at a time, on one connection, until the time is over or `most` requests are made."""
    reader = writer = None
    for turn in range(most):
        if time.monotonic() > ends:
            break
        places = [(number * 131 + turn * size + step) % len(texts) for step in range(size)]
        asked = [texts[place] for place in places]
        body = json.dumps({"q": asked if size > 1 else asked[0], "source": "en", "target": "de"}).encode()
        begin = time.perf_counter()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            assert reader is not None
            writer.write(HEAD.format(len(body)).encode() + body)
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), LONGEST_WAIT)
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            answer = await asyncio.wait_for(reader.readexactly(length), LONGEST_WAIT)
        except (OSError, EOFError, TimeoutError):
            load.lost += 1
            writer = None
            await asyncio.sleep(0.05)
            continue
        load.milliseconds.append(1000 * (time.perf_counter() - begin))
        if b" 200 " not in head.split(b"\r\n")[0]:
            load.refused += 1
            continue
        found = json.loads(answer)["translatedText"]
        load.sentences += size
        load.wrong += sum(
            one != known[place] for one, place in zip(found if size > 1 else [found], places, strict=True)
        )
    if writer is not None:
        writer.close()


async def burden(
    port: int, texts: list[str], known: list[str], clients: int, size: int, seconds: float, most: int
) -> Load:
    load, ends = Load(), time.monotonic() + seconds
    await asyncio.gather(*(client(port, texts, known, n, size, load, ends, most) for n in range(clients)))
    return load


def measure(
    process: int,
    port: int,
    texts: list[str],
    known: list[str],
    clients: int,
    size: int,
    seconds: float,
    most: int = 10**9,
) -> dict[str, object]:
    """A load, as a record."""
    before, own, begin = used_seconds(process), time.process_time(), time.monotonic()
    load = asyncio.run(burden(port, texts, known, clients, size, seconds, most))
    took, used = time.monotonic() - begin, used_seconds(process) - before
    count = max(1, load.sentences)
    times = sorted(load.milliseconds) or [0.0]
    return {
        "clients": clients,
        "sentences_a_request": size,
        "requests": len(load.milliseconds),
        "requests_a_second": round(len(load.milliseconds) / took, 1),
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 2),
        "server_ms_a_sentence": round(1000 * used / count, 4),
        "server_share": round(used / took, 3),
        "generator_share": round((time.process_time() - own) / took, 3),
        "wrong": load.wrong,
        "refused": load.refused,
        "lost": load.lost,
    }


def killed(model: str, texts: list[str], known: list[str], seconds: float) -> dict[str, object]:
    """A load on two workers, the busier of which is killed on the way; after how long another process stood in its place."""

    async def work(process: int, port: int) -> tuple[Load, float]:
        running = asyncio.create_task(burden(port, texts, known, 8, 1, seconds, 10**9))
        await asyncio.sleep(seconds / 4)
        victim = max(workers_of(process), key=used_seconds)  # one that has connections
        begin = time.monotonic()
        os.kill(victim, signal.SIGKILL)
        while len(workers_of(process)) < 2 or victim in workers_of(process):
            assert time.monotonic() < begin + 60, "it was not replaced"
            await asyncio.sleep(0.05)
        replaced = time.monotonic() - begin
        return await running, replaced

    with serving(model, 2) as (process, port):
        wait_for(port)
        load, replaced = asyncio.run(work(process.pid, port))
    return {
        "killed_worker": 1,
        "requests": len(load.milliseconds),
        "replaced_after_s": round(replaced, 2),
        "lost": load.lost,
        "most_lost": 8,
        "wrong": load.wrong,
    }


def wait_for(port: int) -> None:
    """Until it answers, at most a minute."""
    for _ in range(600):
        load = asyncio.run(burden(port, ["a"], [""], 1, 1, 30, 1))
        if not load.lost:
            return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-m", dest="model", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64, 200])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--sentences", type=int, default=2000, help="different ones")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    texts = list(dict.fromkeys(source for source, _ in pairs("en", "de", "train", options.sentences, 1)))
    each, known = command_seconds(options.model, options.folder, texts)
    print(json.dumps({"command_ms_a_sentence": round(1000 * each, 4), "sentences": len(texts)}), flush=True)
    with serving(options.model, 1) as (process, port):
        wait_for(port)
        measure(process.pid, port, texts, known, 8, LIST, min(5.0, options.seconds))  # what is made once is made
        for clients in options.clients:
            print(json.dumps(measure(process.pid, port, texts, known, clients, 1, options.seconds)), flush=True)
        found = measure(process.pid, port, texts, known, 64, LIST, options.seconds)
        found["ratio_to_command"] = round(float(str(found["server_ms_a_sentence"])) / (1000 * each), 3)
        print(json.dumps(found), flush=True)
        sizes = [resident(process.pid)]
        for _ in range(10):
            measure(process.pid, port, texts, known, 20, 1, 600, max(1, options.requests // 200))
            sizes.append(resident(process.pid))
        megabytes = [round(size, 1) for size in sizes]
        print(json.dumps({"requests": options.requests, "resident_mb": megabytes}), flush=True)
    print(json.dumps(killed(options.model, texts, known, options.seconds)), flush=True)


if __name__ == "__main__":
    main()

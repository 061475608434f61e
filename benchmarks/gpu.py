"""Training and decoding on a GPU, with random tokens and random weights; `gpu.sh` calls it where there is one.

    python benchmarks/gpu.py [--device cuda] [--seconds 5]
    python benchmarks/gpu.py --device cpu --quick

One line of JSON each for: the rate of the matrix unit (a linear layer of 8,192 in the precision of training); training of
the Multi30k model on sentences as long as captions and of networks as large as GNMT's (1,024 units, 4 + 4 layers, 32,000
pieces; arXiv:1609.08144; the encoder with as many in each direction, and in both together) on sentences as long as those of
news, through s2s's own updates, as they are and as CUDA graphs, with the share of that rate that useful products reach; decoding with beams of 1 and 5 for 1 to 1,024 sentences side by side, as it is and, greedily,
with the step as one CUDA graph. ``--quick`` runs all of it in small, to see that it runs. At the end a table on stderr has each rate
beside the one that results/gpu.jsonl holds.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import torch
from work import BACKWARD, flops, linear_rate, wait

from s2s.config.load import parse
from s2s.data.batching import Batch, padding_share, ready_for
from s2s.data.stream import Place, Stream
from s2s.decode.backend import Settings
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.scheduler import decode
from s2s.nn.model import Seq2Seq, build_model
from s2s.runtime.device import choose_device, choose_precision
from s2s.tasks.base import task_of
from s2s.training.accumulation import backward
from s2s.training.graphs import Graphs
from s2s.training.recorder import CudaGraphs, Plain
from s2s.training.setup import Parts
from s2s.training.state import Training
from s2s.training.updates import update

RESULTS = Path(__file__).parent / "results" / "gpu.jsonl"
BATCHES = (1, 8, 64, 256, 1024)
"""Sentences decoded side by side."""


@dataclass(frozen=True)
class Size:
    """A network, and sentences for it: of log-normal lengths with this median and spread."""

    name: str
    model: dict[str, Any]
    vocabulary: int
    median: int
    spread: float
    budgets: tuple[int, ...]
    """Positions in a training batch."""
    sentences: int = 100_000
    longest: int = 100


LARGE, HALF = {"units": 1024, "layers": 4}, {"units": 512, "layers": 4}
SIZES = (
    Size("multi30k", {}, 4000, 13, 0.3, (2000, 32_000)),
    Size("gnmt", {"embedding": 1024, "encoder": LARGE, "decoder": LARGE}, 32_000, 24, 0.6, (32_000,)),
    Size("gnmt, encoder 2 × 512", {"embedding": 1024, "encoder": HALF, "decoder": LARGE}, 32_000, 24, 0.6, (32_000,)),
)
SMALL = {"units": 16, "layers": 2}


def quick(size: Size) -> Size:
    model = {"embedding": 16, "encoder": SMALL, "decoder": SMALL}
    return replace(size, model=model, vocabulary=100, budgets=(200,), sentences=200)


class Sentences:
    """Pairs of random ids; a translation is about as long as its source."""

    def __init__(self, size: Size) -> None:
        random = numpy.random.default_rng(1)
        lengths = random.lognormal(numpy.log(size.median), size.spread, size.sentences)
        both = numpy.stack([lengths, lengths * random.lognormal(0, 0.15, size.sentences)]).round().astype(int)
        self.columns = {
            name: [random.integers(4, size.vocabulary, length).tolist() for length in row.clip(1, size.longest)]
            for name, row in zip(("source", "target"), both, strict=True)
        }

    def __len__(self) -> int:
        return len(self.columns["source"])

    def __getitem__(self, rows: Any) -> dict[str, Any]:
        return {name: column[rows] for name, column in self.columns.items()}


class Ids:
    """A side whose examples are ids already."""

    def __init__(self, size: int) -> None:
        self.size = size

    def encode(self, examples: list[Any], sampling: float = 0.0, seed: int = 0) -> list[Any]:
        return examples


def assemble(size: Size, sentences: Sentences, budget: int, device: torch.device, folder: Path) -> Parts:
    """The parts of a training run without text, tokenizer or validation."""
    dropout = {"embedding": 0.3, "layers": 0.3, "readout": 0.3}
    config = parse({"model": {**size.model, "dropout": dropout}, "train": {"tokens": budget}, "device": device.type})
    model = build_model(config.model, size.vocabulary, size.vocabulary, seed=1).to(device)
    codecs: Any = (Ids(size.vocabulary), Ids(size.vocabulary))
    ready = ready_for(device)
    stream = Stream(sentences, codecs, budget=budget, max_length=size.longest, sampling=0.0, seed=1, ready=ready)
    corpus: Any = SimpleNamespace(train=sentences, validation=sentences, identity=lambda name: name)

    def loss(batch: Batch) -> Any:
        return model(batch.source, batch.lengths, batch.target, batch.mask, config.train.label_smoothing)

    precision = choose_precision("auto" if device.type == "cuda" else "fp32", device)
    return Parts(config, task_of(config), folder, device, precision, corpus, codecs, stream, model, loss, 10**6, 10**6)


def peak(device: torch.device) -> int:
    """Megabytes: on a GPU of its memory, otherwise of the process."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated() >> 20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def train(parts: Parts, rate: float, seconds: float, warm: int, graphs: bool = False) -> dict[str, Any]:
    """Train for some seconds after some updates; `rate` is the linear layer's, in GFLOP/s."""
    assert isinstance(parts.model, Seq2Seq)
    training, stream, device = Training(parts), parts.stream.run(Place()), parts.device
    recorder = CudaGraphs() if device.type == "cuda" else Plain()
    gradients = Graphs(training, recorder) if graphs else backward
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
    done: list[Batch] = []
    for _ in range(warm):
        update(training, next(stream)[1], gradients)
    wait(device.type)
    begin, waited = time.perf_counter(), 0.0
    while not done or time.perf_counter() - begin < seconds:
        asked = time.perf_counter()
        batches = next(stream)[1]
        waited += time.perf_counter() - asked
        update(training, batches, gradients)
        done += batches
    wait(device.type)
    taken = time.perf_counter() - begin
    written, read = (sum(batch.tokens for batch in done), sum(int(batch.lengths.sum()) for batch in done))
    useful = BACKWARD * flops(parts.model, done) / taken / 1e9
    stream.close()
    return {
        "kernels": "graphs" if graphs else "plain",
        "source+target tokens/s": round((read + written) / taken),
        "target tokens/s": round(written / taken),
        "updates": len(done),
        "GFLOP/s": round(useful),
        "share of the matrix unit": round(useful / rate, 3),
        "waiting for data": round(waited / taken, 3),
        "padding": round(padding_share(done), 3),
        "peak MB": peak(device),
    }


class Graphed(TorchBackend):
    """The step as a CUDA graph, captured once for each shape: its kernels are launched with one call."""

    def __init__(self, model: Seq2Seq, device: torch.device) -> None:
        super().__init__(model, device)
        self.graphs: dict[Any, tuple[torch.cuda.CUDAGraph, list[torch.Tensor], Any]] = {}

    def predict(self, memory: Any, state: torch.Tensor, tokens: Any) -> Any:
        given = [torch.from_numpy(tokens).to(self.device), state, *memory]
        key = tuple(part.shape for part in given)
        if key not in self.graphs:
            self.graphs[key] = self.capture(type(memory), given)
        graph, kept, results = self.graphs[key]
        for here, part in zip(kept, given, strict=True):
            here.copy_(part)
        graph.replay()
        return results

    def capture(self, kind: Any, given: Sequence[torch.Tensor]) -> tuple[torch.cuda.CUDAGraph, list[torch.Tensor], Any]:
        kept, graph = [part.clone() for part in given], torch.cuda.CUDAGraph()

        def step() -> Any:
            features, state, weights = self.model.decoder.step(kept[0], kept[1], kind(*kept[2:]))
            return self.model.decoder.logits(features).float(), state, weights

        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):  # libraries allocate what they need before anything is captured
            for _ in range(3):
                step()
        torch.cuda.current_stream().wait_stream(side)
        with torch.cuda.graph(graph):
            results = step()
        return graph, kept, results


def decoding(size: Size, device: torch.device, batches: Sequence[int]) -> Iterator[dict[str, Any]]:
    """A line for each beam and batch: sentences of the median length, forced to be as long when translated."""
    model = build_model(parse({"model": size.model}).model, size.vocabulary, size.vocabulary, seed=1).to(device).eval()
    cases = [("plain", 1), ("plain", 5), *([("graph", 1)] if device.type == "cuda" else [])]
    random = numpy.random.default_rng(2)
    for batch in batches:
        texts = [[*ids, 2] for ids in random.integers(4, size.vocabulary, (batch, size.median - 1)).tolist()]
        for name, beam in cases:
            backend = (Graphed if name == "graph" else TorchBackend)(model, device)
            settings = Settings(beam=beam, batch_tokens=batch * size.median, forced_length=size.median)
            if device.type == "cuda":
                torch.cuda.reset_peak_memory_stats()
            taken = []
            for _ in range(6):
                begin = time.perf_counter()
                for _ in decode(backend, texts, settings):
                    pass
                taken.append(time.perf_counter() - begin)
            seconds = statistics.median(taken[1:])
            yield {
                "what": "decoding",
                "size": size.name,
                "step": name,
                "beam": beam,
                "batch": batch,
                "tokens/s": round(batch * size.median / seconds),
                "ms a step": round(1000 * seconds / size.median, 2),
                "peak MB": peak(device),
            }


def lines(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    device = choose_device(options.device)
    precision = choose_precision("auto" if device.type == "cuda" else "fp32", device)
    name = torch.cuda.get_device_name() if device.type == "cuda" else platform.machine()
    versions = {"torch": torch.__version__, "cuda": torch.version.cuda}
    yield {"device": name, "versions": versions, "seconds": options.seconds}
    width = 256 if options.quick else 8192
    rate = linear_rate(precision, device.type, width, width, seconds=min(2.0, options.seconds))
    yield {"what": "matrix unit", "precision": str(precision).removeprefix("torch."), "GFLOP/s": round(rate)}
    for size in SIZES:
        small = quick(size) if options.quick else size
        sentences = Sentences(small)
        for budget in small.budgets:
            with tempfile.TemporaryDirectory() as folder:
                for graphs, warm in ((False, 10), (True, 100)):
                    parts = assemble(small, sentences, budget, device, Path(folder))
                    found = train(parts, rate, options.seconds, 1 if options.quick else warm, graphs)
                    parameters = sum(parameter.numel() for parameter in parts.model.parameters())
                    yield {"what": "training", "size": size.name, "parameters": parameters, "batch": budget} | found
        yield from decoding(small, device, BATCHES[:2] if options.quick else BATCHES)


def table(now: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line for each of the rates `now`, beside the one of the same kind `before`, if there is one."""

    def named(line: dict[str, Any]) -> str:
        kind = line.get("step") or line.get("kernels", "plain")
        return ", ".join(
            str(part) for part in (line["what"], line["size"], kind, line.get("beam", ""), line["batch"]) if part
        )

    def rates(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
        return {
            named(line): line.get("source+target tokens/s", line.get("tokens/s")) for line in lines if "size" in line
        }

    earlier = rates(before)
    yield f"{'tokens/s':52} {'earlier':>10} {'now':>10}"
    for name, rate in rates(now).items():
        known = earlier.get(name)
        yield f"{name:52} {known or '–':>10} {rate:>10}" + (f"  {rate / known:.2f} ×" if known else "")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", default="cuda", choices=("cuda", "cpu"))
    parser.add_argument("--seconds", type=float, help="of training, for each size; default: 5, next to none if quick")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(arguments)
    options.seconds = options.seconds or (0.01 if options.quick else 5.0)
    before = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").split("\n") if line]
    found = []
    for line in lines(options):
        print(json.dumps(line), flush=True)
        found.append(line)
    print("\n".join(table(found, before)), file=sys.stderr)


if __name__ == "__main__":
    main()

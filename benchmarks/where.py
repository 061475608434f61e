"""Where the time goes: an update of training, or a step of decoding with an int8 export, part by part.

    python benchmarks/where.py training --folder FOLDER [--updates 20] [OPTION=VALUE …]
    python benchmarks/where.py decoding [--threads 1] [--repeats 5]

Training is of ``experiment=multi30k`` with the given options on a CPU, watched by torch's profiler: the share of the time in
each kind of operation, and the GFLOP/s of the products beside those of a plain linear layer in the same run. Decoding is
that of decode_speed.py: microseconds a step in each part, medians of the repeats, and the share of the step's network that
each operator takes, a product named by its width, from a second pass with ONNX Runtime's profiler. One line of JSON each.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import onnxruntime
import torch
from composed import composed, latest
from forced import CASES, exported, ours, sources
from size import MODEL, VOCABULARY
from torch.profiler import ProfilerActivity, profile
from work import BACKWARD, flops, linear_rate

from s2s.config.load import parse
from s2s.data.batching import Batch
from s2s.data.stream import Place
from s2s.decode.backends.exported import STEP
from s2s.decode.backends.onnx import OnnxBackend
from s2s.errors import UserError
from s2s.nn.model import Seq2Seq, build_model
from s2s.training.setup import assemble
from s2s.training.state import Training
from s2s.training.updates import update

KINDS = {
    "products": ("mm", "addmm", "addmm_", "bmm", "baddbmm", "mkldnn_rnn_layer", "mkldnn_rnn_layer_backward"),
    "exponentials": (
        *("_log_softmax", "_softmax", "_softmax_backward_data", "exp_", "sigmoid", "sigmoid_", "sigmoid_backward"),
        *("tanh", "tanh_", "tanh_backward"),
    ),
    "random numbers": ("random_", "bernoulli_", "uniform_", "rand"),
    "moving": ("copy_", "cat", "fill_", "index_select", "gather", "scatter_add_", "_index_put_impl_"),
    "sums and products of elements": (
        "mul",
        "mul_",
        "add",
        "add_",
        "sub",
        "sub_",
        "addcmul",
        "addcmul_",
        "sum",
        "lerp",
        "rsub",
    ),
    "optimiser": ("_fused_adam_",),
}
WARM = 10


def training(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as runs:
        folder = [f"data.folder={options.folder}", f"runs={runs}", "device=cpu"]
        parts = assemble(composed(latest(["experiment=multi30k", *folder, *options.choices])))
    task, stream, model = Training(parts), parts.stream.run(Place()), parts.model
    assert isinstance(model, Seq2Seq)

    def go(updates: int) -> tuple[list[Batch], float]:
        batches, begin = [], time.perf_counter()
        for _ in range(updates):
            task.place, found = next(stream)
            update(task, found)
            batches += found
        return batches, time.perf_counter() - begin

    go(WARM)
    batches, seconds = go(options.updates)
    with profile(activities=[ProfilerActivity.CPU]) as watch:
        go(options.updates)
    spent = {event.key.removeprefix("aten::"): event.self_cpu_time_total for event in watch.key_averages()}
    whole = sum(spent.values())
    shares = {kind: sum(spent.get(name, 0.0) for name in names) / whole for kind, names in KINDS.items()}
    passes = 2 if parts.config.train.consistency else 1
    rate = passes * BACKWARD * flops(model, batches) / seconds / 1e9
    linear = linear_rate(parts.precision)
    line = {
        "seconds an update": round(seconds / options.updates, 3),
        "target tokens/s": round(sum(batch.tokens for batch in batches) / seconds),
        "precision": str(parts.precision).removeprefix("torch."),
        "GFLOP/s": round(rate),
        "linear GFLOP/s": round(linear),
        "share of the linear layer": round(rate / linear, 2),
        "shares of the time": {kind: round(share, 3) for kind, share in shares.items()},
        "the rest": round(1 - sum(shares.values()), 3),
    }
    print(json.dumps(line))


class Timed(OnnxBackend):
    """Notes the seconds in each of its parts, those inside another part included."""

    def __init__(self, folder: Path, threads: int) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.steps = 0
        super().__init__(folder, threads)  # which tries a step
        for part, session in (("encoder", self.encoder), ("network", self.stepper)):
            session.run = partial(self.timed, part, session.run)  # type: ignore[method-assign]
        self.seconds.clear()
        self.steps = 0

    def timed(self, part: str, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        begin = time.perf_counter()
        found = call(*arguments, **options)
        self.seconds[part] += time.perf_counter() - begin
        return found

    def encode(self, *arguments: Any) -> Any:
        return self.timed("encode", super().encode, *arguments)

    def step(self, *arguments: Any, **options: Any) -> Any:
        self.steps += 1
        return self.timed("step", super().step, *arguments, **options)

    def select(self, *arguments: Any) -> Any:
        return self.timed("select", super().select, *arguments)


def parts_of(backend: Timed, run: Callable[[list[list[int]]], None], texts: list[list[int]]) -> dict[str, float]:
    """Microseconds a step."""
    backend.seconds.clear()
    backend.steps = 0
    begin = time.perf_counter()
    run(texts)
    whole, spent = time.perf_counter() - begin, backend.seconds
    found = {
        "the step's network": spent["network"],
        "handing over, best tokens": spent["step"] - spent["network"],
        "encoding": spent["encode"],
        "choosing beams": spent["select"],
        "search": whole - spent["step"] - spent["encode"] - spent["select"],
        "all": whole,
    }
    return {name: 1e6 * seconds / backend.steps for name, seconds in found.items()}


def operators(trace: Path) -> dict[str, float]:
    """The share of each kind of operator in the time of all, from a profile of ONNX Runtime, largest first."""
    spent: Counter[str] = Counter()
    for event in json.loads(trace.read_text()):
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            kind = event["args"]["op_name"]
            if "MatMul" in kind:
                shapes = (shape for given in event["args"]["output_type_shape"] for shape in given.values())
                kind = f"product of width {next(shapes)[-1]:,}"
            spent[kind] += event["dur"]
    return {kind: round(taken / spent.total(), 3) for kind, taken in spent.most_common(8)}


def decoding(options: argparse.Namespace) -> None:
    torch.set_num_threads(options.threads)
    model = build_model(parse({"model": MODEL}).model, VOCABULARY, VOCABULARY, seed=1).eval()
    with tempfile.TemporaryDirectory() as name:
        exported(model, Path(name), options.threads)
        for beam, batch in CASES:
            backend = Timed(Path(name), options.threads)
            texts, run = sources(256 if batch > 1 else 32), ours(backend, beam, batch)
            run(texts)
            found = [parts_of(backend, run, texts) for _ in range(options.repeats)]
            microseconds = {part: round(statistics.median(one[part] for one in found)) for part in found[0]}
            watch(backend, Path(name), options.threads)
            run(texts)
            trace = Path(backend.stepper.session.end_profiling())
            line = {"beam": beam, "batch": batch, "threads": options.threads, "microseconds a step": microseconds}
            print(json.dumps(line | {"shares of the step's network": operators(trace)}), flush=True)


def watch(backend: Timed, folder: Path, threads: int) -> None:
    """Let the step run under ONNX Runtime's profiler."""
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = threads, 1
    settings.enable_profiling, settings.profile_file_prefix = True, str(folder / "trace")
    backend.stepper.session = onnxruntime.InferenceSession(
        str(folder / STEP), settings, providers=["CPUExecutionProvider"]
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_subparsers(required=True)
    learning = which.add_parser("training")
    learning.set_defaults(run=training)
    learning.add_argument("--folder", required=True, help="Multi30k")
    learning.add_argument("--updates", type=int, default=20)
    learning.add_argument("choices", nargs="*", metavar="OPTION=VALUE")
    writing = which.add_parser("decoding")
    writing.set_defaults(run=decoding)
    writing.add_argument("--threads", type=int, default=1)
    writing.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except UserError as error:
        print(f"where: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""One recurrent layer on a CPU, forward and backward: s2s's time loop against torch's own kernels (oneDNN's for the LSTM).

    python benchmarks/cells.py [--threads 2] [--repeats 5]

20 positions, input as wide as the layer. The two take turns; one line of JSON for each cell, batch and width with the
GFLOP/s of either (medians) and their quotient.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable

import torch

from s2s.allocator import keep_freed_memory
from s2s.nn.cell import GRU, LSTM, Layer

STEPS = 20
BATCHES, WIDTHS = (16, 64, 128, 512), (128, 256, 512, 1024)
BACKWARD = 3


def ours(kind: type[Layer], width: int, inputs: torch.Tensor) -> Callable[[], None]:
    layer = kind(width, width)
    layer.reset("orthogonal")
    state = tuple(torch.zeros(inputs.shape[1], width) for _ in range(layer.parts))
    return lambda: layer.run_loop(inputs, state, None, None)[0].sum().backward()


def theirs(kind: type[Layer], width: int, inputs: torch.Tensor) -> Callable[[], None]:
    layer = (torch.nn.LSTM if kind is LSTM else torch.nn.GRU)(width, width)
    return lambda: layer(inputs)[0].sum().backward()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    keep_freed_memory()
    for kind in (LSTM, GRU):
        for batch in BATCHES:
            for width in WIDTHS:
                inputs = torch.randn(STEPS, batch, width, requires_grad=True)
                systems = {"s2s": ours(kind, width, inputs), "torch": theirs(kind, width, inputs)}
                seconds: dict[str, list[float]] = {name: [] for name in systems}
                for turn in range(options.repeats + 1):
                    for name, system in systems.items():
                        begin = time.perf_counter()
                        system()
                        if turn:
                            seconds[name].append(time.perf_counter() - begin)
                work = BACKWARD * 2 * STEPS * batch * 2 * kind.gates * width * width / 1e9
                rates = {name: round(work / statistics.median(taken), 1) for name, taken in seconds.items()}
                line = {"cell": kind.__name__, "batch": batch, "width": width, "threads": options.threads}
                print(json.dumps({**line, **rates, "s2s / torch": round(rates["s2s"] / rates["torch"], 2)}), flush=True)


if __name__ == "__main__":
    main()

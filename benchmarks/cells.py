"""One recurrent layer on a CPU, forward and backward: the loop, gradients written out, torch.

    python benchmarks/cells.py [--cells lstm gru] [--threads 2] [--repeats 5] [--precision fp32]

20 positions, input as wide as the layer. They take turns; one line of JSON for each cell, batch and width with the
GFLOP/s of each (medians), and what s2s gains over the loop and over torch with the gradients written out. A cell is a
registered one, or MODULE:CLASS; one without written gradients, or without a counterpart in torch, has fewer columns.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import torch

from s2s.config.networks import CELLS
from s2s.errors import UserError
from s2s.nn.cells.layer import Layer
from s2s.nn.draw import Draw
from s2s.runtime.memory import keep_few_kernels, keep_freed_memory

STEPS = 20
BATCHES, WIDTHS = (16, 64, 128, 512), (128, 256, 512, 1024)
BACKWARD = 3


def written_out(layer: Layer, inputs: torch.Tensor, state: tuple[torch.Tensor, ...]) -> torch.Tensor:
    made = layer.run_steps(inputs, state, None, None)
    assert made is not None
    return made[0]


def ours(kind: type[Layer], width: int, inputs: torch.Tensor) -> dict[str, Callable[[], torch.Tensor]]:
    layer = kind(inputs=width, units=width)
    layer.reset(Draw(), "orthogonal")
    state = tuple(torch.zeros(inputs.shape[1], width) for _ in range(layer.parts))
    found = {"loop": lambda: layer.run_loop(inputs, state, None, None)[0]}
    if layer.steps() is not None:
        found["written out"] = lambda: written_out(layer, inputs, state)
    return found


def theirs(name: str, width: int, inputs: torch.Tensor) -> dict[str, Callable[[], torch.Tensor]]:
    kind = getattr(torch.nn, name.upper(), None)
    if kind is None:
        return {}
    layer = kind(width, width)
    return {"torch": lambda: layer(inputs)[0]}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    parser.add_argument("--cells", nargs="+", default=["lstm", "gru"], metavar="CELL")
    options = parser.parse_args(arguments)
    try:
        for name in options.cells:
            CELLS.check("--cells", name)
    except UserError as error:
        print(f"cells: {error}", file=sys.stderr)
        return 2
    torch.set_num_threads(options.threads)
    keep_few_kernels()
    keep_freed_memory()
    for name in options.cells:
        kind = CELLS.load(name)
        for batch in BATCHES:
            for width in WIDTHS:
                inputs = torch.randn(STEPS, batch, width, requires_grad=True)
                systems = ours(kind, width, inputs) | theirs(name, width, inputs)
                seconds: dict[str, list[float]] = {system: [] for system in systems}
                for turn in range(options.repeats + 1):
                    for called, system in systems.items():
                        begin = time.perf_counter()
                        with torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "bf16"):
                            outputs = system()
                        outputs.sum().backward()
                        if turn:
                            seconds[called].append(time.perf_counter() - begin)
                work = BACKWARD * 2 * STEPS * batch * 2 * kind.gates * width * width / 1e9
                rates = {called: round(work / statistics.median(taken), 1) for called, taken in seconds.items()}
                line = {"cell": kind.__name__, "batch": batch, "width": width, "threads": options.threads}
                best = rates.get("written out", rates["loop"])
                gains = {f"over {other}": round(best / rates[other], 2) for other in rates if other != "written out"}
                print(json.dumps({**line, "precision": options.precision, **rates, **gains}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

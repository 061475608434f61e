"""Learning curves of two runs that shared their machine, in the minutes that they take when it is quiet.

    python benchmarks/rates.py --recurrent RUN --transformer RUN [--updates 24] [--size same] OPTION=VALUE … >> results/curve.jsonl

The options are those of both runs (scripts/train.py and transformer_tiny.py). An update of either network is timed, on the same
batch and by turns; the curve of a run is that of curve.py, with as many minutes as its updates take at the mean of these times.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import transformer_tiny
from composed import composed, latest, portable
from curve import of_run

from s2s.data.stream import Place
from s2s.errors import UserError
from s2s.runtime.process import log
from s2s.training.setup import assemble
from s2s.training.state import Training
from s2s.training.updates import update

WARM = 4
"""Updates before the clock starts."""


def seconds(options: argparse.Namespace) -> list[float]:
    """The mean time of an update of the recurrent network, and of the Transformer."""
    with tempfile.TemporaryDirectory() as folder:
        config = composed(latest([*options.choices, f"runs={folder}"]))
        parts = [assemble(config), transformer_tiny.with_transformer(config, options)]
        trainings, taken = [Training(each) for each in parts], [list[float](), list[float]()]
        stream = parts[0].stream.run(Place())
        for number in range(WARM + options.updates):
            _, batches = next(stream)
            for training, times in zip(trainings, taken, strict=True):
                begin = time.perf_counter()
                update(training, batches)
                if number >= WARM:
                    times.append(time.perf_counter() - begin)
    return [statistics.mean(times) for times in taken]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recurrent", type=Path, required=True, metavar="RUN")
    parser.add_argument("--transformer", type=Path, required=True, metavar="RUN")
    parser.add_argument("--updates", type=int, default=24, help="timed, of either")
    parser.add_argument("--size", choices=tuple(transformer_tiny.SIZES), default="same")
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--norm-first", action="store_true")
    parser.add_argument("choices", nargs="+", metavar="OPTION=VALUE")
    options = parser.parse_args(arguments)
    try:
        curves = [of_run("s2s", options.recurrent), of_run(f"transformer {options.size}", options.transformer)]
        for curve, rate in zip(curves, seconds(options), strict=True):
            minutes = [round(updates * rate / 60, 2) for updates in curve["updates"]]
            facts = {"seconds an update": round(rate, 3), "options": portable(options.choices)}
            print(json.dumps(curve | {"minutes": minutes} | facts, ensure_ascii=False), flush=True)
    except UserError as error:
        log(f"rates: {error}")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

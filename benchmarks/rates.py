"""Learning curves of two runs that shared their machine, in the minutes that they take when it is quiet.

    python benchmarks/rates.py --recurrent RUN --transformer RUN [--updates 24] [--size same] OPTION=VALUE … >> results/curve.jsonl

The options are those of both runs (scripts/train.py and transformer_tiny.py). Updates of either network are timed without and
with R-Drop, on the same batches and by turns; the curve of a run is that of curve.py, with as many minutes as its updates take
at the means of these times.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import transformer_tiny
from composed import composed, portable
from curve import of_run
from pace import Pace, paces, switch

from s2s.assemble import assemble
from s2s.errors import UserError
from s2s.runtime import log
from s2s.state import Training


def measured(options: argparse.Namespace) -> tuple[list[Pace], int]:
    """Seconds an update of the recurrent network, and of the Transformer; the first update with R-Drop."""
    with tempfile.TemporaryDirectory() as folder:
        config = composed([*options.choices, f"runs={folder}"])
        both = [Training(parts) for parts in (assemble(config), transformer_tiny.with_transformer(config, options))]
        return paces(both, options.updates), switch(both[0])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recurrent", type=Path, required=True, metavar="RUN")
    parser.add_argument("--transformer", type=Path, required=True, metavar="RUN")
    parser.add_argument("--updates", type=int, default=24, help="timed, of either and of each kind")
    parser.add_argument("--size", choices=tuple(transformer_tiny.SIZES), default="same")
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--norm-first", action="store_true")
    parser.add_argument("choices", nargs="+", metavar="OPTION=VALUE")
    options = parser.parse_args(arguments)
    try:
        curves = [of_run("s2s", options.recurrent), of_run(f"transformer {options.size}", options.transformer)]
        found, first = measured(options)
        for curve, pace in zip(curves, found, strict=True):
            minutes = [round(pace.minutes(updates, first), 2) for updates in curve["updates"]]
            facts = {"seconds an update": [round(rate, 3) for rate in pace], "options": portable(options.choices)}
            print(json.dumps(curve | {"minutes": minutes} | facts, ensure_ascii=False), flush=True)
    except UserError as error:
        log(f"rates: {error}")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

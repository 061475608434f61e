"""Cells without a recurrent matrix and layers without a state, measured: each combination against the LSTM recipe.

    python benchmarks/light_cells.py [OPTION=VALUE …] --folder FOLDER [--steps 1200] [--seeds 1] [--only NAME …]
    python benchmarks/light_cells.py [OPTION=VALUE …] --folder FOLDER --speed [--updates 10] [--repeats 5] [--only NAME …]
    python benchmarks/light_cells.py --table

FOLDER holds Multi30k (train.en, train.de, val.en, val.de); nothing else is read. A row is the cell of the encoder, that of
the decoder and the kind of the decoder's layers above the first, as ``ssru+lstm feedforward``; all else is
``experiment=multi30k`` with the given options. Without ``--speed`` each row is trained from each seed, and validated (BLEU,
greedy, on val) a dozen times; minutes are those of updates alone. With it each row takes turns with the LSTM row in one
process, in training (target tokens/s) and in decoding with int8 (forced lengths, one thread), so that the ratio holds on a
machine that is shared. Lines of JSON are appended to benchmarks/results/light_cells.jsonl; what is there is not done again, and
a training that was stopped or has failed goes on. At the end, and with ``--table`` alone, all that is there is printed as a table.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from ablation import common, digest, keep, known, run_folder, train
from composed import composed, latest, portable
from curve import MARKS, of_run, reached
from forced import CASES, LENGTH, exported, ours, sources

from s2s.config.schema import RunConfig
from s2s.data.stream import Place
from s2s.errors import UserError
from s2s.nn.model import Seq2Seq
from s2s.training.setup import assemble
from s2s.training.state import Training
from s2s.training.updates import update

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results" / "light_cells.jsonl"
ENCODERS, DECODERS, UPPER = ("lstm", "ssru"), ("lstm", "gru", "ssru"), ("recurrent", "feedforward")
REFERENCE = "lstm+lstm recurrent"
VALIDATIONS = 12
SPEED_STEPS = 1000
"""Of the configuration whose speed is measured, which hardly depends on it."""
SPEEDS = ("training", *(f"beam {beam} × {batch}" for beam, batch in CASES))


def rows() -> dict[str, list[str]]:
    """Name → options; the recipe with LSTM first."""
    return {
        f"{encoder}+{decoder} {upper}": [
            f"model.cell={encoder}",
            f"model.decoder.cell={decoder}",
            f"model.decoder.upper={upper}",
        ]
        for encoder, decoder, upper in itertools.product(ENCODERS, DECODERS, UPPER)
    }


def planned(options: argparse.Namespace) -> Iterator[tuple[str, list[str], RunConfig]]:
    """The rows to do, each from each seed: name, what is changed, configuration. Raises `UserError` for a name that is no row."""
    every = rows()
    if unknown := [name for name in options.only or [] if name not in every]:
        raise UserError(f"--only {unknown[0]}: no such row; choose from {', '.join(every)}")
    for seed, (name, change) in itertools.product([1] if options.speed else options.seeds, every.items()):
        if options.only is None or name in options.only:
            changed = [*change, f"seed={seed}"]
            yield name, changed, composed(latest([*common(options), *changed]))


def trained(run: Path) -> dict[str, Any]:
    """What a training came to."""
    curve = of_run("", run)
    found = {key: curve[key] for key in ("parameters", "updates", "minutes", "BLEU")}
    marks = {str(mark): reached(curve, mark) for mark in MARKS}
    return found | {"minutes to": marks, "end BLEU": curve["BLEU"][-1], "best BLEU": max(curve["BLEU"])}


def taking_turns(systems: dict[str, Callable[[], int]], repeats: int) -> dict[str, int]:
    """Tokens a second of each system, medians; a call gives the tokens of a turn, and the first turn warms up."""
    rates: dict[str, list[float]] = {name: [] for name in systems}
    for turn in range(repeats + 1):
        for name, system in systems.items():
            begin = time.perf_counter()
            tokens = system()
            if turn:
                rates[name].append(tokens / (time.perf_counter() - begin))
    return {name: round(statistics.median(values)) for name, values in rates.items()}


def trainer(training: Training, updates: int) -> Callable[[], int]:
    """Some updates of a training that goes on: how many target tokens they learned from."""
    stream = training.parts.stream.run(Place())

    def run() -> int:
        tokens = 0
        for _ in range(updates):
            training.place, batches = next(stream)
            update(training, batches)
            tokens += sum(batch.tokens for batch in batches)
        return tokens

    return run


def speeds(config: RunConfig, reference: RunConfig, options: argparse.Namespace) -> dict[str, dict[str, int]]:
    """Tokens a second of a row and of the reference, in training and in decoding with int8."""
    with tempfile.TemporaryDirectory() as name:
        folder, trainings = Path(name), {}
        for label, one in (("row", config), ("lstm", reference)):
            one.runs = str(folder / "runs")
            trainings[label] = Training(assemble(one))
        found = {
            "training": taking_turns(
                {label: trainer(training, options.updates) for label, training in trainings.items()}, options.repeats
            )
        }
        torch.set_num_threads(1)
        backends = {}
        for label, training in trainings.items():
            model, vocabulary = training.parts.model, training.parts.codecs[1].size
            assert isinstance(model, Seq2Seq)
            (folder / label).mkdir()
            backends[label] = exported(model.float().eval(), folder / label, 1, vocabulary)
        for beam, batch in CASES:
            texts = sources(options.sentences if batch > 1 else max(4, options.sentences // 8), vocabulary)
            systems = {label: decoder(ours(backend, beam, batch), texts) for label, backend in backends.items()}
            found[f"beam {beam} × {batch}"] = taking_turns(systems, options.repeats)
    return found


def decoder(run: Callable[[list[list[int]]], None], texts: list[list[int]]) -> Callable[[], int]:
    """One pass over `texts`: how many tokens it wrote for them."""

    def turn() -> int:
        run(texts)
        return LENGTH * len(texts)

    return turn


def multiple(rates: dict[str, int]) -> float:
    """How many times as fast a row is as the reference."""
    return rates["row"] / rates["lstm"]


def work(options: argparse.Namespace) -> None:
    """Do the rows that are not in the results yet."""
    kind = "speed" if options.speed else "training"
    done = {(line["row"], line["config"]) for line in known(options) if line["kind"] == kind and "failed" not in line}
    for name, change, config in planned(options):
        mark = digest(config)
        if (name, mark) in done:
            continue
        facts = {"row": name, "kind": kind, "config": mark, "seed": config.seed, "steps": options.steps}
        facts |= {"options": portable(options.given), "torch": torch.__version__}
        if options.speed:
            reference = composed(latest([*common(options), *rows()[REFERENCE]]))
            found = speeds(config, reference, options)
            keep({**facts, **found, "times": {kind: round(multiple(one), 2) for kind, one in found.items()}}, options)
        else:
            run = train(name, change, config, options)
            keep({**facts, **({"failed": run} if isinstance(run, str) else trained(run_folder(config)))}, options)


def tables(found: Sequence[dict[str, Any]]) -> str:
    """Markdown: a table for each number of updates and choice of options, the best first."""
    groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for line in found:
        if line["kind"] == "training":
            groups.setdefault((line["steps"], " ".join(line["options"])), []).append(line)
    fast = {(line["row"], " ".join(line["options"])): line for line in found if line["kind"] == "speed"}
    if not groups:
        return table([], fast)
    return "\n\n".join(
        f"{steps:,} updates, {given or 'no options'}\n\n{table(lines, {k: v for k, v in fast.items() if k[1] == given})}"
        for (steps, given), lines in groups.items()
    )


def table(found: Sequence[dict[str, Any]], fast: dict[tuple[str, str], dict[str, Any]]) -> str:
    """A row for each combination: means over the seeds, and speeds as multiples of the LSTM's."""
    found = list({(line["row"], line["seed"]): line for line in found}.values())  # the last of what is done again
    head = [
        "row",
        "seeds",
        "parameters",
        *(f"{mark} BLEU" for mark in MARKS),
        "end",
        "best",
        *(f"× {s}" for s in SPEEDS),
    ]
    speed = {name: {kind: multiple(one[kind]) for kind in SPEEDS} for (name, _), one in fast.items()}
    lines = []
    for name in rows():
        own = [line for line in found if line["row"] == name and "end BLEU" in line]
        cells = [name, str(len(own)), *([""] * (len(MARKS) + 3))]
        if own:
            cells[2] = f"{own[0]['parameters']:,}"
            for place, mark in enumerate(MARKS, start=3):
                times = [line["minutes to"][str(mark)] for line in own]
                cells[place] = "never" if None in times else f"{statistics.mean(times):.1f}"
            for place, kind in enumerate(("end BLEU", "best BLEU"), start=3 + len(MARKS)):
                cells[place] = f"{statistics.mean(line[kind] for line in own):.2f}"
        cells += [f"{speed[name][kind]:.2f}" if name in speed else "" for kind in SPEEDS]
        if own or name in speed:
            lines.append((statistics.mean(line["end BLEU"] for line in own) if own else 0.0, cells))
    shown = [head, ["---"] * len(head), *(cells for _, cells in sorted(lines, key=lambda line: -line[0]))]
    failed = [f"\n{line['row']}, seed {line['seed']}: {line['failed']}" for line in found if "failed" in line]
    return "\n".join([*(f"| {' | '.join(cells)} |" for cells in shown), *failed])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--speed", action="store_true", help="measure speeds, and train nothing to the end")
    parser.add_argument("--updates", type=int, default=10, help="of a turn")
    parser.add_argument("--sentences", type=int, default=128, help="of a turn in decoding")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--runs", default="runs")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("choices", nargs="*", metavar="OPTION=VALUE")
    options = parser.parse_args(arguments)
    options.given = options.choices
    if options.speed:
        options.steps = SPEED_STEPS
    options.choices = [f"train.validate_every={max(1, options.steps // VALIDATIONS)}", *options.given]
    try:
        if not options.table:
            if options.folder is None:
                raise UserError("--folder: missing; give the folder that holds train.en, train.de, val.en and val.de")
            work(options)
        print(tables(known(options)))
    except UserError as error:
        print(f"light_cells: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

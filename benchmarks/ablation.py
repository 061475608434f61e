"""What each part of the winning recipe gives: trainings that differ from it in one thing, all with the same few updates.

    python benchmarks/ablation.py --folder FOLDER [--steps 2000] [--jobs 1] [OPTION=VALUE …] [--only NAME …]
    python benchmarks/ablation.py --table

FOLDER holds Multi30k (train.en, train.de, val.en, val.de, …); nothing but train and val is read. The winner is
``experiment=multi30k`` with the given options, and what a row changes is added to that. Rows are trained one after another
by scripts/train.py, or ``--jobs`` at a time (a GPU has room for several), and scored on the whole of val, greedy and with a
beam of 5. Results are appended to benchmarks/results/ablation.jsonl; a row that is there, of the same configuration, is not
done again, and one that was stopped or has failed goes on. ``--table`` prints what is there, a table for each winner.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from composed import composed, latest, portable
from curve import lines, parameters
from echo import echoed
from omegaconf import OmegaConf

from s2s.config.load import parse
from s2s.config.networks import CELLS
from s2s.config.options import changed
from s2s.config.schema import RunConfig
from s2s.data.corpora.texts import read_text_pair
from s2s.errors import UserError
from s2s.files import append
from s2s.inference.translator import Translator
from s2s.metrics.scores import score
from s2s.metrics.shares import shares
from s2s.tasks.writing import own_tokenizer

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "ablation.jsonl"
WINNER, VALIDATIONS = "the winner", 6
KEEPING = Lock()
DECODING = [
    *(f"beam={beam}" for beam in (1, 2, 3, 5, 10)),
    *(f"beam=5 length_penalty={alpha}" for alpha in (0.0, 0.6, 1.0, 1.4, 2.0)),
    *(f"beam=5 coverage_penalty={beta}" for beta in (0.1, 0.3)),
]
"""Of the winner's weights, without another training."""
NOTE = (
    "Input feeding is no row: attention stands after the decoder's first layer, so that training runs each layer over all"
    " positions at once; feeding its result back would walk the target token by token."
)


def rows(base: RunConfig) -> dict[str, list[str]]:
    """Name → options; among them what the winner has already."""
    found: dict[str, list[str]] = {WINNER: []}
    found |= {f"seed {seed}": [f"seed={seed}"] for seed in (2, 3)}
    found |= {f"vocabulary of {size:,}": [f"tokenizer.size={size}"] for size in (2000, 4000, 8000, 10_000)}
    found |= {f"BPE-dropout {p}": [f"tokenizer.sampling={p}"] for p in (0.0, 0.1)}
    for name, values in (
        ("embedding", (0.0, None)), ("layers", (0.0, None)), ("readout", (0.0, None)), ("word", (0.0, 0.1)),
        ("recurrent", (0.0, 0.2)),
    ):  # fmt: skip
        for value in values:
            p = round(getattr(base.model.dropout, name) + 0.1, 2) if value is None else value
            found[f"dropout, {name}: {p}"] = [f"model.dropout.{name}={p}"]
    found |= {f"tied embeddings: {tie}": [f"model.tie={tie}"] for tie in ("none", "target", "all")}
    memory = base.model.encoder.units * (2 if base.model.encoder.bidirectional else 1)
    for kind in ("none", "additive", "dot", "general", "multihead"):
        widths = [f"model.decoder.units={memory}"] if kind == "dot" and base.model.decoder.units != memory else []
        found[f"attention: {kind}{f', decoder of {memory}' if widths else ''}"] = [f"model.attention={kind}", *widths]
    flat = ["model.residual=false"] if base.model.embedding not in (memory, base.model.decoder.units) else []
    found["one layer a side"] = ["model.encoder.layers=1", "model.decoder.layers=1", *flat]
    found["three layers a side"] = ["model.encoder.layers=3", "model.decoder.layers=3"]
    for name, factor in (("half as wide", 0.5), ("twice as wide", 2)):
        units = (int(factor * side.units) for side in (base.model.encoder, base.model.decoder))
        found[name] = [f"model.{side}.units={width}" for side, width in zip(("encoder", "decoder"), units, strict=True)]
    found |= {f"learning rate × {factor}": [f"optim.lr={factor * base.optim.lr:.3g}"] for factor in (0.5, 1.6)}
    found |= {f"cell: {cell}": [f"model.cell={cell}", *bias(cell)] for cell in CELLS.names}
    found |= {"no layer norm": ["model.layer_norm=false"], "layer norm": ["model.layer_norm=true"]}
    found["no residual connections"] = ["model.residual=false"]
    found |= {f"R-Drop {alpha}": [f"train.consistency={alpha}"] for alpha in (0.0, 1.0, 5.0)}
    found |= {f"moving average: {decay}": [f"train.ema={decay}"] for decay in ("null", 0.99, 0.999)}
    found |= {f"label smoothing {epsilon}": [f"train.label_smoothing={epsilon}"] for epsilon in (0.0, 0.1, 0.2)}
    return found | {"average of the best 3": ["train.keep=3", "train.average=true"]}


def bias(cell: str) -> list[str]:
    return [] if "forget_bias" in CELLS.facts(cell).options else ["model.forget_bias=null"]


def common(options: argparse.Namespace) -> list[str]:
    """Options of every row. As files, so that no test set is read."""
    splits = {"train": options.folder / "train", "validation": options.folder / "val"}
    data = ["data=files", *(f"data.{split}={path}" for split, path in splits.items())]
    budget = [
        "train.epochs=null",
        f"train.steps={options.steps}",
        f"train.validate_every={max(1, options.steps // VALIDATIONS)}",
    ]
    return ["experiment=multi30k", *data, *budget, f"runs={options.runs}", *options.choices]


def planned(options: argparse.Namespace) -> Iterator[tuple[str, list[str], RunConfig]]:
    """The rows to do: name, what is changed, configuration. Raises `UserError` before anything is trained."""
    base = composed(latest(common(options)))
    every = rows(base)
    unknown = [name for name in options.only or [] if name not in every]
    if unknown:
        raise UserError(f"--only {unknown[0]}: no such row; choose from {', '.join(every)}")
    for name, change in every.items():
        if options.only is None or name in options.only:
            config = parse(OmegaConf.merge(OmegaConf.structured(base), OmegaConf.from_dotlist(change)))  # type: ignore[arg-type]
            if name == WINNER or config != base:
                yield name, change, config


def digest(config: RunConfig) -> str:
    """Of all that decides what is learned, and nothing of where it lies.

    Options that have their default are left out, so that one more of them changes no digest of what has been measured.
    """
    test = None if config.data.test is None else "given"  # of series it decides which steps are trained on
    data = replace(config.data, train=None, validation=None, test=test)
    same = replace(config, name="", runs="", threads=None, data=data)
    return hashlib.sha256("\n".join(changed(same)).encode()).hexdigest()[:12]


def train(name: str, change: list[str], config: RunConfig, options: argparse.Namespace) -> Path | str:
    """The run folder, or the last line of what training said when it failed; exits where it was stopped."""
    folder = run_folder(config)
    label = folder.name.removesuffix(f"-{config.seed}")
    every = latest([*common(options), *change, f"name={label}"])
    command = [sys.executable, str(ROOT / "scripts" / "train.py"), *every]
    return echoed(command, name, "ablation") or folder


def run_folder(config: RunConfig) -> Path:
    return Path(config.runs) / f"ablation-{digest(config)}-{config.seed}"


def scores(translator: Translator, options: argparse.Namespace, **how: Any) -> dict[str, Any]:
    """BLEU on val, and the shares of translations that are no good."""
    data, prefix = translator.config.data, options.folder / "val"
    sources, references = read_text_pair(f"{prefix}.{data.source}", f"{prefix}.{data.target}")
    written = translator.translate(sources, **how)
    bleu = score(written, references, data.target, ("bleu",), own_tokenizer(data))["bleu"]
    return {"BLEU": round(bleu.score, 2), "shares": shares(sources, written, references), "signature": bleu.signature}


def measured(run: Path, options: argparse.Namespace) -> dict[str, Any]:
    translator = Translator.load(run, backend="torch", threads=options.threads)
    greedy, wide = (scores(translator, options, beam=beam) for beam in (1, 5))
    losses = {
        line["step"]: line["validation_loss"] for line in lines(run / "metrics.jsonl") if "validation_loss" in line
    }
    return {
        "BLEU greedy": greedy["BLEU"],
        "BLEU beam 5": wide["BLEU"],
        "validation loss": round(min(losses.values()), 4),
        "parameters": parameters(run),
        "minutes": lines(run / "times.jsonl")[-1]["minutes"],
        "shares greedy": greedy["shares"],
        "shares beam 5": wide["shares"],
        "signature": wide["signature"],
    }


def decoded(run: Path, wanted: Sequence[str], options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The winner's translations by other searches."""
    translator = Translator.load(run, backend="torch", threads=options.threads)
    for how in wanted:
        values = {name: float(value) for name, value in (part.split("=") for part in how.split())}
        beam = int(values.pop("beam"))
        found = scores(translator, options, beam=beam, **values)
        yield {"row": how, **found}


def keep(line: dict[str, Any], options: argparse.Namespace) -> None:
    """Append a line to the results and print it, whole: print ends a line in a second write, where another's could come between."""
    text = json.dumps(line, ensure_ascii=False)
    with KEEPING:
        append(options.results, text.encode() + b"\n")
        print(text, flush=True)


def tables(found: Sequence[dict[str, Any]]) -> str:
    """Markdown: a table for each winner, of so many updates and with such options, and its rows."""
    groups: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for line in found:
        groups.setdefault((line["steps"], " ".join(line["winner"])), []).append(line)
    if not groups:
        raise UserError(f"no row of {WINNER} yet; train it first")
    shown = [
        f"{steps:,} updates, {given or 'no options'}\n\n{table(lines)}" for (steps, given), lines in groups.items()
    ]
    return "\n\n".join([*shown, NOTE])


def table(found: Sequence[dict[str, Any]]) -> str:
    """The winner first, then the rows by what they lose."""
    named = {line["row"]: line for line in found}
    trained = [line for line in named.values() if "BLEU beam 5" in line]
    if WINNER not in named or not trained:
        raise UserError(f"no row of {WINNER} yet; train it first")
    best = named[WINNER]["BLEU beam 5"]
    text = [
        "| changed | BLEU greedy | beam 5 | Δ | loss | parameters | minutes | empty | looping | copied | too long |"
    ]
    text.append("| --- " * 11 + "|")
    for line in sorted(trained, key=lambda line: (line["row"] != WINNER, -line["BLEU beam 5"])):
        bad = [f"{line['shares beam 5'][name]:.1%}" for name in ("empty", "looping", "copied", "too long")]
        figures = [f"{line['BLEU greedy']:.1f}", f"{line['BLEU beam 5']:.1f}", f"{line['BLEU beam 5'] - best:+.1f}"]
        figures += [f"{line['validation loss']:.3f}", f"{line['parameters']:,}", f"{line['minutes']:.0f}"]
        text.append(f"| {' | '.join([line['row'], *figures, *bad])} |")
    text += [f"\n{line['row']}: {line['failed']}" for line in named.values() if "failed" in line]
    text += ["\n| decoding | BLEU |\n| --- | --- |"] if any("BLEU" in line for line in named.values()) else []
    text += [f"| {line['row']} | {line['BLEU']:.1f} |" for line in named.values() if "BLEU" in line]
    return "\n".join(text)


def work(options: argparse.Namespace) -> None:
    if options.jobs < 1:
        raise UserError(f"--jobs {options.jobs}: give 1 or more")
    done = {(line["row"], line["config"]) for line in known(options) if "failed" not in line}

    def do(row: tuple[str, list[str], RunConfig]) -> None:
        name, change, config = row
        mark = digest(config)
        facts = {"config": mark, "steps": options.steps, "winner": portable(options.choices)}
        if (name, mark) not in done:
            run = train(name, change, config, options)
            result = {"failed": run} if isinstance(run, str) else measured(run, options)
            keep({"row": name, "options": change, **facts, **result}, options)
            if "failed" in result:
                return
        wanted = [how for how in DECODING if (how, mark) not in done] if name == WINNER else []
        if wanted and run_folder(config).exists():
            for line in decoded(run_folder(config), wanted, options):
                keep(line | facts, options)

    with ThreadPoolExecutor(options.jobs) as pool:
        each = map if options.jobs == 1 else pool.map
        list(each(do, list(planned(options))))


def known(options: argparse.Namespace) -> list[dict[str, Any]]:
    return lines(options.results) if options.results.exists() else []


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=1, help="rows at a time")
    parser.add_argument("--runs", default="runs")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--threads", type=int, help="of decoding; training has the option threads=N")
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("choices", nargs="*", metavar="OPTION=VALUE")
    options = parser.parse_args(arguments)
    try:
        if options.table:
            print(tables(known(options)))
            return 0
        if options.folder is None:
            raise UserError("--folder: missing; give the folder that holds train.en, train.de, val.en and val.de")
        work(options)
    except UserError as error:
        print(f"ablation: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""One model of several directions against a model for each, with as many updates for each direction; and directions it lacks.

    python benchmarks/directions.py [OPTION=VALUE …] --folder FOLDER [--steps 4400] [--seeds 1 2] [--only NAME …]
    python benchmarks/directions.py --table

FOLDER holds Multi30k (train.en, train.de, train.fr, val.en, …); nothing but train and val is read. All models are
``experiment=multi30k`` with the given options. ``together`` learns en-de, en-fr, de-en and fr-en, with ``--steps`` updates for
each of them, and each of ``en-de``, ``en-fr``, ``de-en``, ``fr-en`` one direction with so many. ``added`` goes on from
``together`` for as many updates again, with de-fr as a fifth direction. A row is a model, with the BLEU (val, beam 5) of each of
its directions, and of ``together`` also of de-fr, which it has not been shown (zero-shot). Trainings that were stopped go on,
and what stands in benchmarks/results/directions.jsonl is not done again. ``--table`` prints the means of the seeds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auto import known, train
from composed import latest, portable
from curve import parameters

from s2s.data.corpora.texts import read_text_pair
from s2s.errors import UserError
from s2s.files import append
from s2s.inference.translator import Translator
from s2s.metrics.scores import score
from s2s.tasks.writing import own_tokenizer

RESULTS = Path(__file__).parent / "results" / "directions.jsonl"
SEVERAL, UNSEEN = ("en-de", "en-fr", "de-en", "fr-en"), "de-fr"
TOGETHER, ADDED = "together", "added"
MODELS = {TOGETHER: SEVERAL, ADDED: (*SEVERAL, UNSEEN), **{direction: (direction,) for direction in SEVERAL}}
"""The directions that each model learns."""


def folder_of(model: str, seed: int, options: argparse.Namespace) -> Path:
    return Path(options.runs / f"directions-{options.steps}-{model}-{seed}")


def typed(model: str, seed: int, options: argparse.Namespace) -> list[str]:
    """What is typed for a training."""
    run, learned = folder_of(model, seed, options), MODELS[model]
    splits = (f"data.train={options.folder / 'train'}", f"data.validation={options.folder / 'val'}")
    if len(learned) == 1:
        source, _, target = model.partition("-")
        languages = [f"data.source={source}", f"data.target={target}"]
    else:
        languages = [f"data.directions=[{','.join(learned)}]"]
    steps = options.steps * (1 if model == ADDED else len(learned))
    named = [f"name={run.name.removesuffix(f'-{seed}')}", f"seed={seed}", f"runs={run.parent}", f"train.steps={steps}"]
    begin = (
        [] if model != ADDED else [f"train.start_from={folder_of(TOGETHER, seed, options)}", "tokenizer.extend=true"]
    )
    return latest(["experiment=multi30k", "data=files", *splits, *languages, *named, *begin, *options.choices])


def scores(run: Path, options: argparse.Namespace, directions: Sequence[str]) -> dict[str, float]:
    """BLEU on val by direction, with a beam of 5."""
    translator, found = Translator.load(run, threads=options.threads), {}
    for direction in directions:
        source, _, target = direction.partition("-")
        prefix = options.folder / "val"
        sources, references = read_text_pair(f"{prefix}.{source}", f"{prefix}.{target}")
        which: dict[str, Any] = {} if len(directions) == 1 else {"to": target, "from_": source}
        written = translator.translate(sources, beam=5, **which)
        result = score(written, references, target, ("bleu",), own_tokenizer(translator.config.data))["bleu"]
        found[direction] = round(result.score, 2)
    return found


def work(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Each row that is not there yet; what others begin with is trained first."""
    done = known(options.results)
    for seed in options.seeds:
        for model in MODELS:
            row = {"model": model, "seed": seed, "steps": options.steps, "options": portable(options.choices)}
            if model not in options.only or any(row.items() <= one.items() for one in done):
                continue
            run = folder_of(model, seed, options)
            if model == ADDED:
                train(typed(TOGETHER, seed, options), f"{TOGETHER} {seed}")
            train(typed(model, seed, options), f"{model} {seed}")
            wanted = (*SEVERAL, UNSEEN) if len(MODELS[model]) > 1 else MODELS[model]
            yield row | {"parameters": parameters(run), "BLEU": scores(run, options, wanted)}


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown: by updates and options the BLEU of each direction in a model of its own and in those of several."""
    if not rows:
        raise UserError("no row yet; train first")
    models = ("a model of its own", TOGETHER, "more", ADDED)
    groups: dict[tuple[Any, ...], dict[tuple[str, str], list[float]]] = {}
    for row in rows:
        cells = groups.setdefault((row["steps"], " ".join(row["options"])), {})
        kind = row["model"] if row["model"] in (TOGETHER, ADDED) else models[0]
        for direction, bleu in row["BLEU"].items():
            cells.setdefault((kind, direction), []).append(bleu)
    printed = [["updates", "options", "direction", *models, "seeds"], ["---"] * 8]
    for (steps, typed_options), cells in groups.items():
        for direction in (*SEVERAL, UNSEEN):
            means = {kind: statistics.mean(values) for (kind, one), values in cells.items() if one == direction}
            if not means:
                continue
            shown = {kind: f"{mean:.1f}" for kind, mean in means.items()}
            if {models[0], TOGETHER} <= means.keys():
                shown["more"] = f"{means[TOGETHER] - means[models[0]]:+.1f}"
            seeds = max(len(values) for (_, one), values in cells.items() if one == direction)
            name = f"{direction}, zero-shot" if direction == UNSEEN and ADDED not in means else direction
            columns = [shown.get(kind, "") for kind in models]
            printed.append([str(steps), typed_options, name, *columns, str(seeds)])
    return "\n".join(f"| {' | '.join(row)} |" for row in printed)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("choices", nargs="*", metavar="OPTION=VALUE")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--steps", type=int, default=4400, help="updates for each direction")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--only", nargs="+", choices=list(MODELS), default=list(MODELS))
    parser.add_argument("--threads", type=int, help="of decoding; training has the option threads=N")
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--table", action="store_true")
    options = parser.parse_intermixed_args(arguments)
    try:
        if not options.table:
            if options.folder is None:
                raise UserError("--folder: missing; give the folder that holds train and val in en, de and fr")
            for row in work(options):
                append(options.results, json.dumps(row).encode() + b"\n")
        print(table(known(options.results)))
    except UserError as error:
        print(f"directions: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

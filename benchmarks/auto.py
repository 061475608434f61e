"""``recipe=auto`` against settings by hand: subsets of two corpora, each setting trained, the best one again from another seed.

    python benchmarks/auto.py CORPUS=FOLDER/PREFIX,VALIDATION,SOURCE,TARGET … [OPTION=VALUE …] [--sizes 300 1000 3000 10000] [--seeds 1 2]
        [--settings auto default …] [--minutes 3 8] [--runs FOLDER]
    python benchmarks/auto.py --table

as in ``tatoeba=DATA/tatoeba/train.en-de,DATA/tatoeba/val.en-de,en,de multi30k=DATA/multi30k/train,DATA/multi30k/val,en,fr``: nothing
but these files is read. A subset is the first pairs of an order that is drawn once, so that a larger one holds the smaller ones.
Settings are trained by scripts/train.py one after another with the first seed; then auto and the best of the others with the
further seeds. Trainings that were stopped go on, and what stands in benchmarks/results/auto.jsonl is not done again. A row has
the best validation (greedy, on the whole of the validation set), and the best until 5, 10, 20 and 40 minutes of updates. With
``--minutes`` it is the best until those minutes, and each training ends soon after the last of them, after which nothing counts. ``--table`` prints, for each corpus, size,
last minute and choice of options, the mean of each setting's seeds.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy
from curve import lines, parameters
from echo import echoed

from s2s.data.corpora.texts import read_text_pair
from s2s.errors import UserError
from s2s.files import append, write

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "auto.jsonl"
MINUTES = (5, 10, 20, 40)
AUTO, DEFAULT, ALONE = "auto", "default", "alone"
SMALL = "model.embedding=160 model.encoder.units=192 model.decoder.units=256"
MIDDLE = "model.embedding=256 model.encoder.units=256 model.decoder.units=384"
FLAT = "model.encoder.layers=1 model.decoder.layers=1 model.residual=false"
STRONG = "model.dropout.word=0.1"
SETTINGS = {
    AUTO: "recipe=auto",
    DEFAULT: "recipe=regularised",
    "a quarter": "recipe=regularised model.embedding=160 model.encoder.units=160 model.decoder.units=256",
    "small": f"recipe=regularised {SMALL} {FLAT} tokenizer.size=1000 train.tokens=1000 {STRONG} train.steps=2500",
    "small, large batches": f"recipe=regularised {SMALL} {FLAT} tokenizer.size=1000 {STRONG} train.steps=2500",
    "small, no R-Drop": f"recipe=regularised {SMALL} {FLAT} tokenizer.size=1000 train.consistency=0 train.steps=4000",
    "middle": f"recipe=regularised {MIDDLE} tokenizer.size=2000 train.tokens=1500 {STRONG} train.steps=2500",
    "middle, more dropout": f"recipe=regularised {MIDDLE} tokenizer.size=2000 {STRONG} model.dropout.embedding=0.4"
    " model.dropout.layers=0.4 model.dropout.readout=0.4 train.steps=3500",
    "wide, few pieces": "recipe=regularised tokenizer.size=2000 train.steps=3000",
    "characters": f"recipe=regularised {SMALL} {FLAT} tokenizer.kind=char train.tokens=2000 train.steps=2500",
}
"""What is typed, by name. All validate by BLEU and chrF; the best is chosen by ``--metric``."""


class Corpus(NamedTuple):
    """Pairs of files, and their languages."""

    name: str
    train: str
    validation: str
    source: str
    target: str


def corpus_of(given: str) -> Corpus:
    """Raises `UserError` for anything but ``NAME=TRAIN,VALIDATION,SOURCE,TARGET``."""
    name, _, rest = given.partition("=")
    parts = rest.split(",")
    if len(parts) != 4 or not all(parts):
        raise UserError(f"{given}: give NAME=TRAIN,VALIDATION,SOURCE,TARGET")
    return Corpus(name, *parts)


def subset(corpus: Corpus, size: int, folder: Path) -> Path:
    """The prefix of so many pairs, which are written; all pairs where `size` is 0. Raises `UserError`."""
    if size == 0:
        return Path(corpus.train)
    prefix = folder / f"{corpus.name}-{size}"
    sides = read_text_pair(f"{corpus.train}.{corpus.source}", f"{corpus.train}.{corpus.target}")
    if len(sides[0]) < size:
        raise UserError(f"--sizes {size}: {corpus.train} has {len(sides[0]):,} pairs; leave it out")
    rows = numpy.random.default_rng(0).permutation(len(sides[0]))[:size]
    for language, side in zip((corpus.source, corpus.target), sides, strict=True):
        write(Path(f"{prefix}.{language}"), "".join(f"{side[row]}\n" for row in rows).encode())
    return prefix


def command(corpus: Corpus, size: int, setting: str, seed: int, options: argparse.Namespace) -> tuple[list[str], Path]:
    """What is typed, and the run's folder."""
    name = f"auto-{corpus.name}-{size}-{'-'.join(setting.replace(',', '').split())}"
    data = [f"data.train={subset(corpus, size, options.runs)}", f"data.validation={corpus.validation}"]
    languages = [f"data.source={corpus.source}", f"data.target={corpus.target}"]
    named = [f"name={name}", f"seed={seed}", f"runs={options.runs}", "train.metric=chrf"]
    typed = ["data=files", *data, *languages, *named, *SETTINGS[setting].split(), *options.choices]
    typed = list({part.partition("=")[0]: part for part in typed}.values())
    return typed, options.runs / f"{name}-{seed}"


def train(typed: Sequence[str], label: str, enough: Callable[[], bool] = lambda: False) -> None:
    """Train, or go on, until it ends or is `enough`; exits where it was stopped. Raises `UserError` where it fails."""
    line = [sys.executable, str(ROOT / "scripts" / "train.py"), *typed]
    if failed := echoed(line, label, "auto", enough):
        raise UserError(f"{label}: {failed}")


def trained_for(run: Path) -> float:
    """Minutes of updates that a run has had until its last validation."""
    times = run / "times.jsonl"
    return max((line["minutes"] for line in lines(times)), default=0.0) if times.exists() else 0.0


def measured(run: Path, marks: Sequence[int] = MINUTES, until: float = math.inf) -> dict[str, Any]:
    """What a run has reached `until` a minute, after which nothing counts, and until each of `marks`, in minutes."""
    minutes = {line["step"]: line["minutes"] for line in lines(run / "times.jsonl") if line["minutes"] <= until}
    validations = (line for line in lines(run / "metrics.jsonl") if "validation_bleu" in line)
    points = [line for line in validations if line["step"] in minutes]
    reached = {}
    for metric in ("bleu", "chrf"):
        values = [(minutes[line["step"]], line[f"validation_{metric}"]) for line in points]
        reached[metric] = round(max((value for _, value in values), default=0.0), 2)
        reached |= {
            f"{metric} at {mark}": round(max((value for at, value in values if at <= mark), default=0.0), 2)
            for mark in marks
        }
    updates = max((line["step"] for line in points), default=0)
    whole = {"parameters": parameters(run), "updates": updates}
    return reached | whole | {"minutes": round(max(minutes.values(), default=0.0), 2)}


def parted(choices: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is typed, parted into CORPUS=TRAIN,VALIDATION,SOURCE,TARGET and OPTION=VALUE."""
    given = [choice for choice in choices if choice.count(",") == 3 and "[" not in choice]
    return given, [choice for choice in choices if choice not in given]


def reached(run: Path, until: float | None) -> bool:
    """Whether a training may end."""
    return until is not None and trained_for(run) >= until


def known(path: Path) -> list[dict[str, Any]]:
    return lines(path) if path.exists() else []


def metric_of(size: int) -> str:
    """BLEU is 0 on the smallest subset."""
    return "chrf" if 0 < size <= 300 else "bleu"


def work(corpora: Sequence[Corpus], options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Each row that is not there yet."""
    plain = [choice for choice in options.choices if "/" not in choice]
    done, until = known(options.results), None if options.minutes is None else max(options.minutes)
    for corpus, size in itertools.product(corpora, options.sizes):
        for number, seed in enumerate(options.seeds):
            same = {"corpus": corpus.name, "size": size, "options": plain, "until": until}
            for setting in options.settings if number == 0 else dict.fromkeys((AUTO, best(done, same))):
                row = same | {"setting": setting, "seed": seed}
                if any(all(one.get(name) == value for name, value in row.items()) for one in done):
                    continue
                typed, folder = command(corpus, size, setting, seed, options)
                enough = partial(reached, folder, until)
                train(typed, f"{corpus.name} {size} {setting} {seed}", enough)
                row |= measured(folder, options.minutes or MINUTES, math.inf if until is None else until)
                done.append(row)
                yield row


def best(done: Sequence[dict[str, Any]], same: Mapping[str, Any]) -> str:
    """The best of the settings by hand among rows of the `same`, by its first seed; auto where none is there."""
    rows = [row for row in done if all(row.get(name) == value for name, value in same.items())]
    others = [row for row in rows if row["setting"] != AUTO]
    return str(max(others, key=lambda row: row[metric_of(same["size"])])["setting"]) if others else AUTO


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Markdown: for each corpus, size, last minute and choice of options its settings, the best first, with the mean of their seeds."""
    if not rows:
        raise UserError("no row yet; train first")
    marks = sorted({int(name.removeprefix("bleu at ")) for row in rows for name in row if name.startswith("bleu at ")})
    at = [f"BLEU at {mark}" for mark in marks]
    shown = ["corpus", "pairs", "until", "options", "setting", "seeds", "parameters", "BLEU", "chrF", *at, "minutes"]
    printed = [shown, ["---"] * len(shown)]
    groups: dict[tuple[str, int, str, str], dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        key = (row["corpus"], row["size"], str(row.get("until") or ""), " ".join(row["options"]))
        groups.setdefault(key, {}).setdefault(row["setting"], []).append(row)
    for (corpus, size, until, typed), settings in groups.items():

        def mean(name: str, of: Sequence[dict[str, Any]]) -> float:
            return (
                statistics.mean(row[name] for row in of if name in row) if any(name in row for row in of) else math.nan
            )

        order = sorted(settings.items(), key=lambda item: -mean(metric_of(size), item[1]))
        for setting, seeds in order:
            numbers = [
                mean(name, seeds) for name in ("bleu", "chrf", *(f"bleu at {mark}" for mark in marks), "minutes")
            ]
            left = [corpus, f"{size:,}" if size else "all", until, typed, setting, str(len(seeds))]
            left.append(f"{seeds[0]['parameters']:,}")
            printed.append([*left, *("" if math.isnan(number) else f"{number:.1f}" for number in numbers)])
    return "\n".join(f"| {' | '.join(row)} |" for row in printed)


def compared(rows: Sequence[dict[str, Any]], conditions: Mapping[str, str]) -> str:
    """Markdown: each setting with the mean of its seeds, the best first, and what it has more than the setting `ALONE`.

    Settings are compared under equal `conditions`, which map a column's title to the name that rows have for it, and under
    equal options. A row without a setting, such as a parent's, is not shown.
    """
    if not rows:
        raise UserError("no row yet; train first")
    groups: dict[tuple[Any, ...], dict[str, list[dict[str, Any]]]] = {}
    for row in rows:
        if row["setting"] is not None:
            key = (*(row[name] for name in conditions.values()), " ".join(row["options"]))
            groups.setdefault(key, {}).setdefault(row["setting"], []).append(row)
    shown = [*conditions, "options", "setting", "seeds", "BLEU", "more", "chrF", "minutes"]
    printed = [shown, ["---"] * len(shown)]
    for key, settings in groups.items():
        means = {
            setting: [statistics.mean(one[name] for one in seeds) for name in ("bleu", "chrf", "minutes")]
            for setting, seeds in settings.items()
        }
        for setting in sorted(means, key=lambda one: -means[one][0]):
            bleu, chrf, minutes = means[setting]
            more = f"{bleu - means[ALONE][0]:+.1f}" if ALONE in means else ""
            seeds = str(len(settings[setting]))
            printed.append([*map(str, key), setting, seeds, f"{bleu:.1f}", more, f"{chrf:.1f}", f"{minutes:.1f}"])
    return "\n".join(f"| {' | '.join(row)} |" for row in printed)


def parser_of(description: str | None, settings: Iterable[str], results: Path) -> argparse.ArgumentParser:
    """The arguments that all benchmarks of settings take, whose rows stand in `results`."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("choices", nargs="*", metavar="CORPUS=… or OPTION=VALUE")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--settings", nargs="+", choices=list(settings), default=list(settings))
    parser.add_argument("--results", type=Path, default=results)
    parser.add_argument("--table", action="store_true")
    return parser


def answer(
    parser: argparse.ArgumentParser,
    arguments: Sequence[str] | None,
    rows: Callable[[Sequence[Corpus], argparse.Namespace], Iterator[dict[str, Any]]],
    table: Callable[[Sequence[dict[str, Any]]], str],
    corpora: int | None,
    wanted: str,
) -> int:
    """Keep each of the `rows` of what is typed, and print the `table` of all; the exit code.

    As many `corpora` must be given as are `wanted`, which a message says; None stands for one or more.
    """
    options = parser.parse_intermixed_args(arguments)
    try:
        if not options.table:
            given, options.choices = parted(options.choices)
            if len(given) != (corpora or max(1, len(given))):
                raise UserError(f"CORPUS=TRAIN,VALIDATION,SOURCE,TARGET: {wanted}")
            for row in rows(list(map(corpus_of, given)), options):
                append(options.results, json.dumps(row).encode() + b"\n")
        print(table(known(options.results)))
    except UserError as error:
        print(f"{parser.get_default('results').stem}: {error}", file=sys.stderr)
        return 2
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(__doc__, SETTINGS, RESULTS)
    parser.add_argument("--sizes", nargs="+", type=int, default=[300, 1000, 3000, 10_000], help="pairs; 0 is all")
    parser.add_argument("--minutes", nargs="+", type=int, help="of updates, until which the best is written down")
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    return answer(parser, arguments, work, table, None, "none is given; give one or more")


if __name__ == "__main__":
    sys.exit(main())

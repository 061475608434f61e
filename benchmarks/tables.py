"""The public tables: everything that one needs is trained, and our rows stand beside the published ones.

    python benchmarks/tables.py g2p [OPTION=VALUE …] --data FOLDER [--seeds 1 2 3] [--parts ice fre …] [--ensemble] [--test]
    python benchmarks/tables.py NAME --table

FOLDER holds the files of the table by the names that its task gives them (docs/transduction.md); NAME is one of g2p,
mongolian, czech, bengali, retrosynthesis, m4_hourly, masakhaner, masakhaner_pooled, ewt. Each part (a language) is trained from each seed by ``s2s train experiment=…``
with the given options, one after another, and scored on the development set; ``--test`` scores the test set, too, which is
meant to be done once, for final models. Of series the development set is the end of the training series, and ``--test``
trains on that too, but for what validates. ``--ensemble`` scores the runs of all given seeds together. Lines of JSON are
appended to tables.jsonl in benchmarks/results, those of MasakhaNER to masakhaner.jsonl; what is there of the same configuration
is not done again, and a training that was stopped goes on. At the end, and with ``--table`` alone, all that is there is printed; what was not reached is listed.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ablation import digest, keep, known
from composed import composed, latest, portable
from curve import lines
from echo import echoed
from molecules import reactions, write_reactions
from pooled import pool
from printed import mark, table_of
from published import DEV, TABLES, TEST, Table

from s2s import __version__
from s2s.config.metrics import metric_facts
from s2s.config.schema import RunConfig
from s2s.errors import UserError

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"


@dataclass(frozen=True)
class Row:
    """What is trained or scored once: one part by one seed, or by the ensemble of several."""

    part: str
    seeds: tuple[int, ...]
    config: RunConfig = field(compare=False)

    @property
    def runs(self) -> list[Path]:
        """The run folders."""
        return [Path(self.config.runs) / f"{self.config.name}-{seed}" for seed in self.seeds]


def choices(options: argparse.Namespace, table: Table, part: str) -> list[str]:
    """What ``s2s train`` is given for a part, but for name and seed."""
    held = ("data.test", TEST) if table.series else ("data.validation", DEV)
    wanted = [("data.train", "train"), held][: 1 if table.series and not options.test else 2]
    if table.copies:
        data = reactions(options)
    else:
        data = [f"{name}={Path(options.data) / table.splits[split].replace('PART', part)}" for name, split in wanted]
    return [f"experiment={table.experiment}", *data, f"runs={options.runs}", *options.choices]


def planned(options: argparse.Namespace) -> Iterator[Row]:
    """Every part by every seed, one seed after another. Nothing is written. Raises `UserError`."""
    table = TABLES[options.name]
    if strange := [part for part in options.parts or () if part not in table.parts]:
        raise UserError(
            f"--parts {strange[0]}: no such part; choose from {', '.join(filter(None, table.parts)) or 'none'}"
        )
    for seed in options.seeds:
        for part in options.parts or table.parts:
            config = composed(latest(choices(options, table, part)))
            config.name = "-".join(filter(None, (options.name, part, digest(config))))
            yield Row(part, (seed,), config)


def train(row: Row, options: argparse.Namespace) -> str:
    """Train a row to its end; what went wrong, in a line. Exits where it was stopped."""
    own = [f"name={row.config.name}", f"seed={row.seeds[0]}"]
    table, seed = TABLES[options.name], row.seeds[0]
    if table.copies:
        write_reactions(options)
    if table.pooled:
        start, data = pool(table, options, row.config.name.replace(row.part, "all"))
        given = [*choices(options, table, row.part), *data, f"name={start.name}", f"seed={seed}"]
        if failed := trained(given, f"{start.name}-{seed}"):
            return failed
        own.append(f"train.start_from={start}-{seed}")
    return trained([*choices(options, table, row.part), *own], f"{row.config.name}-{seed}")


def trained(typed: Sequence[str], name: str) -> str:
    """``s2s train`` of what is typed, of each option the last, its lines marked with `name`; what went wrong, in a line."""
    return echoed([sys.executable, "-m", "s2s", "train", *latest(typed)], name, "tables")


def evaluated(row: Row, given: Sequence[str] = ()) -> dict[str, Any]:
    """The report of ``s2s evaluate`` on a row's runs, with further options; exits where that fails. Raises `UserError`."""
    command = [sys.executable, "-m", "s2s", "evaluate", "-m", *map(str, row.runs), *given, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(done.returncode % 256)
    report: dict[str, Any] = json.loads(done.stdout)
    if "no_ensemble" in report:
        raise UserError(report["no_ensemble"])
    return report


def scored_series(row: Row, table: Table) -> dict[str, Any]:
    """The measure of a row on the test set of its run, and the further ones of the table."""
    report = evaluated(row)
    also = {name: round(report[name], 3) for name in table.also}
    value = report[metric_facts(table.metric).label]
    return {"measure": round(value, 3), "examples": report["examples"], "signature": table.metric, "also": also}


def scored(row: Row, split: str, options: argparse.Namespace) -> dict[str, Any]:
    """The measure of a row on a split, with the signature and, against a published system's outputs, a paired test."""
    if TABLES[options.name].series:
        return scored_series(row, TABLES[options.name])
    table, folder = TABLES[options.name], Path(options.data)
    source, target = table.files(folder, split, row.part)
    given = ["--source", source, "--reference", target, "--metrics", table.metric]
    given += [*(("--columns", *table.columns) if table.columns else ()), *table.more]
    if split == TEST and table.baseline is not None and (folder / table.baseline).is_file():
        given += ["--baseline", str(folder / table.baseline)]
    report = evaluated(row, given)
    if "scores" not in report:  # of labels and tags
        value = report[metric_facts(table.metric).label]
        return {"measure": round(value, 3), "examples": report["examples"], "signature": table.metric}
    score = report["scores"][table.metric]
    value = 100 - score["score"] if table.wrong else score["score"]
    paired = {"paired": report["paired"][table.metric]} if "paired" in report else {}
    return {"measure": round(value, 3), "examples": report["sentences"], "signature": score["signature"], **paired}


def work(options: argparse.Namespace) -> bool:
    """Train and score whatever is not there yet; whether no training has failed."""
    rows, failed = list(planned(options)), set[Row]()
    there = {mark(line): line for line in known(options)}
    splits = ((TEST,) if TABLES[options.name].series else (DEV, TEST)) if options.test else (DEV,)

    def lines_of(row: Row) -> list[dict[str, Any]]:
        return [described(row, options) | {"split": split} for split in splits]

    def lacking(row: Row) -> list[dict[str, Any]]:
        return [line for line in lines_of(row) if mark(line) not in there]

    say_there([there[mark(line)] for row in rows for line in lines_of(row) if mark(line) in there])
    for row in rows:
        if wanted := lacking(row):
            if reason := train(row, options):
                print(f"tables: {row.config.name}: {reason}", file=sys.stderr)
                failed.add(row)
                continue
            keep_scores(row, wanted, options)
    if options.ensemble and len(options.seeds) > 1:
        for part in options.parts or TABLES[options.name].parts:
            own = [row for row in rows if row.part == part]
            together = Row(part, tuple(options.seeds), own[0].config)
            absent = [row.runs[0] for row in own if row in failed or not (row.runs[0] / "model.safetensors").is_file()]
            if (wanted := lacking(together)) and absent:
                print(f"tables: no ensemble of {len(own)}: {absent[0]} is not trained to its end here", file=sys.stderr)
            else:
                keep_scores(together, wanted, options)
    return not failed


def say_there(found: Sequence[Mapping[str, Any]]) -> None:
    """Say that lines of the results are not measured again, and of when they are."""
    if found:
        last = max(found, key=lambda line: line.get("date", ""))
        of = f"{last.get('date', 'an unknown date')}, commit {last.get('commit', 'unknown')}"
        print(
            f"tables: {len(found)} of the rows are there already, the last of {of}: not measured again", file=sys.stderr
        )


def keep_scores(row: Row, wanted: Sequence[dict[str, Any]], options: argparse.Namespace) -> None:
    """Score a row for each of the lines of the results that it lacks."""
    for line in wanted:
        minutes = sum(lines(run / "times.jsonl")[-1]["minutes"] for run in row.runs)
        keep(line | scored(row, line["split"], options) | {"minutes": round(minutes, 2)} | facts(), options)


def described(row: Row, options: argparse.Namespace) -> dict[str, Any]:
    """What tells a line of the results from others, but for its split."""
    own = {"table": options.name, "part": row.part, "seeds": list(row.seeds), "config": digest(row.config)}
    return own | {"options": portable(options.choices)}


def facts() -> dict[str, str]:
    """When, by which commit and where it was measured."""
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "date": datetime.date.today().isoformat(),
        "commit": commit.stdout.strip(),
        "s2s": __version__,
        "machine": platform.machine(),
    }


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What is typed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=TABLES)
    parser.add_argument("--data", help="the folder of the table's files")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--parts", nargs="+", help="some of the languages")
    parser.add_argument("--ensemble", action="store_true", help="score the runs of all seeds together, too")
    parser.add_argument("--test", action="store_true", help="score the test set, too: once, for final models")
    parser.add_argument("--runs", default="runs/tables")
    parser.add_argument("--results", type=Path, help="default: the table's file of benchmarks/results")
    parser.add_argument("--table", action="store_true", help="print what is there, and train nothing")
    options, rest = parser.parse_known_args(arguments)
    if strange := [choice for choice in rest if "=" not in choice or choice.startswith("-")]:
        parser.error(f"unrecognized arguments: {' '.join(strange)}")
    options.choices = rest
    options.results = options.results or RESULTS / TABLES[options.name].results
    if not options.table and options.data is None:
        parser.error("--data is missing; give the folder of the table's files, or --table")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    options = parsed(arguments)
    try:
        whole = options.table or work(options)
        print(table_of(options.name, known(options)))
    except UserError as error:
        print(f"tables: {error}", file=sys.stderr)
        return 2
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())

"""Whether s2s has become slower: ratios of this machine beside the last recorded ones of the same kind of machine.

    make bench                     compare; ends with 1 if a ratio has fallen by more than a tenth
    make bench OPTIONS=--record    and add what was measured to results/bench.jsonl

A ratio is that of two rates of the same run (`ratios.py`), which hardly depends on what else the machine does. Machines are of
the same kind if processor, its instructions, cores and threads are the same. What seems to have fallen is measured once more,
and the better of the two counts. A few minutes.
"""

from __future__ import annotations

import argparse
import datetime
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from s2s.errors import UserError
from s2s.runtime.machine import cores, processor, versions
from s2s.runtime.process import log, log_to_stderr

RECORDS = Path(__file__).parent / "results" / "bench.jsonl"
FALLEN = 0.1
"""The share by which a ratio may fall before it is said."""
INSTRUCTIONS = ("avx", "amx", "fma", "f16c", "asimd", "sve", "bf16", "i8mm")
"""How the names of those begin that products and gates are computed with."""

Ratios = dict[str, float]
Measure = Callable[[Sequence[str] | None], Ratios]
"""What measures the ratios of these names, None for all."""


def kind_of(threads: int) -> str:
    """The kind of this machine, in words."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        lines = []
    named = (line.partition(":")[2] for line in lines if line.lower().startswith(("flags", "features")))
    flags = sorted(name for name in next(named, "").split() if name.startswith(INSTRUCTIONS))
    instructions = " ".join(flags) or platform.machine()
    return f"{processor()}, {cores()} cores, {threads} thread{'s' * (threads > 1)}, {instructions}"


def last(records: Path, kind: str) -> Ratios:
    """The ratios of the newest record of this `kind`, none if there is none. Raises `UserError` for a line that is no record."""
    found: Ratios = {}
    lines = records.read_text(encoding="utf-8").split("\n") if records.exists() else []
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            record = json.loads(line)
            ratios = {str(name): float(ratio) for name, ratio in record["ratios"].items()}
            found = ratios if record["kind"] == kind else found
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UserError(f"{records}:{number}: is no record of bench.py; remove the line") from None
    return found


def fallen(now: Mapping[str, float], before: Mapping[str, float]) -> list[str]:
    """The names of what is below its recorded ratio by more than `FALLEN`."""
    return [name for name, ratio in now.items() if name in before and ratio < (1 - FALLEN) * before[name]]


def table(now: Mapping[str, float], before: Mapping[str, float]) -> list[str]:
    """A line for each ratio that is measured or recorded."""
    names = [*now, *(name for name in before if name not in now)]
    width = max(map(len, names))
    lines = [f"{'':{width}}  recorded     now  change"]
    for name in names:
        recorded, measured = before.get(name), now.get(name)
        cells = [f"{value:8.3f}" if value is not None else f"{'–':>8}" for value in (recorded, measured)]
        change = "  new" if measured is not None else "  not measured"
        if recorded is not None and measured is not None:
            change = f"{measured / recorded - 1:+7.0%}"
        lines.append(f"{name:{width}}  {cells[0]}{cells[1]} {change}")
    return lines


def record(records: Path, kind: str, ratios: Ratios, command: str) -> None:
    """Add a line to `records`."""
    commit = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    line = {
        "kind": kind,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": subprocess.run(commit, capture_output=True, text=True, check=False).stdout.strip(),
        "command": command,
        "versions": versions(),
        "ratios": {name: round(ratio, 4) for name, ratio in ratios.items()},
    }
    with records.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def compare(measure: Measure, kind: str, records: Path, keep: Callable[[Ratios], Any] | None) -> int:
    """Measure, print the table, record by `keep` where it is given; 1 if something has fallen."""
    before = last(records, kind)
    now = measure(None)
    if doubtful := fallen(now, before):
        again = measure(doubtful)
        now = {name: max(ratio, again.get(name, ratio)) for name, ratio in now.items()}
    print("\n".join(table(now, before)))
    slower = fallen(now, before)
    if not before:
        print(f"nothing is recorded for this kind of machine ({kind}); make bench OPTIONS=--record does so")
    for name in slower:
        print(f"fell by more than a tenth: {name}, from {before[name]:.3f} to {now[name]:.3f}")
    if keep is not None:
        keep(now)
        print(f"recorded in {records}")
    return 1 if slower else 0


def measured(names: Sequence[str] | None, rounds: int) -> Ratios:
    """The ratios of these names, or all. Raises `UserError` where what they need is not installed."""
    try:
        from ratios import comparisons
    except ModuleNotFoundError as error:
        raise UserError(f'{error.name}: is not installed; run pip install -e ".[onnx]"') from None
    found: Ratios = {}
    with comparisons() as compared:
        for each in compared:
            if names is None or each.name in names:
                found[each.name] = each.ratio(rounds)
                log(f"{each.name} {found[each.name]:.3f}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="add what was measured to the records")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--records", type=Path, default=RECORDS)
    options = parser.parse_args(arguments)
    log_to_stderr()
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(options.threads)
    kind = kind_of(options.threads)
    command = f"python benchmarks/bench.py --threads {options.threads} --rounds {options.rounds}"

    def keep(ratios: Ratios) -> None:
        record(options.records, kind, ratios, command)

    try:
        return compare(
            lambda names: measured(names, options.rounds), kind, options.records, keep if options.record else None
        )
    except UserError as error:
        log(f"bench: {error}")
        return 2
    finally:
        torch.set_num_threads(threads)


if __name__ == "__main__":
    sys.exit(main())

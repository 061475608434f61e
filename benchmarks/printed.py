"""A table as it is printed: the published numbers, and ours beside them."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from published import DEV, TABLES, TEST, Table


def table_of(name: str, found: Sequence[dict[str, Any]]) -> str:
    """Markdown: the published numbers, ours on each split, each configuration by itself, and what was not run."""
    table = TABLES[name]
    last = {mark(line): line for line in found if line["table"] == name}  # of what has been measured again
    own = list(last.values())
    text = [f"{name}: {table.measure}", "", "| system | dev | test | minutes |", "| --- | --- | --- | --- |"]
    text += [f"| {system} | | {value:.2f} | |" for system, value in table.published.items()]
    notes: list[str] = []
    for config in dict.fromkeys(line["config"] for line in own):
        group = [line for line in own if line["config"] == config]
        given = f"s2s {config} {' '.join(group[0]['options'])}".strip()
        singles = [line for line in group if len(line["seeds"]) == 1]
        seeds = sorted({line["seeds"][0] for line in singles})
        cells = []
        for split in (DEV, TEST):
            of_seed = ([line for line in singles if line["seeds"] == [seed]] for seed in seeds)
            cells.append(cell([macro(table, one, split) for one in of_seed]))
        first = DEV if any(line["split"] == DEV for line in singles) else TEST
        minutes = sum(line["minutes"] for line in singles if line["split"] == first)
        text.append(
            f"| {given}, {len(seeds)} seed{'s' * (len(seeds) != 1)}, mean ± deviation | {' | '.join(cells)} | {minutes:.1f} |"
        )
        for several in sorted({tuple(line["seeds"]) for line in group if len(line["seeds"]) > 1}):
            together = [line for line in group if tuple(line["seeds"]) == several]
            cells = [cell([macro(table, together, split)]) for split in (DEV, TEST)]
            text.append(f"| {given}, ensemble of {len(several)} | {' | '.join(cells)} | |")
        notes += [] if table.series else missing(table, singles, seeds)
        notes += by_part(table, singles)
        notes += [
            f"\nseed {'+'.join(map(str, line['seeds']))}, {line['split']}: "
            + ", ".join(f"{name} {value:.2f}" for name, value in line["also"].items())
            for line in group
            if line.get("also")
        ]
        for line in group:
            if "paired" in line:
                notes.append(f"\nseeds {line['seeds']} against {table.baseline}: {json.dumps(line['paired'])}")
    return "\n".join([*text, *notes] if own else [*text, "| s2s | not run | not run | |"])


def macro(table: Table, found: Sequence[dict[str, Any]], split: str) -> float | None:
    """The mean over the parts, None unless all of them are there."""
    by_part = {line["part"]: line["measure"] for line in found if line["split"] == split}
    return statistics.mean(by_part.values()) if by_part.keys() == set(table.parts) else None


def cell(values: Sequence[float | None]) -> str:
    """Mean and standard deviation of those that are there."""
    there = [value for value in values if value is not None]
    if not there:
        return "not run"
    deviation = f" ± {statistics.stdev(there):.2f}" if len(there) > 1 else ""
    return f"{statistics.mean(there):.2f}{deviation}"


def by_part(table: Table, singles: Sequence[dict[str, Any]]) -> list[str]:
    """The mean over the seeds of each part by itself, where there are several."""
    text = []
    for split in (DEV, TEST) if len(table.parts) > 1 else ():
        own = [one for one in singles if one["split"] == split]
        found = {part: [one["measure"] for one in own if one["part"] == part] for part in table.parts}
        means = [f"{part} {statistics.mean(values):.2f}" for part, values in found.items() if values]
        text += [f"\n{split}, mean by part: {', '.join(means)}"] * bool(means)
    return text


def missing(table: Table, singles: Sequence[dict[str, Any]], seeds: Sequence[int]) -> list[str]:
    """Of each seed the parts that are measured, and those that were not run, where some are missing."""
    text = []
    for seed in seeds:
        there = {line["part"]: line["measure"] for line in singles if line["seeds"] == [seed] and line["split"] == DEV}
        absent = [part for part in table.parts if part not in there]
        if absent:
            measured = ", ".join(f"{part} {value:.2f}" for part, value in there.items())
            text.append(f"\nseed {seed}, dev: {measured}; not run: {', '.join(absent)}")
    return text


def mark(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """Equal for lines that measure the same."""
    return line["table"], line["part"], tuple(line["seeds"]), line["config"], line["split"]

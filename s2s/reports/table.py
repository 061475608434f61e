"""The table of runs: in text, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from s2s.config.options import options as all_options
from s2s.errors import UserError, guess, printable
from s2s.reports.summary import Measured, Summary, differing, summary
from s2s.runs.find import own_name, runs_below
from s2s.runs.names import CONFIG

SHORTENED = 40
"""Characters of a value in the text; the CSV has all of them."""
KEYS: dict[str, Callable[[Summary], Any]] = {
    "name": lambda run: str(run.folder),
    "task": lambda run: run.task or None,
    "updates": lambda run: run.updates,
    "validation": lambda run: None if run.validation is None else -run.validation.quality,
    "test": lambda run: None if run.test is None else -run.test.quality,
    "minutes": lambda run: run.minutes,
    "parameters": lambda run: run.parameters,
    "state": lambda run: run.state,
}
"""What runs can be sorted by, beside options: by scores the best first, by all else the least first."""


def runs_in(folder: Path) -> list[Summary]:
    """The runs in `folder` and in its folders, or the one that it is, by name; damaged ones too."""
    return [summary(run) for run in ([folder] if (folder / CONFIG).is_file() else runs_below(folder))]


def ordered(runs: Sequence[Summary], key: str) -> list[Summary]:
    """`runs` by `key`, one of `KEYS` or an option; those that have no such value come last. Raises `UserError`."""
    names = [name for one in runs for name in one.options]
    wanted = key if key in KEYS else next((name for name in names if name in (key, f"model.{key}")), None)
    wanted = wanted or next((name for name in names if name.endswith(f".{key}")), None)
    if wanted is None:
        raise UserError(f"--sort {key}: no such column; {guess(key, [*KEYS, *dict.fromkeys(names)], '')}".rstrip("; "))
    usual = all_options().get(wanted)  # of a run that is older than the option
    values = [KEYS[wanted](one) if wanted in KEYS else one.options.get(wanted, usual) for one in runs]
    numeric = all(isinstance(value, int | float) for value in values if value is not None)

    def rank(row: int) -> tuple[bool, Any]:
        value = values[row]
        return value is None, (0 if value is None else value) if numeric else str(value)

    return [runs[row] for row in sorted(range(len(runs)), key=rank)]


def columns(runs: Sequence[Summary], root: Path) -> dict[str, list[str]]:
    """The heads of the columns, each with the text of every run: what is always said, and the options that differ."""
    options = {name: values for name, values in differing(runs).items() if name != "task"}
    heads = {name: short_name(name) for name in options}
    found = {"name": [named(one.folder, root) for one in runs], "task": [printable(one.task) for one in runs]}
    found |= {heads[name]: values for name, values in options.items()}
    found["updates"] = [counted(one.updates) for one in runs]
    found |= scores("validation", [one.validation for one in runs])
    found |= scores("test", [one.test for one in runs])
    found["minutes"] = ["" if one.minutes is None else f"{one.minutes:.1f}" for one in runs]
    found["parameters"] = [counted(one.parameters) for one in runs]
    found["state"] = [one.state for one in runs]
    return found


def short_name(option: str) -> str:
    """The last part of an option's name, where no other option, and no column, has it; else the whole."""
    tail = option.rpartition(".")[2]
    alike = [name for name in all_options() if name.rpartition(".")[2] == tail]
    return option if len(alike) > 1 or tail in KEYS else tail


def root_of(folders: Iterable[Path]) -> Path:
    """The folder in which all the `folders` of runs lie; the working folder where they lie in several."""
    parents = {folder.parent for folder in folders}
    return parents.pop() if len(parents) == 1 else Path()


def named(folder: Path, root: Path) -> str:
    """The path of a run below `root`; the whole of one that lies elsewhere, as runs of other folders may have its name."""
    if folder == root:
        return printable(own_name(folder))
    return printable(str(folder.relative_to(root) if folder.is_relative_to(root) else folder))


def counted(number: int | None) -> str:
    """A whole number."""
    return "" if number is None else f"{number:,}"


def scores(head: str, found: Sequence[Measured | None]) -> dict[str, list[str]]:
    """A column of scores: the head names the metric where it is the same for all, and otherwise each score does."""
    metrics = {one.name for one in found if one is not None}
    same = len(metrics) == 1
    texts = ["" if one is None else f"{one.value:.4g}" + ("" if same else f" {one.name}") for one in found]
    return {printable(f"{head} {next(iter(metrics))}") if same else head: [printable(text) for text in texts]}


def as_text(runs: Sequence[Summary], root: Path, width: int | None = None) -> str:
    """The table in at most `width` columns where that is known, and below it what is damaged or has failed.

    Columns of options that do not fit are left out, which a line says.
    """
    found = {head: [short(value) for value in values] for head, values in columns(runs, root).items()}
    kept = list(found)
    fixed = [head for head in kept if head.split(" ")[0] in KEYS]
    spans = {head: max(map(len, [head, *values])) for head, values in found.items()}
    for head in reversed(found):
        if width is None or sum(spans[one] + 2 for one in kept) - 2 <= width:
            break
        if head not in fixed:
            kept.remove(head)
    rows = [kept, *([found[head][row] for head in kept] for row in range(len(runs)))]
    numbers = [head.split(" ")[0] in ("updates", "validation", "test", "minutes", "parameters") for head in kept]
    lines = []
    for row in rows:
        cells = zip(row, kept, numbers, strict=True)
        lines.append("  ".join(t.rjust(spans[h]) if right else t.ljust(spans[h]) for t, h, right in cells).rstrip())
    left = [head for head in found if head not in kept]
    if left:
        lines.append(f"{len(left)} more options differ, for which there is no room: {', '.join(left)}; --csv has them")
    lines += [f"{named(one.folder, root)}: {one.error}" for one in runs if one.error]
    return "\n".join(lines)


def short(text: str) -> str:
    """`text`, cut where it is long, with a mark that says so."""
    return text if len(text) <= SHORTENED else f"{text[: SHORTENED - 1]}…"


def as_csv(runs: Sequence[Summary], root: Path) -> str:
    """The same with a header, numbers without marks between thousands, and a last column for what is damaged."""
    found = columns(runs, root)
    for head in ("updates", "parameters"):
        found[head] = [value.replace(",", "") for value in found[head]]
    found["error"] = [one.error for one in runs]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(found)
    writer.writerows(zip(*found.values(), strict=True))
    return out.getvalue()

"""The end of a run: what the best weights reach, examples to look at, the model card, and the line to type next."""

from __future__ import annotations

import re
import shlex
import time
from pathlib import Path
from typing import Any

import numpy

from s2s.config.directions import directions_of, languages_of
from s2s.config.metrics import with_metric
from s2s.data.series import Window
from s2s.errors import printable
from s2s.files import write
from s2s.nn.model import summary
from s2s.reports.page import page
from s2s.reports.page import shown as shown_run
from s2s.runs.folder import load_facts
from s2s.runs.history import METRICS, read_log
from s2s.runs.weights import largest_model, load_weights, read_tensors
from s2s.runtime.process import log, rank
from s2s.runtime.progress import pulse
from s2s.tasks.directions import by_direction
from s2s.tasks.evaluation import Evaluation, Examples
from s2s.training.confidence import learn_confidence
from s2s.training.probabilities import calibrate
from s2s.training.results import write_finished
from s2s.training.setup import Parts
from s2s.training.validation import InTraining, as_examples

CARD = """# {name}

{what}, trained with s2s.

| | |
| --- | --- |
| data | {corpus}, {pairs:,} training examples |
| parameters | {parameters:,} |
{rows}
| trained by | {command} |

{fence}
{line}
{fence}
"""
NAMES = ("source", "written", "right")
MARKUP = re.compile(r"[\\`*\[\]<>#|~$&!]|(?<![^\W_])_|_(?![^\W_])")
"""Characters that Markdown, or HTML in it, gives a meaning; a low line only at the end of a word."""
LARGEST_DRAWN = 1 << 22
"""Bytes of metrics.jsonl up to which the end of training draws them, in less than half a second."""
EXAMPLES, LAST = 5, 10
"""Shown at the end, and the steps of a window that are."""


def finish(parts: Parts, updates: int, started_by: str) -> None:
    """Score the best weights on the test set, or on the validation set where there is none, and write the model card.

    `updates` is their number in all, `started_by` the command or the call that trained.
    """
    best, task, config = parts.folder / "model.safetensors", parts.task, parts.config
    load_weights(parts.model, read_tensors(best, largest_model(parts.model)), best)
    split = "test" if parts.corpus.test is not None else "validation"
    everything = as_examples((parts.corpus.test or parts.corpus.validation)[:])
    examples = task.readable(parts.codecs, everything)
    unreadable = len(everything.targets) - len(examples.targets)
    if unreadable:
        log(f"{unreadable:,} {split} examples are too long to be read, and left out of the scores")
    settings = task.settings(InTraining(parts))
    began = time.monotonic()
    with pulse("calibrating the probabilities on the validation set", config.train.log_every):
        calibration = calibrate(parts)
    with pulse(f"scoring the best weights on the {split} set", config.train.log_every):
        measured = scored(parts, examples, settings) if examples.targets else ({}, None, {}, [])
    scores, evaluation, compared, remarks = measured
    log(f"{split}: " + (", ".join(f"{name} {value}" for name, value in scores.items()) or "no example can be read"))
    for line in remarks:
        log(line)
    if task.rules.translates:
        with pulse("learning how sure it is from the validation set", config.train.log_every):
            learn_confidence(parts, settings)
    how, source = " --sample" * bool(settings.get("sample")), (everything.sources or [""])[0]
    directions = directions_of(config.data)
    if len(languages_of(directions)[1]) > 1:  # the first example is of the first direction
        how += f" --to {directions[0].target}"
    file = task.input_file(config)
    log(f"\nnow type:  {use(source, task.command, parts.folder, file)}{how}")
    if rank() == 0:
        more: dict[str, Any] = {"compared": compared, "too long": unreadable, "exhibits": {}}
        if calibration is not None:
            more["calibration"] = calibration
        more["seconds of scoring"] = round(time.monotonic() - began, 3)
        if evaluation is not None:
            reader = task.reader(config, parts.codecs, parts.model.eval(), parts.device, load_facts(parts.folder))
            more["exhibits"] = task.exhibits(reader, examples, evaluation, settings)
        write_finished(parts, updates, started_by, split, evaluation, more)
        line = use(source, task.command, Path(config.runs) / parts.folder.name, file) + how
        card = CARD.format(
            name=plain(config.name),
            what=plain(task.described(config)),
            corpus=plain(config.data.corpus),
            pairs=len(parts.corpus.train),
            parameters=summary(parts.model)[-1][1],
            rows="\n".join(f"| {split}: {plain(name)} | {cell(value)} |" for name, value in scores.items()),
            command=cell(started_by, code=True),
            line=line,
            fence=fence(line),
        )
        write_page(parts.folder)
        write(parts.folder / "README.md", card.encode())


def write_page(folder: Path) -> None:
    """Write report.html; of a run that has measured so much that this would take long, a line says how to."""
    if len(read_log(folder / METRICS)) > LARGEST_DRAWN:
        log(f"{folder}: many measurements; for a report of them type  s2s report {shlex.quote(str(folder))}")
        return
    content = page([shown_run(folder, folder.parent)], folder.parent)
    write(folder / "report.html", content.encode(errors="replace"))


def scored(
    parts: Parts, examples: Examples, settings: dict[str, Any]
) -> tuple[dict[str, str], Evaluation, dict[str, float], list[str]]:
    """Scores and figures by name, as they are shown, after a few examples of what is written; and what they are made of.

    The last are figures of simple methods on the same examples, and lines to say about them.
    """
    task, model = parts.task, InTraining(parts)
    names = task.finally_scored
    if not parts.codecs[0].is_empty:
        names = with_metric(names, parts.config.train.metric, task.rules.output)
    metrics = task.available(parts.config, task.fitting(names, examples))
    evaluation = task.evaluate(model, examples, metrics=metrics, settings=settings)
    rows = shown_rows(examples)
    some = examples.select(rows)
    written = (
        [evaluation.predicted[row] for row in rows]
        if evaluation.predicted
        else model.write(some.sources or (), settings)
    )
    if evaluation.directions and evaluation.scores:
        log(by_direction(evaluation))
    log("")
    right = [task.shown(parts.config, target) for target in some.targets]
    for row in zip(some.sources or (), written, right, strict=True):
        log("".join(f"  {name:8} {brief(value)}\n" for name, value in zip(NAMES, row, strict=True)))
    compared, remarks = task.compared(model, parts.corpus, examples)
    shown_too = {name: f"{value:.4g}" for name, value in compared.items()}
    return {**task.result(parts.config, evaluation), **shown_too}, evaluation, compared, remarks


def shown_rows(examples: Examples) -> list[int]:
    """The rows of the examples that are shown: the first ones, of several directions the first of each."""
    if examples.directions is None:
        return list(range(min(EXAMPLES, len(examples.targets))))
    return sorted({number: row for row, number in reversed([*enumerate(examples.directions)])}.values())


def use(source: Any, command: str, folder: Path, file: str | None = None) -> str:
    """A line for the shell, which makes nothing of what stands in the text; `file` is what is read instead of a source."""
    if file is not None:
        return f"s2s {command} -m {shlex.quote(str(folder))} -i {shlex.quote(printable(file))}"
    return f"echo {shlex.quote(printable(shown(source)))} | s2s {command} -m {shlex.quote(str(folder))}"


def cell(value: str, code: bool = False) -> str:
    """In a table of Markdown, where even in code a bar ends the cell."""
    if not code and "|" not in value:
        return plain(value)
    value, marks = printable(value).replace("\n", " ").replace("|", r"\|"), fence(value, 1)
    return f"{marks} {value} {marks}" if len(marks) > 1 else f"`{value}`"


def plain(text: str) -> str:
    """`text` in Markdown, in one line, where none of it is mark-up."""
    return MARKUP.sub(r"\\\g<0>", printable(" ".join(text.split())))


def fence(text: str, least: int = 3) -> str:
    """So many marks, at least, that `text` cannot end the code between them."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", text)), default=0))


def brief(value: Any) -> str:
    """A source or target in a line; of a window of a series what is forecast, its last steps."""
    if not isinstance(value, Window):
        return shown(value)
    name = f"{value.series.name}: " * bool(value.series.name)
    return f"{name}{'… ' * (len(value) > LAST)}{shown(value.history[-min(LAST, len(value)) :])}"


def shown(value: Any) -> str:
    """A source or target in a line, numbers and endless texts shortened."""
    if isinstance(value, str):
        return value if len(value) <= 1000 else f"{value[:1000]} …"
    numbers = numpy.ravel(value)
    return " ".join(f"{number:.4g}" for number in numbers)

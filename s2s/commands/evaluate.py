"""``s2s evaluate``: what suits the task of a run, with signatures and confidence intervals."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import Any

from s2s.commands import per_line
from s2s.commands.each import Judged, judge_each, loaded_of
from s2s.commands.refusals import refuse_changed, refuse_given, refuse_idle
from s2s.config.metrics import METRICS, metric_facts
from s2s.config.schema import DataConfig, RunConfig
from s2s.config.tasks import rules_of
from s2s.config.tokenizers import Normalize, TokenizerConfig
from s2s.data.corpora.texts import Reading, read_texts
from s2s.data.text.preparation import preparation
from s2s.decode.backend import LIMIT_HYPOTHESES, Settings
from s2s.errors import SettingError, UserError, printable
from s2s.inference.directions import turned
from s2s.metrics.base import build, takes_tokenizer
from s2s.metrics.references import changed
from s2s.runs.history import plain
from s2s.tasks.base import Task, task_of
from s2s.tasks.evaluation import Evaluation, Examples, Lines, reading_of
from s2s.tasks.judging import chosen, chosen_baseline, grouped
from s2s.tasks.loaded import Loaded, Written

SPECIAL = (
    "hypothesis",
    "baseline",
    "tokenize",
    "nbest",
    "language",
    "search",
    "beam_size",
    "length_penalty",
    "coverage_penalty",
    "max_length",
)
"""Options that not every task has a use for."""
OF_TRANSLATING = {
    **dict.fromkeys(("search", "beam_size", "length_penalty", "coverage_penalty", "max_length", "threads")),
    **{"device": "auto", "backend": "auto"},
}
"""Options that have no effect on outputs that are given, with their values where they are not typed."""


def run(options: argparse.Namespace) -> None:
    """Translate or predict where needed, score, and print. Raises `UserError`."""
    check(options)
    evaluation: Evaluation | None
    if options.hypothesis is None and len(options.model or ()) > 1:
        several = judge_each(options, judge)
        report, evaluation = several.report(), several.ensemble and several.ensemble.evaluation
        text = several.text()
    else:
        loaded = None if options.model is None else loaded_of(options, options.model)
        _, task, config, evaluation = judge(options, loaded)
        report = task.report(config, evaluation)
        text = task.text(report)
    if options.json:
        if options.sort and evaluation is not None:
            report = {**report, "worst": list(map(per_line.record, evaluation.worst_first[: per_line.SHOWN]))}
        print(json.dumps(plain(report), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        worst = f"\n{per_line.worst(evaluation)}" if options.sort and evaluation is not None else ""
        print(printable(text + worst))
    if options.per_line is not None and evaluation is not None:
        lines = evaluation.worst_first if options.sort else evaluation.lines
        per_line.write(options.per_line, lines, list(evaluation.scores))


def judge(options: argparse.Namespace, loaded: Loaded | None) -> Judged:
    """Score the `loaded` run or ensemble, or else the lines, that `options` name. Raises `UserError`."""
    if loaded is None:
        config = RunConfig(
            data=replace(DataConfig(), target=options.language or ""),
            tokenizer=TokenizerConfig(normalize=Normalize.nfc),
        )
    else:
        config = loaded.config
        if options.reference is not None or options.to is not None or options.from_ is not None:
            config = facing_config(options, config)
    task = task_of(config)
    check_task(options, task, config)
    return Judged(" ".join(options.model or ()), task, config, evaluate(options, task, config, loaded))


def facing_config(options: argparse.Namespace, config: RunConfig) -> RunConfig:
    """The options of a run as it translates texts of the user's own, in the direction that is typed. Raises `UserError`."""
    if not rules_of(config.task).translates:
        refuse_given(options, ("to", "from_"), f"with task={config.task}")
        return config
    if options.reference is None and config.data.directions is not None:
        return config  # which of the test examples are meant
    return replace(config, data=turned(config.data, options.to, options.from_)[0])


def check(options: argparse.Namespace) -> None:
    """Refuse options that do not go together, whatever the task."""
    if options.model is None and options.hypothesis is None:
        raise UserError("--model: missing; give a run folder to translate with, or --hypothesis FILE to score")
    if options.hypothesis is not None and options.reference is None:
        raise UserError(f"--hypothesis {options.hypothesis}: needs --reference FILE to be scored against")
    if options.source is not None and options.reference is None:
        raise UserError(f"--source {options.source}: needs --reference FILE, its translation by people")
    if options.columns is not None and options.reference is None:
        raise UserError(f"--columns {' '.join(options.columns)}: has no effect without --reference FILE; leave it out")
    for keyword, value in (("to", options.to), ("from", options.from_)):
        if value is not None and options.model is None:
            raise SettingError(keyword, value, "has no effect without a run; --language CODE says the target's")
    if options.language is not None and options.model is not None:
        raise UserError(f"--language {options.language}: has no effect with -m, whose run says it; leave it out")
    if options.hypothesis is not None:
        if options.no_split:
            raise UserError("--no-split: has no effect with --hypothesis; leave it out")
        refuse_changed(options, OF_TRANSLATING, "with --hypothesis")
    refuse_idle(options.run_data, options.reference is not None)
    per_line.check_path(options.per_line)
    given = with_lists(options)
    known = {"beam": min(max(1, given.get("nbest", 1)), LIMIT_HYPOTHESES)}  # the run's is not known yet
    Settings(**{**known, **given}).check_given(given)  # what cannot be is refused before a model is loaded
    for name in options.metrics or ():
        remedy = METRICS.remedy(name)
        if remedy is not None:
            raise SettingError("metrics", name, remedy)
        metric_facts(name)
    if options.tokenize is not None:
        if options.metrics and not any(map(takes_tokenizer, options.metrics)):
            raise UserError(f"--tokenize {options.tokenize}: has no effect without BLEU; add bleu to --metrics")
        build("bleu", tokenize=options.tokenize)


def check_task(options: argparse.Namespace, task: Task, config: RunConfig) -> None:
    """Refuse what has no effect on the task, and what could not be scored, before a model is loaded."""
    takes, idle = task.takes(config, options.metrics or ()), f"has no effect with task={config.task}; leave it out"
    for name in SPECIAL:
        value = getattr(options, name)
        if value is not None and name not in takes and options.model is not None:
            raise SettingError("beam" if name == "beam_size" else name, value, idle)
    for flag in ("no_split", "group_references"):
        if getattr(options, flag) and flag not in takes:
            raise UserError(f"--{flag.replace('_', '-')}: {idle}")
    if len(options.reference or ()) > 1 and "references" not in takes:
        raise UserError(
            f"--reference {' '.join(options.reference)}: several have no effect with task={config.task}; give one"
        )
    if options.backend == "onnx" and not task.exporter:
        raise SettingError("backend", options.backend, f"has no effect with task={config.task}, which runs in torch")
    if options.reference is not None and options.source is options.hypothesis is None and not task.rules.optional:
        raise UserError(f"--reference {' '.join(options.reference)}: needs --source FILE, or --hypothesis FILE")
    task.check_metrics(config, options.metrics, options.tokenize)


def evaluate(options: argparse.Namespace, task: Task, config: RunConfig, loaded: Loaded | None) -> Evaluation:
    """Load the network where lines are to be written, and score them. What does not fit is refused before anything is translated, which may take long."""
    how: dict[str, Any] = {"metrics": options.metrics, "tokenize": options.tokenize}
    reading = reading_of(config, options.columns)
    how["baseline"] = None if options.baseline is None else as_written("baseline", options, reading, config)
    how["per_line"] = options.per_line is not None or options.sort is not None
    settings, references = settings_of(options, task, config), Lines.of_files("reference", options.reference, reading)
    if options.hypothesis is None and loaded is not None:
        settings |= {"to": options.to, "from_": options.from_}
        how |= {"settings": settings, "columns": options.columns, "group_references": options.group_references}
        return loaded.evaluate(options.source, references, **how)
    model = Written(config, as_written("hypothesis", options, reading, config))
    if options.source is None:
        prepare = preparation(config, "target")
        examples = Examples(None, [changed(prepare, one) for one in references.values] if references else [])
    else:
        examples = task.given(model, Lines.of("source", options.source, False, reading), references)
    if options.group_references:
        examples, groups = grouped(model, examples)
        model.lines = chosen(model.lines, groups, options.nbest or 1, "translations")
        if how["baseline"] is not None:
            how["baseline"] = chosen_baseline(how["baseline"], groups, options.nbest)
    confidence = task.intervals or bool(options.metrics)
    return task.evaluate(model, examples, confidence=confidence, settings={**task.settings(model), **settings}, **how)


def as_written(name: str, options: argparse.Namespace, reading: Reading, config: RunConfig) -> list[str]:
    """The outputs in the file that option `name` gives, in the normal form and the case in which the run writes."""
    texts = read_texts(f"--{name}", getattr(options, name), reading, side=1, plain=True)
    return list(map(preparation(config, "target"), texts))


def settings_of(options: argparse.Namespace, task: Task, config: RunConfig) -> dict[str, Any]:
    """How to search, and whether lines are cut into sentences, for a task that has a use for it."""
    given = with_lists(options) if "beam_size" in task.takes(config, options.metrics or ()) else {}
    return {**given, "split": False} if options.no_split else given


def with_lists(options: argparse.Namespace) -> dict[str, Any]:
    """Fields of `Settings`, and how many outputs of a line are judged."""
    return {**settings_given(options), **({} if options.nbest is None else {"nbest": options.nbest})}


def settings_given(options: argparse.Namespace) -> dict[str, Any]:
    """Fields of `Settings`."""
    given = {
        "search": options.search,
        "beam": options.beam_size,
        "length_penalty": options.length_penalty,
        "coverage_penalty": options.coverage_penalty,
        "max_length": options.max_length,
        "batch_tokens": options.batch_size,
    }
    return {name: value for name, value in given.items() if value is not None}

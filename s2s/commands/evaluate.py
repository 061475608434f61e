"""``s2s evaluate``: scores with signatures and confidence intervals."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from s2s.config.metrics import METRICS, metric_facts, metrics_for
from s2s.data.text.lines import read_file, read_pair
from s2s.decode.backend import Settings
from s2s.errors import SettingError, UserError
from s2s.metrics.base import build, takes_tokenizer
from s2s.metrics.bleu import own_tokenizer
from s2s.metrics.scores import TRANSLATION, compare, same_length, score
from s2s.metrics.shares import shares
from s2s.runs.folder import load_config


def run(options: argparse.Namespace) -> None:
    """Translate where needed, score, and print. Raises `UserError`."""
    for name in options.metrics or ():
        check_metric(name)
    check(options)
    config = None if options.model is None else load_config(Path(options.model[0]), options.allow_code)
    if config is not None:
        alone = options.reference is not None and options.source is None and options.hypothesis is None
        if alone and config.task != "generate":
            raise UserError(f"--reference {options.reference}: needs --source FILE, or --hypothesis FILE")
        if config.task != "translate":
            from s2s.commands.measure import measure

            measure(options, config)
            return
        options.tokenize = options.tokenize or own_tokenizer(config.data)
    options.metrics = options.metrics or TRANSLATION
    baseline = None if options.baseline is None else read_file(options.baseline)
    sources, hypotheses, references, language = gather(options, baseline)
    if config is not None and config.data.lowercase:  # as the run's own test set is
        sources, baseline = ([*map(str.lower, side)] if side is not None else None for side in (sources, baseline))
        hypotheses, references = ([*map(str.lower, side)] for side in (hypotheses, references))
    report: dict[str, Any] = {"sentences": len(references), "language": language}
    how = {"language": language, "metrics": options.metrics, "tokenize": options.tokenize, "sources": sources}
    scores = score(hypotheses, references, confidence=True, **how)
    report["scores"] = {
        name: {"score": s.score, "interval": s.interval, "signature": s.signature} for name, s in scores.items()
    }
    if sources is not None:
        report["shares"] = shares(sources, hypotheses, references)
    if baseline is not None:
        report["paired"] = compare(hypotheses, baseline, references, **how)
    print(json.dumps(report, indent=2, ensure_ascii=False) if options.json else as_text(report))


def check_metric(name: str) -> None:
    """Raise `UserError` unless `name` is of a metric that judges text."""
    remedy = METRICS.remedy(name)
    if remedy is None and "text" not in metric_facts(name).judges:
        remedy = "judges no text; choose from " + ", ".join(metrics_for("text")[1:])
    if remedy is not None:
        raise SettingError("metrics", name, remedy)


def check(options: argparse.Namespace) -> None:
    """Refuse options that do not go together, whatever the model."""
    if options.model is None and options.hypothesis is None:
        raise UserError("--model: missing; give a run folder to translate with, or --hypothesis FILE to score")
    if options.hypothesis is not None and options.reference is None:
        raise UserError(f"--hypothesis {options.hypothesis}: needs --reference FILE to be scored against")
    if options.source is not None and options.reference is None:
        raise UserError(f"--source {options.source}: needs --reference FILE, its translation by people")
    if options.tokenize is not None and not any(map(takes_tokenizer, options.metrics or TRANSLATION)):
        raise UserError(f"--tokenize {options.tokenize}: has no effect without BLEU; add bleu to --metrics")
    if options.language is not None and options.model is not None:
        raise UserError(f"--language {options.language}: has no effect with -m, whose run says it; leave it out")
    if options.hypothesis is not None:
        if options.no_split:
            raise UserError("--no-split: has no effect with --hypothesis; leave it out")
        idle = {"device": "auto", "backend": "auto"}
        for name in ("beam_size", "length_penalty", "coverage_penalty", "threads", *idle):
            if getattr(options, name) != idle.get(name):
                option = "--" + name.replace("_", "-")
                raise UserError(f"{option} {getattr(options, name)}: has no effect with --hypothesis; leave it out")
    Settings(**settings_given(options))  # what cannot be is refused before a model is loaded
    for name in dict.fromkeys(options.metrics or TRANSLATION):
        build(name, options.language or "", options.tokenize)


def settings_given(options: argparse.Namespace) -> dict[str, Any]:
    """Fields of `Settings`."""
    given = {
        "beam": options.beam_size,
        "length_penalty": options.length_penalty,
        "coverage_penalty": options.coverage_penalty,
        "batch_tokens": options.batch_size,
    }
    return {name: value for name, value in given.items() if value is not None}


def gather(
    options: argparse.Namespace, baseline: list[str] | None
) -> tuple[list[str] | None, list[str], list[str], str]:
    """Sources (None if there are none), translations, references and the target language.

    What does not fit is refused before anything is loaded or translated, since that may take long.
    """
    sources = references = None
    if options.source is not None:
        sources, references = read_pair(options.source, options.reference)
    elif options.reference is not None:
        references = read_file(options.reference)
    if options.hypothesis is not None:
        assert references is not None  # as `check` made sure of
        return sources, read_file(options.hypothesis), references, language_of(options)
    from s2s.inference.translator import Translator

    translator = Translator.load(options.model, options.device, options.backend, options.threads, options.allow_code)
    language = translator.config.data.target
    for name in options.metrics:
        build(name, language, options.tokenize)
    if sources is None or references is None:
        sources, references = own_test_set(translator)
    if baseline is not None:
        same_length(baseline, references, "lines of the baseline")
    split = False if options.no_split else None
    hypotheses = translator.translate(sources, split=split, **settings_given(options))
    return sources, hypotheses, references, language


def own_test_set(translator: Any) -> tuple[list[str], list[str]]:
    from s2s.data.corpora.load import load_corpus

    test = load_corpus(translator.config.data, translator.config.seed).test
    if test is None:
        raise UserError("data.test=null: the run has no test set; give --source FILE --reference FILE")
    rows = test[:]
    return list(rows["source"]), list(rows["target"])


def language_of(options: argparse.Namespace) -> str:
    if options.language is not None or options.model is None:
        return str(options.language or "")
    return load_config(Path(options.model[0]), options.allow_code).data.target


def as_text(report: dict[str, Any]) -> str:
    lines = [f"{report['sentences']:,} sentences"]
    for name, found in report["scores"].items():
        lines.append(f"{name.upper():5} {found['score']:6.2f} ± {found['interval']:.2f}   {found['signature']}")
    if "shares" in report:
        lines.append("of these " + ", ".join(f"{name} {share:.1%}" for name, share in report["shares"].items()))
    for name, found in report.get("paired", {}).items():
        lines.append(
            f"{name.upper():5} {found['score'] - found['baseline']:+.2f} against the baseline, p = {found['p']:.4f}"
        )
    return "\n".join(lines)
